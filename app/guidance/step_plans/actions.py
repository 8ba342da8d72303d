"""The plan of a journey: small steps, each with a day and with who takes it. The earliest is the next one.

Every function is a step in one transaction: `by` acts, at `at`. A step is named by its key, whether it is the next one
or comes later. Every one raises Refused, also for a step that a colleague put behind in the meantime.
"""

from dataclasses import replace
from datetime import date, datetime, time

from sqlmodel import Session

from app.accounts import queries as accounts
from app.accounts.current_user import Actor
from app.core.clock import local_day
from app.core.database import claimed, locked
from app.core.state_machine import NO_LONGER, Refused
from app.guidance.journeys import queries, rules
from app.guidance.journeys.models import Journey
from app.guidance.journeys.plan_changes import make_next, put_behind, refuse, set_later, settle, unless_changed
from app.guidance.journeys.step_models import LaterStep, Step, StepResult, next_step


def agree(db: Session, journey: Journey, step: Step, *, version: int | None = None, by: Actor, at: datetime) -> Journey:
    """Adds a step to the plan; where it is earlier than the next one, it is the next one now."""
    journey = _hold(db, journey, version, by)
    _check(db, journey, step, at)
    if len(queries.later_steps(db, journey.id)) >= rules.MOST_STEPS:
        raise Refused(rules.TOO_MANY_STEPS)
    set_later(db, journey, step, by=by, at=at)
    journey.version += 1
    settle(db, journey, by=by, at=at)
    return journey


def tick_off(
    db: Session,
    journey: Journey,
    key: str,
    *,
    came_of_it: str = "",
    then: Step | None = None,
    version: int | None = None,
    by: Actor,
    at: datetime,
) -> Journey:
    """The step was done; `came_of_it`: in a few words. `then` joins the plan.

    Refused when it was the next step and nothing comes after it: an open journey always has a next step.
    """
    return _put_behind(db, journey, key, StepResult.DONE, came_of_it, then, version, by=by, at=at)


def drop(
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
    """The step will not be taken, with a word why. Otherwise as tick_off."""
    if not reason.strip():
        raise Refused(rules.NO_WORD)
    return _put_behind(db, journey, key, StepResult.DROPPED, reason, then, version, by=by, at=at)


def move(
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
    """The step is on another day or time. Once it was moved twice, it needs a reason (rules.needs_reason)."""
    journey = _hold(db, journey, version, by)
    step, row = _found(db, journey, key)
    refuse(rules.move_obstacle(step, on, clock, reason, local_day(at)))
    put_behind(db, journey, StepResult.MOVED, at, step=step, moved_to=on, reason=reason)
    step = replace(step, on=on, clock=clock, moved=step.moved + 1)
    if row is None:
        make_next(journey, step)
    else:
        row.due_on, row.due_time, row.moved = on, clock, step.moved
        journey.version += 1
    settle(db, journey, by=by, at=at)
    return journey


def _hold(db: Session, journey: Journey, version: int | None, by: Actor) -> Journey:
    journey = locked(db, journey)
    rules.planning.check(journey, by)
    unless_changed(journey, version)
    return journey


def _check(db: Session, journey: Journey, step: Step, at: datetime) -> None:
    claimed(db, step.worker, shared=True)  # who goes away at this moment is waited for (passing_on.held)
    roles = accounts.roles_of(db, step.worker.id, journey.shop_id)
    refuse(rules.step_obstacle(step.what, step.on, local_day(at)) or rules.responsible_obstacle(step.worker, roles))
    refuse(rules.taker_obstacle(step))


def _found(db: Session, journey: Journey, key: str) -> tuple[Step, LaterStep | None]:
    """The step of this key, and its row unless it is the next one."""
    if key and key == journey.next_key and (step := next_step(journey)):
        return step, None
    row = next((row for row in queries.later_steps(db, journey.id) if row.key == key), None)
    if row is None:
        raise Refused(NO_LONGER)
    return row.step, row


def _put_behind(
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
    journey = _hold(db, journey, version, by)
    step, row = _found(db, journey, key)
    if then is not None:
        _check(db, journey, then, at)
        set_later(db, journey, then, by=by, at=at)
    put_behind(db, journey, result, at, step=step, reason=word)
    if row is not None:
        db.delete(row)
        journey.version += 1
    if not settle(db, journey, by=by, at=at, vacant=row is None):
        raise Refused(rules.NEEDS_NEXT)
    return journey
