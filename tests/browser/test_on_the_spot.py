"""Handing over on the spot: the number of actions, what has to be typed, and the colleague's confirmation."""

import re

import pytest
from playwright.sync_api import Locator, Page, expect

from app.accounts.passwords import hash_password
from app.core.clock import local_day
from tests.browser.input_methods import Keyboard, Mouse, translated
from tests.browser.town import TownBuilder
from tests.world import NOON, TODAY

QUESTION = "Hulp bij de brief van de energie"
PIN = "2580"
MAX_ACTIONS = 5  # actions for the sender, with one sentence to type


class CountingHand:
    """Counts choices and presses, and records what is typed."""

    def __init__(self, hand: Mouse):
        self.hand, self.actions, self.typed = hand, 0, []

    def tick(self, choice: Locator) -> None:
        self.actions += 1
        self.hand.tick(choice)

    def press(self, thing: Locator) -> None:
        self.actions += 1
        self.hand.press(thing)

    def write(self, field: Locator, text: str) -> None:
        self.typed.append(text)
        self.hand.write(field, text)


@pytest.fixture
def waiting(town):
    """Hatice is followed by Samira; Fatima of DOCK is in the shop."""
    life = TownBuilder(town)
    life.begins()
    life.followed(town.hatice, TODAY)
    town.fatima.pin_hash = hash_password(PIN)
    town.db.commit()
    assert local_day(NOON) == TODAY
    return town


def offer_on_the_spot(page: Page, hand: CountingHand) -> None:
    """From the handover form until the offer is made to the colleague on the spot."""
    hand.tick(page.get_by_role("radio", name=re.compile("^DOCK")))
    hand.write(page.get_by_label(translated("In one sentence")), QUESTION)
    hand.tick(page.locator("input[name=shared][value=contact]"))
    hand.tick(page.locator("input[name=shared][value^='obstacle:']").first)
    expect(page.locator("section.preview")).to_contain_text("Twee maanden achter.")
    hand.tick(page.get_by_label(translated("I have discussed this with %(name)s, and they agree", name="Hatice")))
    hand.press(page.get_by_role("button", name=translated("Walk over to %(name)s together", name="Fatima")))
    page.wait_for_url("**/together")


@pytest.mark.parametrize("hands", [Mouse, Keyboard])
def test_an_offer_on_the_spot_takes_five_actions_and_one_sentence(hands, waiting, visit):
    page = visit(waiting.samira, f"/people/{waiting.hatice.key}/handovers/new")
    hand = CountingHand(hands(page))
    offer_on_the_spot(page, hand)
    assert hand.actions <= MAX_ACTIONS
    assert hand.typed == [QUESTION]
    expect(page.get_by_role("heading", level=1)).to_have_text(translated("Will %(name)s take this on?", name="Fatima"))

    colleague = visit(waiting.fatima, "/handovers")
    theirs = CountingHand(hands(colleague))
    theirs.press(colleague.get_by_role("link", name=translated("Look and say yes")))
    colleague.wait_for_url("**/together")
    expect(colleague.locator("section.preview")).to_contain_text("Twee maanden achter.")
    theirs.press(colleague.get_by_role("button", name=translated("I will take this on: we are together")))
    expect(colleague.locator("main .tag.warm")).to_be_visible()
    assert (theirs.actions, theirs.typed) == (2, [])

    page.wait_for_url(re.compile(r"/handovers/\w{16}$"))  # the sender's page moves on automatically
    expect(page.locator("main .tag.warm")).to_be_visible()


@pytest.mark.parametrize("hands", [Mouse, Keyboard])
def test_the_colleague_says_yes_with_a_pin_on_the_same_screen(hands, waiting, visit):
    page = visit(waiting.samira, f"/people/{waiting.hatice.key}/handovers/new", expect_errors=True)  # the 422
    hand = CountingHand(hands(page))
    offer_on_the_spot(page, hand)
    yes = page.get_by_role("button", name=translated("%(name)s takes it on", name="Fatima"))
    field = page.get_by_role("textbox", name=translated("PIN of %(name)s", name="Fatima"))
    assert (field.get_attribute("inputmode"), field.get_attribute("autocomplete")) == ("numeric", "off")
    hand.write(field, "9713")
    hand.press(yes)
    expect(page.locator("main")).to_contain_text(
        translated("This PIN is not right. Enter it again, or say yes in your own session.")
    )
    assert PIN not in page.content()
    hand.write(field, PIN)
    hand.press(yes)
    expect(page.locator("main .tag.warm")).to_be_visible()
    assert hand.typed == [QUESTION, "9713", PIN]


def test_without_scripts_it_takes_one_extra_page(waiting, visit):
    page = visit(waiting.samira, f"/people/{waiting.hatice.key}/handovers/new", java_script_enabled=False)
    hand = CountingHand(Mouse(page))
    hand.tick(page.get_by_role("radio", name=re.compile("^DOCK")))
    hand.write(page.get_by_label(translated("In one sentence")), QUESTION)
    hand.tick(page.locator("input[name=shared][value=contact]"))
    hand.press(page.get_by_role("button", name=translated("Show what they will see")))
    hand.tick(page.get_by_label(translated("I have discussed this with %(name)s, and they agree", name="Hatice")))
    hand.press(page.get_by_role("button", name=translated("Walk over to %(name)s together", name="Fatima")))
    page.wait_for_url("**/together")
    expect(page.get_by_role("link", name=translated("Is there an answer?"))).to_be_visible()


def test_an_appointment_is_made_when_nobody_is_in_the_shop(waiting, visit):
    page = visit(waiting.samira, f"/people/{waiting.hatice.key}/handovers/new")
    page.get_by_role("radio", name=re.compile("^Pozitive")).check()
    page.locator("input[name=shared][value=contact]").check()
    expect(page.get_by_role("button", name=translated("Make an appointment"))).to_be_visible()
    assert page.locator("button[value^='walk-']").count() == 0
