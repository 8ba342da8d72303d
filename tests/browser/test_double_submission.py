"""Double clicks, simultaneous users and lost connections: nothing is created twice and nothing is lost."""

from datetime import timedelta

import pytest
from playwright.sync_api import Page, expect
from sqlmodel import select

from app.front_desk.visits.models import Visit
from tests.browser.input_methods import translated
from tests.browser.town import TownBuilder
from tests.world import TODAY

WISHES = "#wishes textarea"


def start_talk(page: Page) -> str:
    """Starts a first talk on a person's page and returns its path."""
    page.get_by_role("button", name=translated("Start the first talk")).click()
    page.wait_for_url("**/talks/*")
    return page.url


def expect_saved(page: Page, section: str = "wishes") -> None:
    expect(page.locator(f"#kept-{section}")).to_contain_text(translated("Saved"))


def visits(town) -> int:
    found = len(town.db.exec(select(Visit)).all())
    town.db.commit()  # end the read transaction
    return found


@pytest.mark.parametrize("scripts", [True, False])
def test_a_double_click_makes_one_visit(scripts, town, visit):
    TownBuilder(town).begins()
    page = visit(town.hanna, "/door", java_script_enabled=scripts)
    page.locator("#q").press_sequentially("hatic")
    if not scripts:
        page.get_by_role("button", name=translated("Search")).click()
    page.locator("[data-first]").dblclick()
    waiting = page.locator("#board h3 .tag.wait")
    expect(waiting).to_have_text("1")
    page.get_by_role("button", name=translated("Count without a name")).dblclick()
    expect(waiting).to_have_text("2")
    page.goto("/door")
    expect(waiting).to_have_text("2")
    assert visits(town) == 2


def test_two_partners_accept_at_once_and_one_is_told_who_did(town, visit):
    life = TownBuilder(town)
    life.begins()
    path = f"/handovers/{life.offered('Daniel Tesfay').key}?open=accept"
    town.db.commit()
    fatima, dirk = visit(town.fatima, path), visit(town.dirk, path, expect_errors=True)
    for page in (fatima, dirk):
        page.locator("#accept [name=on]").fill((TODAY + timedelta(days=1)).isoformat())
        page.locator("#accept [name=time]").fill("10:00")
    for page in (fatima, dirk):
        page.locator("#accept").get_by_role("button", name=translated("Accept")).click()
    expect(fatima.locator("main")).to_contain_text(translated("accepted"))
    already = translated(
        "%(name)s (%(organisation)s) has already accepted this.", name="Fatima Amrani", organisation="DOCK"
    )
    expect(dirk.locator("body")).to_contain_text(already)


def test_two_workers_in_the_same_talk_lose_nothing(town, visit):
    TownBuilder(town).begins()
    samira = visit(town.samira, f"/people/{town.hatice.key}")
    talk = start_talk(samira)
    joost = visit(town.joost, talk, expect_errors=True)  # the refused save is a console error
    samira.fill(WISHES, "Werken met ouderen")
    expect_saved(samira)
    joost.fill(WISHES, "Werken in een tuin")
    conflict = joost.locator("#kept-wishes")
    expect(conflict).to_contain_text("Werken met ouderen")
    expect(conflict).to_contain_text("Samira Bouzid")
    expect(joost.locator(WISHES)).to_have_value("Werken in een tuin")
    conflict.get_by_role("button", name=translated("Keep both")).click()
    joost.wait_for_url("**/kept/wishes#wishes")
    samira.reload()
    for words in ("Werken met ouderen", "Werken in een tuin"):
        assert words in samira.locator(WISHES).input_value()


def test_a_search_without_a_connection_is_reported_and_keeps_the_typed_text(town, visit):
    TownBuilder(town).begins()
    page = visit(town.hanna, "/door", expect_errors=True)
    page.context.set_offline(True)
    page.locator("#q").press_sequentially("hatic")
    expect(page.locator("#refusal")).to_have_text(translated("No connection. Nothing is lost: try again in a moment."))
    expect(page.locator("#q")).to_have_value("hatic")
    page.context.set_offline(False)
    page.locator("#q").press_sequentially("e")
    expect(page.locator("[data-first]")).to_contain_text("Hatice")
    expect(page.locator("#refusal")).to_be_empty()


def test_the_language_switches_both_ways(town, visit):
    page = visit(town.petra, "/record")
    expect(page.get_by_role("heading", level=1)).to_have_text(translated("Access log"))
    page.get_by_role("button", name="English").first.click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Access log")
    assert page.locator("html").get_attribute("lang") == "en"
    page.get_by_role("button", name="Nederlands").first.click()
    expect(page.get_by_role("heading", level=1)).to_have_text(translated("Access log"))
    assert page.locator("html").get_attribute("lang") == "nl"
