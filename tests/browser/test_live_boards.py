"""Two workers' boards stay in step, also after a restart, and an outdated board says so."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Service, create_test_app
from tests.browser.input_methods import translated
from tests.browser.town import TownBuilder

STALE = translated("Not updated since %(time)s. We keep trying; what you see may be out of date.").split("%")[0]


@pytest.fixture
def restartable(served, clock) -> Iterator[Service]:
    """A second server for the same database, which can be stopped and restarted."""
    service = Service(lambda: create_test_app(served[1], clock))
    service.start()
    yield service
    service.stop()


def live(page: Page) -> Page:
    """The page, once its board receives events."""
    expect(page.locator("#live[data-follows]")).to_have_text(translated("live"))
    return page


def waiting(page: Page):
    return page.locator("#board h3 .tag.wait")


def count_one(page: Page) -> None:
    page.get_by_role("button", name=translated("Count without a name")).click()


def test_a_registration_appears_on_a_colleagues_board(town, visit):
    TownBuilder(town).begins()
    hanna, samira = live(visit(town.hanna, "/door")), live(visit(town.samira, "/door"))
    count_one(hanna)
    expect(waiting(samira)).to_have_text("1")
    expect(samira.locator('.rail [aria-current="page"] .count').first).to_have_text("1")
    samira.get_by_role("button", name=translated("I will help")).click()
    expect(hanna.locator("#board h3 .tag.go")).to_have_text("1")
    expect(hanna.locator("#board")).to_contain_text("Samira Bouzid")


def test_the_staff_present_are_updated_too(town, visit):
    TownBuilder(town).begins()
    hanna, samira = live(visit(town.hanna, "/door")), live(visit(town.samira, "/door"))
    expect(samira.locator("#crew")).to_contain_text("Fatima")
    hanna.locator("summary", has_text=translated("Who is here?")).click()
    hanna.locator("li", has_text="Fatima Amrani").get_by_role("button", name=translated("Has left")).click()
    expect(samira.locator("#crew")).not_to_contain_text("Fatima")


def test_boards_recover_after_a_restart_of_the_server(town, visit, restartable):
    TownBuilder(town).begins()
    hanna = live(visit(town.hanna, "/door", at=restartable.address, expect_errors=True))
    samira = live(visit(town.samira, "/door", at=restartable.address, expect_errors=True))
    count_one(hanna)
    expect(waiting(samira)).to_have_text("1")
    restartable.stop()
    for page in (hanna, samira):
        expect(page.locator("#stale")).to_contain_text(STALE)
    restartable.start()
    for page in (hanna, samira):
        expect(page.locator("#stale")).to_be_empty()
        live(page)
    count_one(hanna)
    expect(waiting(samira)).to_have_text("2")


def test_changes_made_while_the_server_was_down_appear_after_it_returns(town, visit, restartable):
    life = TownBuilder(town)
    life.begins()
    page = live(visit(town.samira, "/door", at=restartable.address, expect_errors=True))
    restartable.stop()
    expect(page.locator("#stale")).to_contain_text(STALE)
    life.at_the_door()
    town.db.commit()
    restartable.start()
    expect(waiting(page)).to_have_text("3")


def test_a_lost_connection_is_reported_and_the_times_are_marked(town, visit):
    life = TownBuilder(town)
    life.begins()
    life.at_the_door()
    town.db.commit()
    page = live(visit(town.hanna, "/door", expect_errors=True))
    page.context.set_offline(True)
    expect(page.locator("#stale")).to_contain_text(STALE)
    expect(page.locator("#live")).to_be_hidden()
    expect(page.locator("#board[data-stale]")).to_be_visible()
    page.context.set_offline(False)
    expect(page.locator("#stale")).to_be_empty()
    live(page)


def test_after_sleep_without_a_connection_minutes_are_right_and_a_long_wait_is_marked(town, visit):
    life = TownBuilder(town)
    life.begins()
    life.at_the_door()
    town.db.commit()
    page = visit(town.hanna, "/sign-in", expect_errors=True)
    page.clock.install()
    for path in ("/door/events", "/door/board"):
        page.route(f"**{path}", lambda route: route.abort())
    page.goto("/door")
    expect(page.locator("#board time", has_text=translated("%(num)s min", num=9))).to_have_count(1)
    expect(page.locator("#board time.late")).to_have_count(1)
    page.clock.fast_forward(6 * 60_000)
    expect(page.locator("#board time", has_text=translated("long wait: %(num)s min", num=15))).to_have_count(1)
    expect(page.locator("#board time.late")).to_have_count(2)
    expect(page.locator("#stale")).to_contain_text(STALE)


def test_without_events_the_board_polls(town, visit):
    TownBuilder(town).begins()
    page = visit(town.samira, "/sign-in")
    page.add_init_script("delete window.EventSource")
    page.goto("/door")
    expect(page.locator("#live")).to_contain_text(translated("seen at %(time)s").split(" %")[0])
    count_one(visit(town.hanna, "/door"))
    expect(waiting(page)).to_have_text("1", timeout=20_000)
