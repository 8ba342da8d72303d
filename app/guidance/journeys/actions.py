"""Journeys: opened, planned, moved from one worker to another, ended and reopened.

Every function is a step in one transaction: `by` acts, at `at`.
"""

from datetime import date, datetime, time

from sqlmodel import Session

from app.accounts import queries as accounts
from app.accounts.current_user import Actor
from app.accounts.models import Worker
from app.core.clock import local_day
from app.core.database import lock_key_share, lock_row
from app.core.state_machine import NO_LONGER_POSSIBLE, Refused
from app.guidance.journeys import queries, rules
from app.guidance.journeys.models import Journey, ResponsibilityReason
from app.guidance.journeys.plan_changes import (
    archive_ending,
    archive_later_steps,
    archive_plan,
    archive_step,
    assign_responsibility,
    check_version,
    close_responsibility,
    plan_next_step,
    promote_earliest_step,
    raise_if,
    reassign_steps,
    set_next_step,
)
from app.guidance.journeys.responsibility_hooks import RESPONSIBILITY_HOOKS
from app.guidance.journeys.step_models import Step, StepResult
from app.shop.lists.models import ListItem


def plan_next(
    db: Session,
    journey: Journey,
    *,
    result: StepResult,
    what: str,
    on: date,
    time: time | None = None,
    worker: Worker,
    version: int | None = None,
    by: Actor,
    at: datetime,
) -> Journey:
    """Puts the next step behind us as `result` and plans the one that follows it, in one go (DOMAIN: invariant 1).

    `version`: of the journey as the planner saw it; a colleague who planned in the meantime is not overwritten.
    Raises Refused.
    """
    journey = lock_row(db, journey)
    rules.plan_step.check(journey, by)
    check_version(journey, version)
    raise_if(rules.step_obstacle(what, on, local_day(at)))
    lock_key_share(db, worker, shared=True)  # who goes away at this moment is waited for (passing_on.held)
    leave = queries.current_leave(db, worker.id, journey.shop_id, local_day(at))
    raise_if(rules.responsible_obstacle(worker, accounts.roles_of(db, worker.id, journey.shop_id), leave))
    archive_step(db, journey, result, at)
    set_next_step(journey, Step(what, on, worker, time))
    promote_earliest_step(db, journey, by=by, at=at)
    return journey


def move_responsibility(
    db: Session,
    journey: Journey,
    to: Worker,
    why: ResponsibilityReason,
    *,
    word: str = "",
    next_what: str | None = None,
    next_on: date | None = None,
    plan_goes_along: bool = True,
    by: Actor,
    at: datetime,
) -> Journey:
    """The one place where responsibility moves; whoever calls it has checked that it may (DOMAIN: invariant 2).

    Steps go along when they were the earlier worker's; with `next_what` and `next_on` another is the next one.
    `plan_goes_along`: whether who answers from now on may read what comes later in the plan; else it is put behind.
    Raises Refused for an ended journey and for somebody who cannot answer for anybody.
    """
    journey = lock_row(db, journey)
    if not journey.is_open:
        raise Refused(NO_LONGER_POSSIBLE)
    raise_if(rules.responsible_obstacle(to, accounts.roles_of(db, to.id, journey.shop_id)))
    if not plan_goes_along:
        archive_later_steps(db, journey, at)
    if next_what and next_on:
        archive_step(db, journey, StepResult.REPLACED, at)
        set_next_step(journey, Step(next_what, next_on, to))
        promote_earliest_step(db, journey, by=by, at=at)
    if to.id == journey.responsible_id:
        return journey
    crosses, earlier = why in (ResponsibilityReason.TRANSFER, ResponsibilityReason.RETURNED), journey.responsible
    reassign_steps(db, journey, journey.responsible_id, to, every=crosses)
    close_responsibility(db, journey, at)
    assign_responsibility(db, journey, to, why, word, by=by, at=at)
    journey.version += 1
    db.flush()
    for goes in RESPONSIBILITY_HOOKS:
        goes(db, journey, earlier or to, by=by, at=at)
    return journey


def reassign(
    db: Session, journey: Journey, to: Worker, word: str, *, version: int | None = None, by: Actor, at: datetime
) -> Journey:
    """Another colleague answers from now on, with a word why. Never across sides: that is a transfer."""
    journey = lock_row(db, journey)
    rules.reassign_journey.check(journey, by)
    check_version(journey, version)
    if not word.strip():
        raise Refused(rules.NO_REASON)
    roles, partner_id = accounts.roles_of(db, to.id, journey.shop_id), queries.responsible_partner(db, journey)
    leave = queries.current_leave(db, to.id, journey.shop_id, local_day(at))
    raise_if(rules.successor_obstacle(journey, to, roles, leave, partner_id=partner_id, by=by))
    return move_responsibility(db, journey, to, ResponsibilityReason.REASSIGNED, word=word, by=by, at=at)


def acknowledge_assignment(db: Session, journey: Journey, *, by: Actor, at: datetime) -> None:
    """Who answers for the journey since somebody else made it so knows it now. Saying it twice changes nothing."""
    for row in queries.responsibilities(db, journey.id):
        if row.until is None and row.worker_id == by.worker_id and row.seen_at is None:
            row.seen_at = at
    db.flush()


def end(
    db: Session,
    journey: Journey,
    *,
    kind: ListItem,
    word: str = "",
    last_word: str = "",
    reached: bool = False,
    version: int | None = None,
    by: Actor,
    at: datetime,
) -> Journey:
    """Ends the journey with a kind of outcome that tells how.

    `word`: of the worker; `last_word`: what the person said about it. An outflow kind needs its recorded outcome:
    `reached` says there is one (outcomes.actions.end_journey looks).
    """
    journey = lock_row(db, journey)
    rules.end_journey.check(journey, by)
    check_version(journey, version)
    raise_if(rules.end_obstacle(journey, kind, reached=reached))
    close_responsibility(db, journey, at)
    archive_plan(db, journey, at)
    journey.responsible, journey.responsible_id = None, None
    journey.ended_at, journey.ended_on, journey.ended_by_id = at, local_day(at), by.worker_id
    journey.end_kind, journey.end_kind_id, journey.end_word, journey.last_word = kind, kind.id, word, last_word
    journey.version += 1
    db.flush()
    return journey


def reopen(
    db: Session,
    journey: Journey,
    *,
    responsible: Worker,
    next_what: str,
    next_on: date,
    next_time: time | None = None,
    by: Actor,
    at: datetime,
) -> Journey:
    """Follows the person again: with somebody of the front office and a next step, like a first opening.

    How it had ended stays on record (PastEnding). Raises Refused.
    """
    lock_key_share(db, journey.person)  # two who open at once: the second finds the first's journey
    journey = lock_row(db, journey)
    rules.reopen_journey.check(journey, by)
    if queries.open_journey(db, journey.person_id):
        raise Refused(rules.ANOTHER_OPEN)
    raise_if(rules.step_obstacle(next_what, next_on, local_day(at)))
    raise_if(rules.front_office_obstacle(responsible, accounts.roles_of(db, responsible.id, journey.shop_id)))
    assign_responsibility(db, journey, responsible, ResponsibilityReason.REOPENED, "", by=by, at=at)
    plan_next_step(journey, next_what, next_on, next_time, responsible)
    archive_ending(db, journey, by=by, at=at)
    db.flush()
    return journey
