"""Changes the next step, later steps and responsible worker of a journey. Used by actions only.

The plan of a journey is its next step, stored in the journey itself, and its later steps. The earliest of them is the
next step; call `promote_earliest_step` after every change.
"""

from datetime import date, datetime, time

from sqlmodel import Session

from app.accounts.current_user import Actor
from app.accounts.models import Worker
from app.core.clock import local_day
from app.core.database import lock_key_share
from app.core.state_machine import NO_LONGER_POSSIBLE, Refused
from app.guidance.journeys import queries, rules
from app.guidance.journeys.models import Journey, PastEnding, Responsibility, ResponsibilityReason, StepTaker
from app.guidance.journeys.step_models import LaterStep, PastStep, Step, StepResult, next_step


def raise_if(obstacle: str | None) -> None:
    """Raises Refused with this obstacle, if a rule returned one."""
    if obstacle:
        raise Refused(obstacle)


def check_version(journey: Journey, version: int | None) -> None:
    """Raises Refused when the journey has changed since the actor saw it. None skips the check."""
    if version is not None and version != journey.version:
        raise Refused(NO_LONGER_POSSIBLE)


def archive_step(
    db: Session,
    journey: Journey,
    result: StepResult,
    at: datetime,
    *,
    step: Step | None = None,
    moved_to: date | None = None,
    reason: str = "",
) -> None:
    """Stores a step as a past step: the journey's next step, unless `step` is given."""
    if step := step or next_step(journey):
        db.add(
            PastStep(
                key=step.key,
                journey_id=journey.id,
                person_id=journey.person_id,
                what=step.what,
                due_on=step.on,
                result=result,
                taken_by=step.by,
                worker_id=step.worker.id,
                organisation_id=step.organisation_id,
                moved_to=moved_to,
                reason=reason,
                at=at,
            )
        )


def set_next_step(journey: Journey, step: Step) -> None:
    """Makes `step` the next step. The caller archives the former next step or adds it to the later steps."""
    journey.next_key, journey.next_what, journey.next_on, journey.next_time = step.key, step.what, step.on, step.clock
    journey.next_worker, journey.next_worker_id = step.worker, step.worker.id
    journey.next_by, journey.next_moved = step.by, step.moved
    journey.next_organisation = step.organisation
    journey.next_organisation_id = step.organisation_id
    journey.version += 1


def plan_next_step(journey: Journey, what: str, on: date, clock: time | None, worker: Worker) -> None:
    """Makes a new step of this worker the next step."""
    set_next_step(journey, Step(what, on, worker, clock))


def add_later_step(db: Session, journey: Journey, step: Step, *, by: Actor, at: datetime) -> None:
    """Adds a step that comes after the next one."""
    db.add(
        LaterStep(
            key=step.key,
            journey_id=journey.id,
            person_id=journey.person_id,
            what=step.what,
            due_on=step.on,
            due_time=step.clock,
            taken_by=step.by,
            worker_id=step.worker.id,
            worker=step.worker,
            organisation_id=step.organisation_id,
            organisation=step.organisation,
            moved=step.moved,
            made_by_id=by.worker_id,
            made_at=at,
        )
    )


def promote_earliest_step(db: Session, journey: Journey, *, by: Actor, at: datetime, vacant: bool = False) -> bool:
    """Makes the earliest step of the plan the next step.

    `vacant`: the next step was archived and must be replaced. Returns False when there is no later step to replace it,
    so that the journey has no next step.
    """
    db.flush()
    later = sorted(queries.later_steps(db, journey.id), key=lambda row: row.step.order)
    now = None if vacant else next_step(journey)
    if not later or (now is not None and now.order <= later[0].step.order):
        return now is not None
    first = later[0]
    step, made = first.step, (first.made_by_id, first.made_at)
    db.delete(first)
    db.flush()
    if now is not None:
        add_later_step(db, journey, now, by=by, at=made[1])
    set_next_step(journey, step)
    db.flush()
    return True


def reassign_steps(db: Session, journey: Journey, earlier_id: int | None, to: Worker, *, every: bool) -> None:
    """Gives the steps of the former responsible worker to `to`; with `every`, the steps of other workers as well."""
    if every or journey.next_worker_id == earlier_id:
        journey.next_worker, journey.next_worker_id = to, to.id
    for row in queries.later_steps(db, journey.id):
        if every or row.worker_id == earlier_id:
            row.worker, row.worker_id = to, to.id


def archive_later_steps(db: Session, journey: Journey, at: datetime) -> None:
    """Archives every later step."""
    for row in queries.later_steps(db, journey.id):
        archive_step(db, journey, StepResult.REPLACED, at, step=row.step)
        db.delete(row)


def archive_plan(db: Session, journey: Journey, at: datetime) -> None:
    """Archives the whole plan, because the journey ends."""
    archive_step(db, journey, StepResult.REPLACED, at)
    archive_later_steps(db, journey, at)
    clear_next_step(journey)


def clear_next_step(journey: Journey) -> None:
    """Removes the next step from a journey that ends. The caller archives it."""
    journey.next_key = journey.next_what = journey.next_on = journey.next_time = None
    journey.next_worker, journey.next_worker_id = None, None
    journey.next_organisation, journey.next_organisation_id = None, None
    journey.next_by, journey.next_moved = StepTaker.WORKER, 0


def close_responsibility(db: Session, journey: Journey, at: datetime) -> None:
    """Ends the current responsibility of a journey."""
    for row in queries.responsibilities(db, journey.id):
        if row.until is None:
            row.until = at
    db.flush()  # the unique index allows only one open row


def assign_responsibility(
    db: Session, journey: Journey, to: Worker, why: ResponsibilityReason, word: str, *, by: Actor, at: datetime
) -> None:
    """Records that `to` is responsible from now on, then updates the journey: a database trigger requires that order.

    A worker who makes themselves responsible does not have to confirm it. This waits for a leave or departure of `to`
    that is being saved (bulk_reassignment_actions.locked_caseload), and only then checks that `to` is available.
    Raises Refused when they are not.
    """
    db.add(
        Responsibility(
            journey_id=journey.id,
            person_id=journey.person_id,
            worker_id=to.id,
            organisation_id=to.organisation_id,
            since=at,
            why=why,
            word=word,
            seen_at=at if to.id == by.worker_id else None,
        )
    )
    db.flush()
    to = lock_key_share(db, to, shared=True)
    raise_if(rules.NOT_ACTIVE if not to.is_active else None)
    # A returned journey must have a responsible worker, even one on leave (handovers.lifecycle.party_queries).
    if why != ResponsibilityReason.RETURNED:
        raise_if(rules.AWAY if queries.current_leave(db, to.id, journey.shop_id, local_day(at)) else None)
    journey.responsible, journey.responsible_id = to, to.id


def archive_ending(db: Session, journey: Journey, *, by: Actor, at: datetime) -> None:
    """Moves the ending of a journey that is being reopened to its history."""
    assert journey.ended_at is not None
    assert journey.ended_by_id is not None
    db.add(
        PastEnding(
            journey_id=journey.id,
            person_id=journey.person_id,
            kind_id=journey.end_kind_id,
            word=journey.end_word,
            last_word=journey.last_word,
            ended_at=journey.ended_at,
            ended_by_id=journey.ended_by_id,
            reopened_at=at,
            reopened_by_id=by.worker_id,
        )
    )
    journey.ended_at, journey.ended_on, journey.ended_by_id = None, None, None
    journey.end_kind, journey.end_kind_id, journey.end_word, journey.last_word = None, None, "", ""
