"""A connection lost while sending: the form says so, keeps the data, and sends it once when the connection returns."""

import pytest
from playwright.sync_api import Page, expect
from sqlmodel import select

from app.front_desk.visits.models import Visit
from app.people.people.models import Person
from tests.browser.input_methods import translated
from tests.browser.test_double_submission import WISHES, expect_saved, start_talk, visits
from tests.browser.town import TownBuilder

UNSENT = translated("Not saved yet: there is no connection. It will be sent once the connection is back.")


def submit_new_visitor(page: Page) -> None:
    """Fills in a new visitor and presses the button."""
    page.locator("summary", has_text=translated("New visitor")).click()
    page.get_by_label(translated("Name"), exact=True).fill("Daniel Tesfay")
    page.get_by_label(translated("Street")).fill("Nigerdreef")
    page.get_by_role("button", name=translated("Record as here")).click()


def test_a_new_visitor_typed_without_a_connection_is_sent_when_it_returns(town, visit):
    TownBuilder(town).begins()
    page = visit(town.hanna, "/door", expect_errors=True)
    page.context.set_offline(True)
    submit_new_visitor(page)
    form = page.locator('form[action="/door/people"]')
    expect(form.locator(".unsent")).to_have_text(UNSENT)
    expect(page.get_by_label(translated("Name"), exact=True)).to_have_value("Daniel Tesfay")
    page.get_by_label(translated("Street")).fill("Tigrisdreef")  # text typed while it waits is sent too
    page.context.set_offline(False)
    expect(page.locator("#board")).to_contain_text("Daniel Tesfay")
    person = town.db.exec(select(Person).where(Person.name == "Daniel Tesfay")).one()
    assert person.street == "Tigrisdreef"


def test_a_lost_response_makes_no_second_visit(town, visit):
    """The page cannot know that the server did it and sends again; the idempotency key prevents a second visit."""
    TownBuilder(town).begins()
    page = visit(town.hanna, "/door", expect_errors=True)
    answers = []

    def lose_the_first(route) -> None:
        answers.append(route.fetch(max_redirects=0).status)
        route.abort() if len(answers) == 1 else route.fallback()

    page.route("**/door/people", lose_the_first)
    submit_new_visitor(page)
    expect(page.locator("#board .rows").first).to_contain_text("Daniel Tesfay")
    page.wait_for_url("**/door")
    expect(page.locator(".unsent")).to_have_count(0)
    assert answers[0] == 200
    assert visits(town) == 1
    assert len(town.db.exec(select(Person).where(Person.name == "Daniel Tesfay")).all()) == 1


def test_an_anonymous_visit_that_could_not_be_sent_counts_once(town, visit):
    TownBuilder(town).begins()
    page = visit(town.hanna, "/door", expect_errors=True)
    page.context.set_offline(True)
    button = page.get_by_role("button", name=translated("Count without a name"))
    button.click()
    expect(page.locator(".unsent")).to_have_text(UNSENT)
    button.click()  # an impatient second click
    page.context.set_offline(False)
    expect(page.locator("#board h3 .tag.wait")).to_have_text("1")
    expect(page.locator(".unsent")).to_have_count(0)
    assert len(town.db.exec(select(Visit)).all()) == 1


@pytest.mark.parametrize("unsent", [True, False])
def test_leaving_the_page_asks_first_only_while_something_is_unsaved(unsent, town, visit):
    TownBuilder(town).begins()
    page = visit(town.hanna, "/door", expect_errors=True)
    asked = []
    page.on("dialog", lambda dialog: (asked.append(dialog.type), dialog.accept()))
    if unsent:
        page.route("**/door/people", lambda route: route.abort())
        submit_new_visitor(page)
        expect(page.locator(".unsent")).to_have_text(UNSENT)
    page.goto("/account")
    assert asked == (["beforeunload"] if unsent else [])


def test_errors_are_shown_at_their_field_and_typed_values_stay(town, visit):
    TownBuilder(town).begins()
    page = visit(town.hanna, "/door", expect_errors=True)
    page.locator("summary", has_text=translated("New visitor")).click()
    page.get_by_label(translated("Name"), exact=True).fill("Anna 111222333")
    page.get_by_role("button", name=translated("Record as here")).click()
    expect(page.locator("#name-error")).to_be_visible()
    expect(page.locator(".errors a")).to_be_focused()
    expect(page.get_by_label(translated("Name"), exact=True)).to_have_value("Anna 111222333")
    page.get_by_label(translated("Name"), exact=True).fill("Anna")
    page.get_by_role("button", name=translated("Record as here")).click()
    expect(page.locator("#board")).to_contain_text("Anna")


def test_a_colleagues_earlier_step_is_reported_and_the_page_stays(town, visit):
    TownBuilder(town).begins()
    samira, joost = visit(town.samira, "/door"), visit(town.joost, "/door", expect_errors=True)
    samira.get_by_role("button", name=translated("Count without a name")).click()
    help_of = joost.get_by_role("button", name=translated("I will help"))
    expect(help_of).to_be_visible()
    joost.route("**/door/board*", lambda route: route.abort())  # this board lags behind
    samira.get_by_role("button", name=translated("I will help")).click()
    expect(samira.locator("#board h3 .tag.go")).to_have_text("1")
    help_of.click()
    already = translated("%(name)s is already helping this visitor.", name="Samira Bouzid")
    expect(joost.locator("#refusal")).to_have_text(already)
    assert joost.url.endswith("/door")


def test_a_talk_without_a_connection_is_reported_at_the_field_and_saved_later(town, visit):
    TownBuilder(town).begins()
    page = visit(town.samira, f"/people/{town.hatice.key}", expect_errors=True)
    start_talk(page)
    page.context.set_offline(True)
    page.fill(WISHES, "Werken met ouderen")
    expect(page.locator("#wishes .unsent")).to_have_text(UNSENT)
    page.context.set_offline(False)
    expect_saved(page)
    expect(page.locator(".unsent")).to_have_count(0)
    page.locator(WISHES).press_sequentially(", of kinderen")
    page.locator('#kept-wishes [name="version"][value="2"]').wait_for(state="attached")
    page.reload()
    expect(page.locator(WISHES)).to_have_value("Werken met ouderen, of kinderen")
