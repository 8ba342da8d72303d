"""A double click, two people at once, a connection that is gone: nothing is made twice and nothing is lost."""

from playwright.sync_api import Page, expect

from tests.browser.hands import say
from tests.browser.town import Life

WISHES = "#wishes textarea"


def begin_talk(page: Page) -> str:
    """Begins a first talk on a person's page; gives its path."""
    page.get_by_role("button", name=say("Begin the first talk")).click()
    page.wait_for_url("**/talks/*")
    return page.url


def kept(page: Page, section: str = "wishes") -> None:
    expect(page.locator(f"#kept-{section}")).to_contain_text(say("Saved"))


def test_two_in_the_same_talk_lose_nothing(town, visit):
    Life(town).begins()
    samira = visit(town.samira, f"/people/{town.hatice.key}")
    talk = begin_talk(samira)
    joost = visit(town.joost, talk, expect_errors=True)  # a refused save stands in the console
    samira.fill(WISHES, "Werken met ouderen")
    kept(samira)
    joost.fill(WISHES, "Werken in een tuin")
    conflict = joost.locator("#kept-wishes")
    expect(conflict).to_contain_text("Werken met ouderen")
    expect(conflict).to_contain_text("Samira Bouzid")
    expect(joost.locator(WISHES)).to_have_value("Werken in een tuin")
    conflict.get_by_role("button", name=say("Keep both")).click()
    joost.wait_for_load_state()
    samira.reload()
    for words in ("Werken met ouderen", "Werken in een tuin"):
        assert words in samira.locator(WISHES).input_value()


def test_a_lost_connection_says_so_and_keeps_what_was_typed(town, visit):
    Life(town).begins()
    page = visit(town.samira, f"/people/{town.hatice.key}", expect_errors=True)
    begin_talk(page)
    page.context.set_offline(True)
    page.fill(WISHES, "Werken met ouderen")
    expect(page.locator("#refusal")).to_have_text(say("No connection. Nothing is lost: try again in a moment."))
    expect(page.locator(WISHES)).to_have_value("Werken met ouderen")
    page.context.set_offline(False)
    page.locator(WISHES).press_sequentially(", of kinderen")
    kept(page)
    expect(page.locator("#refusal")).to_be_empty()
    page.reload()
    expect(page.locator(WISHES)).to_have_value("Werken met ouderen, of kinderen")


def test_the_language_switches_both_ways(town, visit):
    page = visit(town.petra, "/record")
    expect(page.get_by_role("heading", level=1)).to_have_text(say("Who looked"))
    page.get_by_role("button", name="English").first.click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Who looked")
    assert page.locator("html").get_attribute("lang") == "en"
    page.get_by_role("button", name="Nederlands").first.click()
    expect(page.get_by_role("heading", level=1)).to_have_text(say("Who looked"))
    assert page.locator("html").get_attribute("lang") == "nl"
