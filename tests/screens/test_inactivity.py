"""Inactive journeys: without activity for more than four weeks, so from the 29th day on."""

from datetime import timedelta

import pytest
from sqlmodel import select

from app.front_desk.visits.models import Visit, VisitState
from app.guidance.intakes.models import Intake
from app.guidance.journeys.models import Journey, PastEnding
from app.guidance.journeys.step_models import PastStep, StepResult
from app.guidance.notes.models import Note
from app.handovers.lifecycle.models import Handover, HandoverMove, State
from app.screens.person.inactivity_queries import is_inactive
from tests.world import NOON, TODAY

LONG = timedelta(days=60)
EDGE = [(28, False), (29, True)]


@pytest.fixture
def quiet(world, journey):
    """Hatice's journey, as if everything in it had happened two months ago."""
    journey.opened_at, journey.opened_on = NOON - LONG, TODAY - LONG
    for row in world.db.exec(select(Intake)):
        row.started_at = row.finished_at = NOON - LONG
    for row in world.db.exec(select(Note)):
        row.written_at = NOON - LONG
    world.db.flush()
    return journey


def silent(world) -> bool:
    return world.db.exec(select(Journey.id).where(is_inactive(TODAY))).first() is not None


def visit(world, journey, at):
    return Visit(
        shop_id=world.shop.id, person_id=journey.person_id, day=at.date(), arrived_at=at, state=VisitState.DONE
    )


def talk(world, journey, at):
    return Intake(
        person_id=journey.person_id,
        shop_id=world.shop.id,
        worker_id=world.samira.id,
        started_at=NOON - LONG,
        finished_at=at,
    )


def done_step(world, journey, at):
    return PastStep(
        journey_id=journey.id, person_id=journey.person_id, what="Bellen", due_on=TODAY, result=StepResult.DONE, at=at
    )


def note(world, journey, at):
    return Note(
        person_id=journey.person_id,
        organisation_id=world.dock.id,
        author_id=world.fatima.id,
        text="Gebeld",
        written_at=at,
    )


def move(world, journey, at):
    handover = Handover(
        journey_id=journey.id,
        person_id=journey.person_id,
        shop_id=world.shop.id,
        sender_id=world.samira.id,
        receiver_id=world.dock.id,
        made_at=NOON - LONG,
    )
    world.db.add(handover)
    world.db.flush()
    return HandoverMove(
        handover_id=handover.id,
        person_id=journey.person_id,
        from_state=State.DRAFT,
        to_state=State.OFFERED,
        worker_id=world.samira.id,
        organisation_id=world.uwv.id,
        at=at,
    )


def reopening(world, journey, at):
    return PastEnding(
        journey_id=journey.id,
        person_id=journey.person_id,
        ended_at=NOON - LONG,
        ended_by_id=world.samira.id,
        reopened_at=at,
        reopened_by_id=world.samira.id,
    )


@pytest.mark.parametrize("happened", [visit, talk, done_step, note, move, reopening], ids=lambda f: f.__name__)
@pytest.mark.parametrize(("days", "is_so"), EDGE)
def test_any_activity_with_the_person_counts_for_four_weeks(world, quiet, happened, days, is_so):
    assert silent(world)
    world.db.add(happened(world, quiet, NOON - timedelta(days=days)))
    world.db.flush()
    assert silent(world) == is_so


@pytest.mark.parametrize(("days", "is_so"), EDGE)
def test_a_recently_opened_journey_is_not_inactive(world, quiet, days, is_so):
    quiet.opened_on = TODAY - timedelta(days=days)
    world.db.flush()
    assert silent(world) == is_so


def test_administrative_changes_do_not_count_as_activity(world, quiet):
    step = done_step(world, quiet, NOON)
    step.result = StepResult.MOVED
    gone = visit(world, quiet, NOON)
    gone.state = VisitState.LEFT
    world.db.add_all([step, gone])
    world.db.flush()
    assert silent(world)
