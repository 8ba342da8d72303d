"""Plans, reassigns, ends and reopens journeys.

Every function runs in the caller's transaction; `by` is the acting worker and `at` the moment of the action.
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
    """Archives the next step with `result` and plans a new one in the same transaction (DOMAIN §5, invariant 1).

    `version`: the journey's version when the worker opened the form, so that no colleague's change is overwritten.
    Raises Refused when the journey has changed, or when the step or its worker is not allowed.
    """
    journey = lock_row(db, journey)
    rules.plan_step.check(journey, by)
    check_version(journey, version)
    raise_if(rules.step_obstacle(what, on, local_day(at)))
    lock_key_share(db, worker, shared=True)  # waits for a leave being saved (locked_caseload)
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
    with_later_steps: bool = True,
    by: Actor,
    at: datetime,
) -> Journey:
    """Makes `to` the responsible worker. The only place where responsibility moves (DOMAIN §5, invariant 2).

    The caller has checked that this move is allowed. Steps of the former responsible worker move to `to`; a transfer
    or its return moves every step. `next_what` and `next_on` replace the next step.
    `with_later_steps`: False when `to` may not read the later steps; these are archived then.
    Raises Refused when the journey has ended or when `to` cannot be responsible for anyone in this shop.
    """
    journey = lock_row(db, journey)
    if not journey.is_open:
        raise Refused(NO_LONGER_POSSIBLE)
    raise_if(rules.responsible_obstacle(to, accounts.roles_of(db, to.id, journey.shop_id)))
    if not with_later_steps:
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
    """Makes a colleague responsible; `word` is the reason. Raises Refused.

    Never from the front office to a partner or back: only a transfer does that.
    """
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
    """Records that the new responsible worker has seen that the journey is theirs. Repeating it changes nothing."""
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
    """Ends the journey. Raises Refused.

    `kind`: the outcome that says how it ended. An outflow outcome must have been recorded first, which `reached`
    confirms (outcomes.actions.end_journey checks it).
    `word`: the worker's comment; `last_word`: what the person said about it.
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
    """Reopens an ended journey with a responsible front-office worker and a next step. Raises Refused.

    The earlier ending stays on record (PastEnding).
    """
    lock_key_share(db, journey.person)  # if two workers open one at once, the second finds the journey of the first
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
