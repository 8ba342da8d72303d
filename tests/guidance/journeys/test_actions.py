"""Opening, planning, reassigning, ending and reopening journeys (DOMAIN §5, invariants 1 and 2)."""

from datetime import timedelta

import pytest

from app.core.state_machine import NO_LONGER_POSSIBLE, Refused
from app.guidance.caseloads import leave_actions
from app.guidance.caseloads.bulk_reassignment_actions import FRONT_OFFICE_TEAM, locked_caseload, reassignment_preview
from app.guidance.caseloads.facts import SuccessorChoice
from app.guidance.intakes import actions as intake_actions
from app.guidance.intakes import queries as intake_queries
from app.guidance.journeys import actions, queries, rules
from app.guidance.journeys.models import ResponsibilityReason
from app.guidance.journeys.step_models import StepResult
from app.shop.lists.models import ListItem, ListName, OutcomeClass
from tests.guidance.conftest import TOMORROW, open_journey
from tests.world import NOON, TODAY


@pytest.fixture
def moved_away(world):
    item = ListItem(
        shop_id=world.shop.id,
        list=ListName.OUTCOME,
        code="moved",
        name_nl="Verhuisd",
        grouping=OutcomeClass.NEUTRAL_END,
    )
    world.db.add(item)
    world.db.flush()
    return item


def responsibility_history(world, journey):
    return [(row.worker.name, row.why, row.until is None) for row in queries.responsibilities(world.db, journey.id)]


def test_finishing_an_intake_opens_a_journey_with_a_responsible_worker(world, journey):
    assert journey.is_open
    assert (journey.responsible, journey.next_what, journey.next_on) == (world.samira, "Samen bellen", TOMORROW)
    assert responsibility_history(world, journey) == [("Samira Bouzid", ResponsibilityReason.OPENED, True)]


def test_an_intake_is_finished_once(world, journey):
    intake = intake_queries.intakes_of_person(world.db, world.hatice.id)[0]
    with pytest.raises(Refused, match=NO_LONGER_POSSIBLE):
        intake_actions.finish_intake(
            world.db,
            intake,
            responsible=world.joost,
            next_what="Bellen",
            next_on=TOMORROW,
            by=world.actor(world.samira),
            at=NOON,
        )


def test_starting_again_in_an_open_journey_continues_the_same_intake(world, journey):
    again = intake_actions.start_intake(world.db, world.hatice, by=world.actor(world.joost), at=NOON)
    assert again.journey_id == journey.id
    assert len(intake_queries.intakes_of_person(world.db, world.hatice.id)) == 1


@pytest.mark.parametrize("who", ["hanna", "fatima", "olaf", "marleen"])
def test_only_the_front_office_of_this_shop_opens_a_journey(world, who):
    with pytest.raises(Refused, match="front office"):
        open_journey(world, worker=getattr(world, who))


@pytest.mark.parametrize("result", [StepResult.DONE, StepResult.MOVED])
def test_a_step_done_or_moved_is_archived_and_leaves_exactly_one_next_step(world, journey, result):
    actions.plan_next(
        world.db,
        journey,
        result=result,
        what="Naar het ROC",
        on=TOMORROW,
        worker=world.joost,
        by=world.actor(world.samira),
        at=NOON,
    )
    assert (journey.next_what, journey.next_worker) == ("Naar het ROC", world.joost)
    assert [(s.what, s.result) for s in queries.past_steps(world.db, journey.id)] == [("Samen bellen", result)]


def test_planning_from_an_outdated_page_is_refused(world, journey):
    seen = journey.version
    plan = {"result": StepResult.DONE, "what": "Naar het ROC", "on": TOMORROW, "worker": world.joost, "version": seen}
    actions.plan_next(world.db, journey, **plan, by=world.actor(world.samira), at=NOON)
    with pytest.raises(Refused, match=NO_LONGER_POSSIBLE):
        actions.plan_next(world.db, journey, **plan, by=world.actor(world.joost), at=NOON)
    assert len(queries.past_steps(world.db, journey.id)) == 1


def test_reassigning_moves_the_responsibility_and_the_next_step(world, journey):
    actions.reassign(world.db, journey, world.joost, "Samira is met verlof", by=world.actor(world.samira), at=NOON)
    assert (journey.responsible, journey.next_worker) == (world.joost, world.joost)
    assert responsibility_history(world, journey) == [
        ("Samira Bouzid", ResponsibilityReason.OPENED, False),
        ("Joost Visser", ResponsibilityReason.REASSIGNED, True),
    ]


def test_a_step_of_a_third_colleague_stays_theirs_when_the_journey_moves(world, journey):
    by = world.actor(world.samira)
    actions.plan_next(
        world.db, journey, result=StepResult.DONE, what="Cv maken", on=TOMORROW, worker=world.carla, by=by, at=NOON
    )
    actions.reassign(world.db, journey, world.joost, "Andere wijk", by=by, at=NOON)
    assert journey.next_worker == world.carla


def test_reassigning_needs_a_reason(world, journey):
    with pytest.raises(Refused, match=rules.NO_REASON):
        actions.reassign(world.db, journey, world.joost, " ", by=world.actor(world.samira), at=NOON)


@pytest.mark.parametrize(
    ("by", "to", "reason"),
    [
        ("samira", "fatima", rules.NOT_FRONT),  # to a partner only by a transfer
        ("samira", "hanna", rules.NOT_HERE),  # a host cannot follow people
        ("samira", "olaf", rules.NOT_HERE),  # works for another shop
        ("samira", "samira", rules.SAME_WORKER),
    ],
)
def test_the_front_office_reassigns_among_itself(world, journey, by, to, reason):
    with pytest.raises(Refused, match=reason):
        actions.reassign(world.db, journey, getattr(world, to), "Daarom", by=world.actor(getattr(world, by)), at=NOON)
    assert journey.responsible == world.samira


def test_the_responsible_partner_reassigns_to_a_colleague(world, at_dock):
    actions.reassign(world.db, at_dock, world.dirk, "Fatima is ziek", by=world.actor(world.fatima), at=NOON)
    assert at_dock.responsible == world.dirk


@pytest.mark.parametrize(("by", "to"), [("samira", "dirk"), ("fatima", "samira"), ("carla", "samira")])
def test_nobody_reassigns_a_journey_away_from_the_responsible_partner(world, at_dock, by, to):
    with pytest.raises(Refused, match=rules.NOT_THEIRS):
        actions.reassign(world.db, at_dock, getattr(world, to), "Daarom", by=world.actor(getattr(world, by)), at=NOON)


def test_the_coordinator_reassigns_within_the_partner(world, at_dock):
    actions.reassign(world.db, at_dock, world.dirk, "Fatima is weg", by=world.actor(world.carla), at=NOON)
    assert at_dock.responsible == world.dirk


def test_a_worker_who_cannot_sign_in_never_becomes_responsible(world, journey):
    world.joost.disabled_at = NOON
    with pytest.raises(Refused, match=rules.NOT_ACTIVE):
        actions.reassign(world.db, journey, world.joost, "Daarom", by=world.actor(world.samira), at=NOON)


def test_after_a_departure_the_coordinator_moves_everything_at_once(world, journey):
    second = open_journey(world, world.kwame)
    world.samira.disabled_at = NOON
    world.db.flush()
    by, all_to = world.actor(world.carla), SuccessorChoice(rest={FRONT_OFFICE_TEAM: world.joost.key})
    rows = reassignment_preview(world.db, locked_caseload(world.db, world.samira, by=by), all_to, by=by, today=TODAY)
    leave_actions.hand_over_caseload(world.db, world.samira, rows, "Uit dienst", by=by, at=NOON)
    assert journey.responsible == second.responsible == world.joost
    assert responsibility_history(world, journey)[-1] == ("Joost Visser", ResponsibilityReason.DEPARTURE, True)


def test_a_transfer_moves_the_next_step_and_a_return_moves_it_back(world, at_dock):
    assert at_dock.next_worker == world.fatima
    by = world.actor(world.fatima)
    actions.move_responsibility(
        world.db,
        at_dock,
        world.samira,
        ResponsibilityReason.RETURNED,
        next_what="Bellen met Hatice",
        next_on=TODAY,
        by=by,
        at=NOON,
    )
    assert (at_dock.responsible, at_dock.next_worker) == (world.samira, world.samira)
    assert at_dock.next_what == "Bellen met Hatice"
    assert [row.until for row in queries.responsibilities(world.db, at_dock.id)] == [NOON, NOON, None]


def test_ending_clears_the_next_step_and_closes_the_responsibility(world, journey, moved_away):
    actions.end(world.db, journey, kind=moved_away, word="Naar Ede", by=world.actor(world.samira), at=NOON)
    assert not journey.is_open
    assert (journey.next_what, journey.next_on, journey.responsible_id) == (None, None, None)
    assert responsibility_history(world, journey) == [("Samira Bouzid", ResponsibilityReason.OPENED, False)]
    assert queries.past_steps(world.db, journey.id)[0].what == "Samen bellen"


def test_reopening_needs_a_responsible_worker_and_a_next_step(world, journey, moved_away):
    by = world.actor(world.samira)
    actions.end(world.db, journey, kind=moved_away, by=by, at=NOON)
    with pytest.raises(Refused, match=rules.NO_STEP):
        actions.reopen(world.db, journey, responsible=world.joost, next_what=" ", next_on=TOMORROW, by=by, at=NOON)
    actions.reopen(world.db, journey, responsible=world.joost, next_what="Bijpraten", next_on=TOMORROW, by=by, at=NOON)
    assert (journey.is_open, journey.responsible, journey.end_kind_id) == (True, world.joost, None)
    assert responsibility_history(world, journey)[-1] == ("Joost Visser", ResponsibilityReason.REOPENED, True)


def test_an_ended_journey_does_not_reopen_while_another_is_open(world, journey, moved_away):
    by = world.actor(world.samira)
    actions.end(world.db, journey, kind=moved_away, by=by, at=NOON)
    open_journey(world)
    with pytest.raises(Refused, match=rules.ANOTHER_OPEN):
        actions.reopen(
            world.db, journey, responsible=world.joost, next_what="Bijpraten", next_on=TOMORROW, by=by, at=NOON
        )


@pytest.mark.parametrize(
    ("what", "days", "reason"),
    [
        ("Bellen", 0, None),
        ("Bellen", 366, None),
        ("Bellen", 367, rules.STEP_TOO_FAR),
        ("Bellen", -1, rules.STEP_IN_PAST),
        ("", 1, rules.NO_STEP),
        ("  ", 1, rules.NO_STEP),
    ],
)
def test_a_next_step_has_a_description_and_a_valid_day(what, days, reason):
    assert rules.step_obstacle(what, TODAY + timedelta(days=days), TODAY) == reason
