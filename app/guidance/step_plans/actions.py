"""Adds, completes, drops and moves the steps of a journey's plan. The earliest step is always the next one.

Every function runs in the caller's transaction; `by` is the acting worker and `at` the moment of the action. A step is
identified by its key, whether it is the next step or a later one. `version`: the journey's version that the worker saw.
Every function raises Refused, also when a colleague has closed the step in the meantime.
"""

from dataclasses import replace
from datetime import date, datetime, time

from sqlmodel import Session

from app.accounts import queries as accounts
from app.accounts.current_user import Actor
from app.core.clock import local_day
from app.core.database import lock_key_share, lock_row
from app.core.state_machine import NO_LONGER_POSSIBLE, Refused
from app.guidance.journeys import queries, rules
from app.guidance.journeys.models import Journey
from app.guidance.journeys.plan_changes import (
    add_later_step,
    archive_step,
    check_version,
    promote_earliest_step,
    raise_if,
    set_next_step,
)
from app.guidance.journeys.step_models import LaterStep, Step, StepResult, next_step


def add_step(
    db: Session, journey: Journey, step: Step, *, version: int | None = None, by: Actor, at: datetime
) -> Journey:
    """Adds a step to the plan. It becomes the next step if it is the earliest."""
    journey = _lock_for_planning(db, journey, version, by)
    _check_step(db, journey, step, at)
    if len(queries.later_steps(db, journey.id)) >= rules.MAX_LATER_STEPS:
        raise Refused(rules.TOO_MANY_STEPS)
    add_later_step(db, journey, step, by=by, at=at)
    journey.version += 1
    promote_earliest_step(db, journey, by=by, at=at)
    return journey


def complete_step(
    db: Session,
    journey: Journey,
    key: str,
    *,
    comment: str = "",
    then: Step | None = None,
    version: int | None = None,
    by: Actor,
    at: datetime,
) -> Journey:
    """Marks a step as done; `comment`: the result in a few words. `then`: a step to add to the plan.

    Refused if it was the only step and `then` is missing: an open journey always has a next step.
    """
    return _close_step(db, journey, key, StepResult.DONE, comment, then, version, by=by, at=at)


def drop_step(
    db: Session,
    journey: Journey,
    key: str,
    reason: str,
    *,
    then: Step | None = None,
    version: int | None = None,
    by: Actor,
    at: datetime,
) -> Journey:
    """Closes a step that will not be taken; `reason` is required. Otherwise like complete_step."""
    if not reason.strip():
        raise Refused(rules.NO_REASON)
    return _close_step(db, journey, key, StepResult.DROPPED, reason, then, version, by=by, at=at)


def move_step(
    db: Session,
    journey: Journey,
    key: str,
    on: date,
    clock: time | None = None,
    *,
    reason: str = "",
    version: int | None = None,
    by: Actor,
    at: datetime,
) -> Journey:
    """Moves a step to another day or time. From the third move on a reason is required (rules.needs_reason)."""
    journey = _lock_for_planning(db, journey, version, by)
    step, row = _find_step(db, journey, key)
    raise_if(rules.move_obstacle(step, on, clock, reason, local_day(at)))
    archive_step(db, journey, StepResult.MOVED, at, step=step, moved_to=on, reason=reason)
    step = replace(step, on=on, clock=clock, moved=step.moved + 1)
    if row is None:
        set_next_step(journey, step)
    else:
        row.due_on, row.due_time, row.moved = on, clock, step.moved
        journey.version += 1
    promote_earliest_step(db, journey, by=by, at=at)
    return journey


def _lock_for_planning(db: Session, journey: Journey, version: int | None, by: Actor) -> Journey:
    journey = lock_row(db, journey)
    rules.plan_step.check(journey, by)
    check_version(journey, version)
    return journey


def _check_step(db: Session, journey: Journey, step: Step, at: datetime) -> None:
    lock_key_share(db, step.worker, shared=True)  # waits for a leave being saved (locked_caseload)
    roles = accounts.roles_of(db, step.worker.id, journey.shop_id)
    raise_if(rules.step_obstacle(step.what, step.on, local_day(at)) or rules.responsible_obstacle(step.worker, roles))
    raise_if(rules.taker_obstacle(step))


def _find_step(db: Session, journey: Journey, key: str) -> tuple[Step, LaterStep | None]:
    """The step with this key, and its row if it is a later step. Raises Refused when it is not planned any more."""
    if key and key == journey.next_key and (step := next_step(journey)):
        return step, None
    row = next((row for row in queries.later_steps(db, journey.id) if row.key == key), None)
    if row is None:
        raise Refused(NO_LONGER_POSSIBLE)
    return row.step, row


def _close_step(
    db: Session,
    journey: Journey,
    key: str,
    result: StepResult,
    word: str,
    then: Step | None,
    version: int | None,
    *,
    by: Actor,
    at: datetime,
) -> Journey:
    journey = _lock_for_planning(db, journey, version, by)
    step, row = _find_step(db, journey, key)
    if then is not None:
        _check_step(db, journey, then, at)
        add_later_step(db, journey, then, by=by, at=at)
    archive_step(db, journey, result, at, step=step, reason=word)
    if row is not None:
        db.delete(row)
        journey.version += 1
    if not promote_earliest_step(db, journey, by=by, at=at, vacant=row is None):
        raise Refused(rules.NEEDS_NEXT)
    return journey
