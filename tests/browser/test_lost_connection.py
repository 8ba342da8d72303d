"""A connection that is lost while something is sent: it is said beside the form, kept, and sent once, by itself."""

import pytest
from playwright.sync_api import Page, expect
from sqlmodel import select

from app.front_desk.visits.models import Visit
from app.people.people.models import Person
from tests.browser.input_methods import translated
from tests.browser.test_double_submission import WISHES, begin_talk, kept, visits
from tests.browser.town import TownBuilder

UNSENT = translated("Not saved yet: there is no connection. It goes by itself when the connection is back.")


def submit_new_visitor(page: Page) -> None:
    """A new visitor, up to and including the button."""
    page.locator("summary", has_text=translated("New visitor")).click()
    page.get_by_label(translated("Name"), exact=True).fill("Daniel Tesfay")
    page.get_by_label(translated("Street")).fill("Nigerdreef")
    page.get_by_role("button", name=translated("Write down and is here")).click()


def test_a_new_visitor_without_connection_is_kept_and_goes_by_itself(town, visit):
    TownBuilder(town).begins()
    page = visit(town.hanna, "/door", expect_errors=True)
    page.context.set_offline(True)
    submit_new_visitor(page)
    form = page.locator('form[action="/door/people"]')
    expect(form.locator(".unsent")).to_have_text(UNSENT)
    expect(page.get_by_label(translated("Name"), exact=True)).to_have_value("Daniel Tesfay")
    page.get_by_label(translated("Street")).fill("Tigrisdreef")  # what is typed while it waits goes along
    page.context.set_offline(False)
    expect(page.locator("#board")).to_contain_text("Daniel Tesfay")
    person = town.db.exec(select(Person).where(Person.name == "Daniel Tesfay")).one()
    assert person.street == "Tigrisdreef"


def test_an_answer_that_was_lost_on_the_way_makes_no_second_visit(town, visit):
    """The server did it, and the page cannot know: it sends again, and the intention says that it was done."""
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


def test_a_visit_without_a_name_that_could_not_be_sent_counts_once(town, visit):
    TownBuilder(town).begins()
    page = visit(town.hanna, "/door", expect_errors=True)
    page.context.set_offline(True)
    button = page.get_by_role("button", name=translated("Count without a name"))
    button.click()
    expect(page.locator(".unsent")).to_have_text(UNSENT)
    button.click()  # once more, out of impatience
    page.context.set_offline(False)
    expect(page.locator("#board h3 .tag.wait")).to_have_text("1")
    expect(page.locator(".unsent")).to_have_count(0)
    assert len(town.db.exec(select(Visit)).all()) == 1


@pytest.mark.parametrize("unsent", [True, False])
def test_leaving_asks_first_only_while_something_has_not_been_saved(unsent, town, visit):
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


def test_what_is_wrong_stands_at_the_field_and_what_was_typed_stays(town, visit):
    TownBuilder(town).begins()
    page = visit(town.hanna, "/door", expect_errors=True)
    page.locator("summary", has_text=translated("New visitor")).click()
    page.get_by_label(translated("Name"), exact=True).fill("Anna 111222333")
    page.get_by_role("button", name=translated("Write down and is here")).click()
    expect(page.locator("#name-error")).to_be_visible()
    expect(page.locator(".errors a")).to_be_focused()
    expect(page.get_by_label(translated("Name"), exact=True)).to_have_value("Anna 111222333")
    page.get_by_label(translated("Name"), exact=True).fill("Anna")
    page.get_by_role("button", name=translated("Write down and is here")).click()
    expect(page.locator("#board")).to_contain_text("Anna")


def test_what_a_colleague_did_a_moment_earlier_is_said_and_the_page_stays(town, visit):
    TownBuilder(town).begins()
    samira, joost = visit(town.samira, "/door"), visit(town.joost, "/door", expect_errors=True)
    samira.get_by_role("button", name=translated("Count without a name")).click()
    help_of = joost.get_by_role("button", name=translated("I help"))
    expect(help_of).to_be_visible()
    joost.route("**/door/board*", lambda route: route.abort())  # a board that lags behind
    samira.get_by_role("button", name=translated("I help")).click()
    expect(samira.locator("#board h3 .tag.go")).to_have_text("1")
    help_of.click()
    already = translated("%(name)s is helping this visitor already.", name="Samira Bouzid")
    expect(joost.locator("#refusal")).to_have_text(already)
    assert joost.url.endswith("/door")


def test_a_talk_without_connection_says_so_beside_the_words_and_saves_them_later(town, visit):
    TownBuilder(town).begins()
    page = visit(town.samira, f"/people/{town.hatice.key}", expect_errors=True)
    begin_talk(page)
    page.context.set_offline(True)
    page.fill(WISHES, "Werken met ouderen")
    expect(page.locator("#wishes .unsent")).to_have_text(UNSENT)
    page.context.set_offline(False)
    kept(page)
    expect(page.locator(".unsent")).to_have_count(0)
    page.locator(WISHES).press_sequentially(", of kinderen")
    page.locator('#kept-wishes [name="version"][value="2"]').wait_for(state="attached")
    page.reload()
    expect(page.locator(WISHES)).to_have_value("Werken met ouderen, of kinderen")
