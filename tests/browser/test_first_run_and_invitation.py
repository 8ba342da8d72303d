"""The first run: a shop is set up, and a colleague is invited and signs in. By keyboard and without JavaScript."""

import pytest
from sqlmodel import Session, SQLModel

from app.accounts import actions
from app.accounts.models import LinkPurpose
from tests.browser.page_checks import axe_violations, invalid_html, overflow_pixels
from tests.world import NOON

PASSWORD = "een fiets vol appels"


@pytest.fixture
def setup_link(served, town) -> str:
    """The setup link of an empty service."""
    _address, engine = served
    town.db.close()
    with Session(engine) as db, db.begin():
        for table in reversed(SQLModel.metadata.sorted_tables):
            db.execute(table.delete())
        return f"/set-up/{actions.make_link(db, LinkPurpose.SETUP, None, at=NOON)}"


def check_page(page, tmp_path) -> None:
    """Checks this page in both themes and on a phone."""
    for theme in ("light", "dark"):
        page.emulate_media(color_scheme=theme, reduced_motion="reduce")
        assert axe_violations(page) == []
    page.set_viewport_size({"width": 320, "height": 640})
    assert overflow_pixels(page) <= 0
    page.set_viewport_size({"width": 1360, "height": 1000})
    assert invalid_html({page.url: page.content()}, tmp_path) == []


@pytest.mark.parametrize("scripts", [True, False])
def test_a_shop_is_set_up_and_a_colleague_invited(setup_link, visit, tmp_path, scripts):
    page = visit(None, setup_link, java_script_enabled=scripts, expect_errors=True)
    if scripts:
        check_page(page, tmp_path)
        page.get_by_role("button", name="Open de Werkwinkel").click()
        page.locator(".errors").wait_for()
        check_page(page, tmp_path)
    page.get_by_label("Naam van de Werkwinkel").fill("De Amazone")
    page.get_by_label("Je naam").fill("Noor Janssen")
    page.get_by_label("Je organisatie").select_option("Leerwerkloket")
    page.get_by_label("Je inlognaam").fill("noor")
    page.get_by_label("Je wachtwoord").fill(PASSWORD)
    page.get_by_label("Nog een keer hetzelfde").fill(PASSWORD)
    page.keyboard.press("Enter")
    page.wait_for_url("**/door")
    page.goto("/workers")
    assert page.get_by_text("Je bent tot nu toe de enige.").is_visible()
    page.get_by_label("Naam", exact=True).fill("Fatima Amrani")
    page.get_by_label("Inlognaam").fill("fatima")
    page.get_by_label("Organisatie", exact=True).select_option(label="DOCK")
    page.get_by_label("Medewerker van een partner").check()
    page.get_by_role("button", name="Maak een uitnodiging").click()
    link = page.get_by_label("Kopieer dit nu").input_value()
    if scripts:
        check_page(page, tmp_path)
    colleague = visit(None, link, java_script_enabled=scripts)
    if scripts:
        check_page(colleague, tmp_path)
    colleague.get_by_label("Je nieuwe wachtwoord").fill(PASSWORD)
    colleague.get_by_label("Nog een keer hetzelfde").fill(PASSWORD)
    colleague.keyboard.press("Enter")
    colleague.wait_for_url("**/handovers")
