"""The timeline in a browser: one press loads older events, with and without script."""

from datetime import timedelta

import pytest
from playwright.sync_api import expect

from app.guidance.notes import actions as notes
from tests.browser.input_methods import Keyboard, Mouse, NoScript
from tests.browser.test_whole_morning import link
from tests.browser.town import TownBuilder
from tests.world import NOON


@pytest.mark.parametrize("hands", [Mouse, Keyboard, NoScript])
@pytest.mark.parametrize("width", [320, 1360])
def test_older_events_are_loaded_with_one_press(hands, width, town, visit):
    TownBuilder(town).begins()
    by = town.actor(town.samira)
    for n in range(60):
        notes.write_note(town.db, town.hatice, None, f"Notitie {n}.", by=by, at=NOON - timedelta(hours=n))
    town.db.commit()
    size = {"width": width, "height": 900}
    hand = hands(visit(town.samira, f"/people/{town.hatice.key}", java_script_enabled=hands.scripts, viewport=size))
    line = hand.page.locator("ol.line")
    expect(line).to_contain_text("Notitie 49.")
    expect(line).not_to_contain_text("Notitie 50.")
    hand.press(link(hand.page, "Earlier"))
    expect(line).to_contain_text("Notitie 59.")
    expect(line).to_contain_text("Notitie 49." if hands.scripts else "Notitie 50.")
    expect(line.locator("li.earlier")).to_have_count(0)
