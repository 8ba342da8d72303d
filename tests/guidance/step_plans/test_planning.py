"""Step plans: the earliest step is the next one, whatever is added, completed, moved or dropped."""

from datetime import time, timedelta

import pytest

from app.core.state_machine import Refused
from app.guidance.journeys import actions, queries, rules, suspension_actions
from app.guidance.journeys.models import ResponsibilityReason, StepTaker
from app.guidance.journeys.step_models import Step, StepResult
from app.guidance.step_plans import actions as step_plans_actions
from tests.guidance.conftest import TOMORROW
from tests.world import NOON, TODAY

LATER = TOMORROW + timedelta(days=7)


def ahead(world, journey):
    """The plan as texts: the next step, then the later ones."""
    rows = [row.what for row in queries.later_steps(world.db, journey.id)]
    return [journey.next_what, *rows]


@pytest.fixture
def by(world):
    return world.actor(world.samira)


@pytest.fixture
def planned(world, journey, by):
    """A plan: Samen bellen tomorrow, then the ROC a week later."""
    step = Step("Naar het ROC", LATER, world.samira)
    return step_plans_actions.add_step(world.db, journey, step, by=by, at=NOON)


def test_the_earliest_step_is_the_next_one(world, planned, by):
    assert ahead(world, planned) == ["Samen bellen", "Naar het ROC"]
    step_plans_actions.add_step(world.db, planned, Step("Vandaag nog", TODAY, world.joost), by=by, at=NOON)
    assert ahead(world, planned) == ["Vandaag nog", "Samen bellen", "Naar het ROC"]
    assert planned.next_worker == world.joost


def test_on_one_day_the_step_with_a_time_comes_first(world, planned, by):
    step_plans_actions.add_step(
        world.db, planned, Step("Om tien uur", TOMORROW, world.samira, time(10)), by=by, at=NOON
    )
    assert ahead(world, planned)[0] == "Om tien uur"


def test_completing_a_step_makes_the_following_one_the_next(world, planned, by):
    key = planned.next_key
    step_plans_actions.complete_step(world.db, planned, key, comment="Ze belt terug", by=by, at=NOON)
    assert ahead(world, planned) == ["Naar het ROC"]
    past = queries.past_steps(world.db, planned.id)[0]
    assert (past.key, past.result, past.reason) == (key, StepResult.DONE, "Ze belt terug")


def test_the_only_step_is_not_completed_without_a_following_one(world, journey, by):
    with pytest.raises(Refused, match="Nothing comes after"):
        step_plans_actions.complete_step(world.db, journey, journey.next_key, by=by, at=NOON)
    then = Step("Bellen hoe het ging", LATER, world.samira, by=StepTaker.PERSON)
    step_plans_actions.complete_step(world.db, journey, journey.next_key, then=then, by=by, at=NOON)
    assert (journey.next_what, journey.next_by, journey.next_key) == ("Bellen hoe het ging", "person", then.key)


def test_a_later_step_can_be_done_or_dropped_before_the_next_one(world, planned, by):
    key = queries.later_steps(world.db, planned.id)[0].key
    step_plans_actions.drop_step(world.db, planned, key, "Wil nu eerst werk", by=by, at=NOON)
    assert ahead(world, planned) == ["Samen bellen"]
    assert queries.past_steps(world.db, planned.id)[0].result == StepResult.DROPPED


def test_a_step_moved_past_another_is_no_longer_next_and_keeps_its_key(world, planned, by):
    key = planned.next_key
    step_plans_actions.move_step(world.db, planned, key, LATER + timedelta(days=1), by=by, at=NOON)
    assert ahead(world, planned) == ["Naar het ROC", "Samen bellen"]
    assert queries.later_steps(world.db, planned.id)[0].key == key


def test_moving_a_step_a_third_time_needs_a_reason(world, journey, by):
    for days in (2, 3):
        step_plans_actions.move_step(world.db, journey, journey.next_key, TODAY + timedelta(days=days), by=by, at=NOON)
    to = TODAY + timedelta(days=4)
    with pytest.raises(Refused, match="moved twice"):
        step_plans_actions.move_step(world.db, journey, journey.next_key, to, by=by, at=NOON)
    step_plans_actions.move_step(world.db, journey, journey.next_key, to, reason="Kind ziek", by=by, at=NOON)
    assert (journey.next_moved, journey.next_on) == (3, to)


def test_a_step_of_a_partner_names_the_partner(world, journey, by):
    with pytest.raises(Refused, match="which partner"):
        step_plans_actions.add_step(
            world.db, journey, Step("Intake", LATER, world.samira, by=StepTaker.PARTNER), by=by, at=NOON
        )
    step = Step("Intake", LATER, world.samira, by=StepTaker.PARTNER, organisation=world.dock)
    step_plans_actions.add_step(world.db, journey, step, by=by, at=NOON)
    assert queries.later_steps(world.db, journey.id)[0].organisation == world.dock


def test_acting_on_an_outdated_plan_is_refused(world, planned, by):
    key = planned.next_key
    step_plans_actions.complete_step(world.db, planned, key, by=by, at=NOON)
    for act in (step_plans_actions.complete_step, lambda *a, **k: step_plans_actions.move_step(*a, LATER, **k)):
        with pytest.raises(Refused, match="no longer possible"):
            act(world.db, planned, key, by=by, at=NOON)


def test_a_plan_has_a_maximum_number_of_steps(world, journey, by):
    for n in range(rules.MAX_LATER_STEPS):
        step_plans_actions.add_step(world.db, journey, Step(f"Stap {n}", LATER, world.samira), by=by, at=NOON)
    with pytest.raises(Refused, match="at most"):
        step_plans_actions.add_step(world.db, journey, Step("Nog een", LATER, world.samira), by=by, at=NOON)


def test_a_transfer_keeps_the_later_steps_only_if_they_may_be_read(world, planned, by):
    actions.move_responsibility(
        world.db,
        planned,
        world.fatima,
        ResponsibilityReason.TRANSFER,
        next_what="Kennismaken",
        next_on=TODAY,
        with_later_steps=False,
        by=by,
        at=NOON,
    )
    assert ahead(world, planned) == ["Kennismaken"]
    assert "Naar het ROC" in [step.what for step in queries.past_steps(world.db, planned.id)]


@pytest.mark.parametrize("set_aside", [True, False])
def test_a_journey_whose_next_step_is_a_partners_ends_like_any_other(world, journey, ends, by, set_aside):
    then = Step("Intake", LATER, world.samira, by=StepTaker.PARTNER, organisation=world.dock)
    step_plans_actions.complete_step(world.db, journey, journey.next_key, then=then, by=by, at=NOON)
    if set_aside:
        suspension_actions.suspend(world.db, journey, "Staat er twee keer in", by=by, at=NOON)
    else:
        actions.end(world.db, journey, kind=ends, by=by, at=NOON)
    assert queries.planned_steps(world.db, journey) == []
