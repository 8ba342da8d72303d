"""One morning, from the front desk to the report: with the mouse, by keyboard alone, and with JavaScript off."""

import re

import pytest
from playwright.sync_api import Locator, Page, expect

from app.accounts.passwords import hash_password
from tests.browser.input_methods import Keyboard, Mouse, NoScript, press_enter_in_search, translated
from tests.browser.town import TownBuilder

PASSWORD = "koffie op dinsdagochtend"
QUESTION = "Hulp bij de brief van de energie"
WISH = "Werken in de zorg, het liefst met ouderen"
SITUATION = "Twee maanden achter met de energie"
FEEDBACK = "Er is een regeling getroffen."


@pytest.mark.parametrize("hands", [Mouse, Keyboard, NoScript])
def test_one_morning(hands, town, visit):
    TownBuilder(town).begins()
    town.samira.password_hash = hash_password(PASSWORD)
    town.db.commit()
    before = outflow(visit(town.carla, "/reports"))
    hand = hands(visit(None, "/sign-in", java_script_enabled=hands.scripts))
    sign_in(hand)
    register_visitors(hand)
    hold_intake(hand)
    hand_over(hand, town)
    accept(visit(town.fatima, "/handovers"))
    if not hand.scripts:
        hand.press(link(hand.page, "Is there an answer?"))
    hand.page.wait_for_url(re.compile(r"/handovers/\w{16}$"))
    read_the_result(hand, visit(town.fatima, "/handovers"))
    record_a_job(hand)
    assert (before, outflow(visit(town.carla, "/reports"))) == ("0", "1")
    manager = visit(town.marleen, "/reports")
    assert outflow(manager) == "<5"
    assert not [w for w in ("Hatice", "Yıldız", "Samira", "Fatima") if w in manager.content()]


def button(on: Page | Locator, message: str, **names: object) -> Locator:
    return on.get_by_role("button", name=translated(message, **names))


def link(on: Page | Locator, message: str) -> Locator:
    return on.get_by_role("link", name=translated(message))


def sign_in(hand: Mouse) -> None:
    page = hand.page
    hand.write(page.get_by_label(translated("Your sign-in name")), "samira")
    hand.write(page.get_by_label(translated("Password")), PASSWORD)
    hand.press(button(page, "Sign in"))
    page.wait_for_url("**/door")


def register_visitors(hand: Mouse) -> None:
    """A known person by a few letters and Enter, a new one by one field, one without a name; then "I help"."""
    page, board = hand.page, hand.page.locator("#board")
    expect(page.locator("#q")).to_be_focused()
    page.keyboard.type("hatic")
    if hand.scripts:
        expect(page.locator("[data-first]")).to_contain_text("Hatice")
        press_enter_in_search(page)
    else:
        hand.press(button(page, "Search"))
        hand.press(page.locator("[data-first]"))
    expect(board).to_contain_text("Hatice Yıldız")

    name = page.get_by_label(translated("Name"), exact=True)
    if hand.scripts:  # nobody found: Enter opens the form for a new visitor, with the name filled in
        hand.write(page.locator("#q"), "Daniel Tesfay")
        expect(page.locator("[data-nobody]")).to_be_visible()
        press_enter_in_search(page)
        expect(name).to_be_focused()
        expect(name).to_have_value("Daniel Tesfay")
    else:
        hand.press(page.locator("summary", has_text=translated("New visitor")))
        hand.write(name, "Daniel Tesfay")
    hand.press(button(page, "Record as here"))
    expect(board).to_contain_text("Daniel Tesfay")

    hand.press(button(page, "Count without a name"))
    expect(board).to_contain_text(translated("Visitor without a name"))
    expect(board.locator("h3 .tag.wait")).to_have_text("3")

    hand.press(board.locator("li", has_text="Hatice").get_by_role("button", name=translated("I will help")))
    page.wait_for_url("**/people/*")


def hold_intake(hand: Mouse) -> None:
    """Saved while typing, still there after leaving the page, and finished with a next step."""
    page = hand.page
    hand.press(button(page, "Start the first talk"))
    page.wait_for_url("**/talks/*")
    talk = page.url
    for section, text in (("wishes", WISH), ("situation", SITUATION)):
        part = page.locator(f"form#{section}")
        hand.write(part.locator("textarea"), text)
        if not hand.scripts:
            hand.press(button(part, "Save"))
        expect(page.locator(f"#kept-{section}")).to_contain_text(translated("Saved"))
    page.goto("/door")
    page.goto(talk)
    expect(page.locator("#wishes textarea")).to_have_value(WISH)
    hand.press(link(page, "Finish the talk"))
    hand.write(page.get_by_label(translated("What is the next step?")), "Samen bellen met DOCK")
    hand.tick(page.get_by_role("radio", name=translated("Tomorrow")))
    hand.press(button(page, "Finish the talk"))
    page.wait_for_url("**/people/*")
    expect(page.locator("#next")).to_contain_text("Samen bellen met DOCK")
    expect(page.locator("#next")).to_contain_text("Samira Bouzid")


def hand_over(hand: Mouse, town) -> None:
    """On the spot to DOCK: nothing is preselected, and the preview shows exactly what is shared."""
    page = hand.page
    hand.press(link(page, "Hand over warmly"))
    assert page.locator("main").locator("input[type=checkbox]:checked, input[name=receiver]:checked").count() == 0
    hand.tick(page.get_by_role("radio", name=re.compile("^DOCK")))
    hand.write(page.get_by_label(translated("In one sentence")), QUESTION)
    hand.tick(page.locator("input[name=kind][value=support]"))
    hand.tick(page.locator("input[name=shared][value=contact]"))
    hand.tick(page.locator("input[name=shared][value=situation]"))
    if not hand.scripts:
        hand.press(button(page, "Show what they will see"))
    preview = page.locator("section.preview")
    for shown in ("Hatice Yıldız", "0612345678", QUESTION, SITUATION):
        expect(preview).to_contain_text(shown)
    expect(preview).not_to_contain_text(WISH)
    agreed = page.get_by_label(translated("I have discussed this with %(name)s, and they agree", name="Hatice"))
    expect(agreed).not_to_be_checked()
    hand.tick(agreed)
    hand.press(button(page, "Walk over to %(name)s together", name="Fatima"))
    page.wait_for_url("**/handovers/*/together")


def accept(partner: Page) -> None:
    """DOCK's worker accepts on her own screen while the three are together."""
    link(partner, "Look and say yes").click()
    button(partner, "I will take this on: we are together").click()
    expect(partner.locator("h1")).to_contain_text("DOCK")
    expect(partner.locator("main")).to_contain_text(translated("warm"))


def read_the_result(hand: Mouse, partner: Page) -> None:
    """DOCK's worker sees only what was shared and reports the result; the sender reads it."""
    partner.get_by_role("link", name="Hatice").click()
    expect(partner.locator("section.preview")).to_contain_text(SITUATION)
    assert WISH not in partner.content()
    disclosure = partner.locator("#complete")
    disclosure.locator("summary").click()
    disclosure.locator("textarea").fill(FEEDBACK)
    button(disclosure, "Complete").click()
    expect(partner.locator("main")).to_contain_text(translated("completed"))
    hand.page.reload()
    expect(hand.page.locator("main")).to_contain_text(FEEDBACK)


def record_a_job(hand: Mouse) -> None:
    page = hand.page
    hand.press(page.locator("h1").get_by_role("link"))
    page.wait_for_url("**/people/*")
    hand.press(link(page, "Result"))
    hand.tick(page.get_by_role("radio", name="Betaald werk", exact=True))
    hand.press(button(page, "Record the result"))
    hand.press(link(page, "Stay in touch"))
    page.wait_for_url("**/people/*")
    expect(page.locator("#line")).to_contain_text("Betaald werk")


def outflow(page: Page) -> str:
    """The outflow shown in the report."""
    return page.locator(".big-n").first.inner_text().strip()
