"""Hatice has two records; the second one is Hatice Yildiz, with visits of its own."""

from datetime import timedelta

import pytest

from app.front_desk.visits import actions as visits
from app.front_desk.visits.models import VisitKind
from app.people.people import actions as people
from app.people.people.forms import PersonDetails
from app.records.duplicates import actions
from tests.handovers.handover_shop import HandoverShop, build
from tests.world import NOON

LATER = NOON + timedelta(hours=1)


@pytest.fixture
def shop(world) -> HandoverShop:
    """Samira is responsible for Hatice's journey."""
    return build(world)


@pytest.fixture
def twin(world):
    """The second record, made by Hanna, with a phone call yesterday."""
    by, at = world.actor(world.hanna), NOON - timedelta(days=1)
    people.update_search_index(world.db, world.hatice)
    card = people.add(
        world.db,
        PersonDetails(name="Hatice Yildiz", birth_year=1990, phone="06 8765 4321", street="Zambesidreef"),
        by=by,
        at=at,
    )
    visits.register(world.db, card, kind=VisitKind.PHONE, about="vraag over taalles", by=by, at=at)
    return card


@pytest.fixture
def carla(world):
    return world.actor(world.carla)


@pytest.fixture
def link(world, twin, carla):
    """link(): Carla merges the second record into the first."""

    def do(main=None, other=None, **more):
        at = more.pop("at", NOON)
        return actions.merge(world.db, main or world.hatice, other or twin, by=more.pop("by", carla), at=at, **more)

    return do
