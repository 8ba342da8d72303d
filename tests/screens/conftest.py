"""Hatice's open journey, with a recognisable mark in every section of her story."""

from datetime import timedelta

import pytest

from app.guidance.intakes import actions as talks
from app.guidance.intakes.models import Section
from app.guidance.notes import actions as notes
from tests.list_items import add_list_items
from tests.world import NOON, TODAY

TOMORROW = TODAY + timedelta(days=1)
MARKS = {
    Section.WISHES: "markeerwens",
    Section.SITUATION: "markeersituatie",
    Section.TALENTS: "markeertalent",
    Section.STEPS: "markeerafspraak",
}


@pytest.fixture
def items(world):
    return add_list_items(world)


@pytest.fixture
def journey(world, items):
    """Hatice's journey, with a mark in every passage."""
    by = world.actor(world.samira)
    talk = talks.start_intake(world.db, world.hatice, by=by, at=NOON)
    for section, mark in MARKS.items():
        talks.save_passage(world.db, talk, section, "", mark, 0, by=by, at=NOON)
    for code in ("money", "language"):
        talks.save_passage(world.db, talk, Section.OBSTACLE, items[code].key, f"markeer{code}", 0, by=by, at=NOON)
    journey = talks.finish_intake(
        world.db, talk, responsible=world.samira, next_what="markeerstap", next_on=TOMORROW, by=by, at=NOON
    )
    notes.write_note(world.db, world.hatice, journey, "markeernotitie", by=by, at=NOON)
    return journey
