"""A new visitor who is known already, two cards of one person, and a visit named later."""

import pytest
from playwright.sync_api import expect
from sqlmodel import select

from app.front_desk.visits.models import Visit
from app.people.people.models import Person
from tests.browser.input_methods import Keyboard, Mouse, NoScript, press_enter_in_search, translated
from tests.browser.test_first_run_and_invitation import check_page
from tests.browser.test_whole_morning import button, link
from tests.browser.town import TownBuilder


def open_new_person(hand: Mouse, name: str) -> None:
    """Opens the form for a new visitor and fills in a name."""
    page = hand.page
    hand.press(page.locator("summary", has_text=translated("New visitor")))
    hand.write(page.get_by_label(translated("Name"), exact=True), name)


@pytest.mark.parametrize("hands", [Mouse, Keyboard, NoScript])
def test_a_new_visitor_turns_out_to_be_known_with_one_extra_press(hands, town, visit, tmp_path):
    TownBuilder(town).begins()
    hand = hands(visit(town.hanna, "/door", java_script_enabled=hands.scripts, reduced_motion="reduce"))
    page = hand.page
    open_new_person(hand, "Hatice Yildiz")
    hand.write(page.get_by_label(translated("Street")), "Zambesidreef")
    hand.press(button(page, "Record as here"))
    asked = page.locator("#maybe")
    expect(asked).to_contain_text("Hatice Yıldız")
    if hands is Mouse:
        check_page(page, tmp_path)
    hand.press(button(asked, "Is here"))
    expect(page.locator("#board")).to_contain_text("Hatice Yıldız")
    assert len(town.db.exec(select(Person).where(Person.name == "Hatice Yildiz")).all()) == 0
    town.db.commit()


def test_another_person_of_the_same_name_is_recorded_without_asking_the_coordinator(town, visit):
    TownBuilder(town).begins()
    hand = Mouse(visit(town.hanna, "/door"))
    open_new_person(hand, "Hatice Yildiz")
    hand.press(button(hand.page, "Record as here"))
    expect(hand.page.locator("#maybe")).to_be_focused()
    hand.page.keyboard.press("n")
    expect(hand.page.locator("#board")).to_contain_text("Hatice Yildiz")
    expect(visit(town.carla, "/doubles").locator("#pairs")).to_contain_text(
        translated("Nobody seems to be registered twice.")
    )


@pytest.mark.parametrize("hands", [Mouse, Keyboard, NoScript])
def test_two_cards_are_linked_and_unlinked_again(hands, town, visit):
    life = TownBuilder(town)
    life.begins()
    life.somebody("Hatice Yildiz", birth_year=1990, street="Zambesidreef")
    town.db.commit()
    hand = hands(visit(town.carla, "/doubles", java_script_enabled=hands.scripts))
    page = hand.page
    hand.press(button(page.locator("#pairs"), "Link"))
    page.wait_for_url("**/doubles")
    expect(page.locator("#pairs")).to_contain_text(translated("Recently linked"))
    hand.press(page.locator(".rows").get_by_role("link", name="Hatice Yildiz").first)
    page.wait_for_url("**/people/*")
    expect(page.locator(".known-as")).to_contain_text("Hatice Yıldız")
    hand.press(link(page, "Undo the link"))
    page.wait_for_url("**/undoing")
    hand.press(button(page, "Undo the link"))
    page.wait_for_url("**/people/*")
    expect(page.locator(".known-as")).to_have_count(0)
    page.goto("/doubles")
    expect(page.locator("#pairs")).to_contain_text(translated("Marked as two people"))


@pytest.mark.parametrize("hands", [Mouse, Keyboard, NoScript])
def test_a_visit_gets_its_name_by_the_code_on_the_card(hands, town, visit, tmp_path):
    TownBuilder(town).begins()
    hand = hands(visit(town.hanna, "/door", java_script_enabled=hands.scripts, reduced_motion="reduce"))
    page = hand.page
    hand.press(button(page, "Count without a name"))
    page.wait_for_url("**/door?visit=*")
    code = page.locator(".carded .code").inner_text()
    if hands is Mouse:
        check_page(page, tmp_path)
    page.goto("/door")
    expect(page.locator("#q")).to_be_focused()
    page.keyboard.type(code)
    if hand.scripts:
        expect(page.locator(".carded [data-first]")).to_be_visible()
        press_enter_in_search(page)
    else:
        hand.press(button(page, "Search"))
        hand.press(page.locator(".carded").get_by_role("link"))
    page.wait_for_url("**/naming")
    hand.write(page.get_by_label(translated("Search by name, birth year or phone")), "hatice")
    hand.press(button(page, "Search"))
    if hands is Mouse:
        check_page(page, tmp_path)
    hand.press(button(page, "This is the one").first)
    page.wait_for_url("**/door?visit=*")
    expect(page.locator("#board")).to_contain_text("Hatice Yıldız")
    assert town.db.exec(select(Visit)).one().person_id == town.hatice.id
    town.db.commit()
    hand.press(button(page, "Remove the name"))
    expect(page.locator(".carded .code")).to_have_text(code)
