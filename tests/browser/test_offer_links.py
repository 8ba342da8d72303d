"""A partner without an account reads an offer on a phone, responds with and without scripts, and renews the link."""

import pytest
from playwright.sync_api import Page, expect
from sqlmodel import Session, select

from app.handovers.lifecycle.models import Handover, State
from app.handovers.offer_links.models import OfferLink
from app.messages.mail_outbox.models import Letter
from app.shop.partners.queries import active_partner
from tests.browser.input_methods import translated
from tests.browser.page_checks import axe_violations, invalid_html, overflow_pixels
from tests.handovers.handover_shop import build
from tests.handovers.offer_links.conftest import ADDRESS, link_in_mail, offered, token_of
from tests.world import NOON

PHONE = {"width": 390, "height": 844}


@pytest.fixture
def path(town) -> str:
    """Path of the link in the mail to Ine."""
    town.shop.phone, town.samira.phone = "030 555 0100", "06 5550 0101"
    active_partner(town.db, town.shop.id, town.pozitive.id).email = ADDRESS
    town.karim.password_hash = None
    shop = build(town)
    handover = offered(shop)
    token = token_of(link_in_mail(town.db, handover))
    town.db.commit()
    return f"/offer/{token}"


def page_problems(page: Page) -> list[str]:
    """Problems of this page with everything expanded, in both themes and on a small phone."""
    page.locator(".disclosure").evaluate_all("all => all.forEach(one => one.open = true)")
    problems = []
    for theme in ("light", "dark"):
        page.emulate_media(color_scheme=theme, reduced_motion="reduce")
        problems += [f"{page.url} {theme}: {v}" for v in axe_violations(page)]
    before = page.viewport_size
    page.set_viewport_size({"width": 320, "height": 640})
    if (wider := overflow_pixels(page)) > 0:
        problems.append(f"{page.url}: {wider} px too wide at 320 px")
    page.set_viewport_size(before)
    return problems


@pytest.mark.parametrize("scripts", [True, False])
def test_ine_reads_the_offer_and_accepts_it(path, visit, served, tmp_path, scripts):
    phone = visit(None, path, viewport=PHONE, java_script_enabled=scripts, expect_errors=True)
    expect(phone.get_by_role("heading", level=1)).to_have_text(translated("Can you help somebody?"))
    source = phone.content()
    problems = page_problems(phone) if scripts else []
    if scripts:
        phone.reload()
    phone.locator("#accept > details > summary").click()
    for button in phone.locator("#accept button, details > summary").all():
        assert button.bounding_box()["height"] >= 44
    form = phone.locator("#accept form")
    form.get_by_label(translated("What is your name?")).fill("Ine Smit")
    form.locator("[name=on]").fill("2026-03-10")
    form.get_by_role("button").click()
    expect(phone.get_by_role("alert")).to_contain_text(translated("Fill this in."))
    assert form.locator("[name=name]").input_value() == "Ine Smit"
    problems += page_problems(phone) if scripts else []
    form.locator("[name=time]").fill("10:30")
    form.get_by_role("button").click()
    expect(phone.get_by_role("status")).to_contain_text(
        translated("You said that you will help. First the three of you meet.")
    )
    problems += page_problems(phone) if scripts else []
    _address, engine = served
    with Session(engine) as db:
        handover = db.exec(select(Handover)).one()
        assert (handover.state, handover.receiver_worker.name) == (State.ACCEPTED, "Ine Smit")
    assert problems + invalid_html({"open": source, "accepted": phone.content()}, tmp_path) == []


def test_an_expired_link_can_be_renewed_and_samira_sees_the_request(path, town, visit, served, tmp_path):
    _address, engine = served
    with Session(engine) as db, db.begin():
        db.exec(select(OfferLink)).one().until = NOON
        db.delete(db.exec(select(Letter)).one())
        key = db.exec(select(Handover)).one().key
    phone = visit(None, path, viewport=PHONE, expect_errors=True)
    expect(phone.get_by_role("heading", level=1)).to_have_text(translated("This link no longer works"))
    gone, problems = phone.content(), page_problems(phone)
    phone.get_by_role("button").click()
    mailed = translated("If this is still open, you will get an email shortly.")
    expect(phone.get_by_role("status")).to_have_text(mailed)
    problems += page_problems(phone)
    page = visit(town.samira, f"/handovers/{key}")
    page.get_by_role(
        "link", name=translated("This partner answers through a link in an email. See its status.")
    ).click()
    expect(page.locator("#link")).to_contain_text("i…@pozitive.example")
    problems += page_problems(page)
    pages = {"gone": gone, "asked": phone.content(), "state": page.content()}
    assert problems + invalid_html(pages, tmp_path) == []
