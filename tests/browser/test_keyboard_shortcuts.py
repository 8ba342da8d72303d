"""Keyboard shortcuts: "?" lists those of the page, they do nothing while typing, and can be switched off."""

import re

from playwright.sync_api import Page, expect

from tests.browser.input_methods import translated
from tests.browser.page_checks import axe_violations
from tests.browser.town import TownBuilder


def at_the_door(town, visit) -> Page:
    life = TownBuilder(town)
    life.begins()
    life.at_the_door()
    town.db.commit()
    page = visit(town.samira, "/door")
    expect(page.locator("#q")).to_be_focused()
    page.keyboard.press("Escape")  # out of the empty search field
    return page


def test_a_question_mark_shows_this_pages_shortcuts_and_the_focus_returns(town, visit):
    page = at_the_door(town, visit)
    link = page.get_by_role("link", name=translated("My account")).first
    link.focus()
    page.keyboard.press("?")
    dialog = page.get_by_role("dialog", name=translated("Shortcut keys"))
    expect(dialog).to_be_visible()
    search = "Search by name, birth year or phone"
    for key, words in (("/", search), ("N", "New visitor"), ("A", "Count without a name"), ("H", "I will help")):
        expect(dialog.locator("dt", has_text=re.compile(f"^{key}$")).locator("+ dd")).to_have_text(translated(words))
    assert axe_violations(page) == []
    page.keyboard.press("Escape")
    expect(dialog).to_be_hidden()
    expect(link).to_be_focused()


def test_each_key_does_what_it_says(town, visit):
    page = at_the_door(town, visit)
    page.keyboard.press("/")
    expect(page.locator("#q")).to_be_focused()
    page.keyboard.press("Escape")
    page.keyboard.press("n")
    expect(page.get_by_label(translated("Name"), exact=True)).to_be_focused()
    page.get_by_role("heading", level=1).click()
    page.keyboard.press("a")
    expect(page.locator("#board h3 .tag.wait")).to_have_text("4")
    expect(page.locator("#q")).to_be_focused()
    page.keyboard.press("Escape")
    page.keyboard.press("h")  # the first waiting visitor
    page.wait_for_url("**/people/*")
    expect(page.locator("h1")).to_contain_text("Hoogenboezemsveld")


def test_o_hands_over_on_the_page_of_a_person(town, visit):
    life = TownBuilder(town)
    life.begins()
    life.following()
    town.db.commit()
    page = visit(town.samira, f"/people/{town.hatice.key}")
    page.keyboard.press("o")
    page.wait_for_url("**/handovers/new")


def test_no_key_works_while_typing_or_when_they_are_off(town, visit):
    page = at_the_door(town, visit)
    page.locator("#q").press_sequentially("a?n")
    expect(page.locator("#q")).to_have_value("a?n")
    expect(page.locator("#board h3 .tag.wait")).to_have_text("3")
    page.locator("#q").fill("")
    page.get_by_role("button", name=translated("Shortcut keys")).first.click()
    page.get_by_label(translated("Use shortcut keys")).uncheck()
    page.get_by_role("button", name=translated("Close")).click()
    page.reload()
    expect(page.locator(".keys")).to_be_hidden()
    page.keyboard.press("Escape")
    page.keyboard.press("?")
    page.keyboard.press("n")
    expect(page.get_by_role("dialog")).to_be_hidden()
    expect(page.get_by_label(translated("Name"), exact=True)).to_be_hidden()
