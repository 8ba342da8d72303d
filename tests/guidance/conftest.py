"""Journeys that the tests of guidance start from."""

from datetime import timedelta

import pytest

from app.guidance.intakes import actions as intake_actions
from app.guidance.journeys import actions
from app.guidance.journeys.models import ResponsibilityReason
from app.shop.lists.models import ListItem, ListName, OutcomeClass
from tests.world import NOON, TODAY

TOMORROW = TODAY + timedelta(days=1)


def open_journey(world, person=None, worker=None):
    """Opens a journey by finishing a first intake with this worker."""
    person, worker = person or world.hatice, worker or world.samira
    by = world.actor(worker)
    intake = intake_actions.start_intake(world.db, person, by=by, at=NOON)
    return intake_actions.finish_intake(
        world.db, intake, responsible=worker, next_what="Samen bellen", next_on=TOMORROW, by=by, at=NOON
    )


@pytest.fixture
def journey(world):
    """The journey of Hatice; Samira of the front office is responsible."""
    return open_journey(world)


@pytest.fixture
def at_dock(world, journey):
    """The same journey after a transfer: Fatima of DOCK is responsible."""
    by = world.actor(world.samira)
    return actions.move_responsibility(world.db, journey, world.fatima, ResponsibilityReason.TRANSFER, by=by, at=NOON)


@pytest.fixture
def ends(world):
    """An outcome without a result, to end a journey with."""
    item = ListItem(
        shop_id=world.shop.id,
        list=ListName.OUTCOME,
        code="stopped",
        name_nl="Gestopt",
        name_en="Stopped",
        grouping=OutcomeClass.STOPPED,
    )
    world.db.add(item)
    world.db.flush()
    return item
