"""Leave and departure of a worker, whose whole caseload then moves to colleagues.

Every function runs in the caller's transaction; `by` is the acting worker and `at` the moment of the action.
"""

from collections.abc import Sequence
from datetime import date, datetime

from sqlmodel import Session, col, select

from app.accounts.current_user import Actor
from app.accounts.models import Worker
from app.core.clock import local_day
from app.core.database import lock_row
from app.core.state_machine import NO_LONGER_POSSIBLE, Refused
from app.guidance.caseloads.bulk_reassignment_actions import locked_caseload, reassign_all, reassign_steps
from app.guidance.caseloads.facts import Reassignment
from app.guidance.journeys import queries, rules
from app.guidance.journeys.models import Journey, Leave, Responsibility, ResponsibilityReason
from app.guidance.journeys.plan_changes import raise_if


def start_leave(
    db: Session,
    worker: Worker,
    rows: Sequence[Reassignment],
    *,
    first: date,
    last: date | None,
    word: str,
    by: Actor,
    at: datetime,
) -> Leave:
    """Records a leave and reassigns the worker's caseload. Raises Refused.

    `rows`: a reassignment of every journey in locked_caseload. `last`: None if the last day is not yet known.
    """
    raise_if(rules.leave_permission_obstacle(worker.id, by))
    raise_if(rules.leave_obstacle(first, last, local_day(at)))
    if {row.journey.id for row in rows} != {journey.id for journey in locked_caseload(db, worker, by=by)}:
        raise Refused(NO_LONGER_POSSIBLE)
    if current_or_planned_leave(db, worker, by.shop_id, local_day(at)):
        raise Refused(rules.AWAY_ALREADY)
    reassign_all(db, rows, ResponsibilityReason.LEAVE, word, by=by, at=at)
    reassign_steps(db, worker, by.shop_id)
    leave = Leave(
        shop_id=by.shop_id,
        worker_id=worker.id,
        worker=worker,
        first=first,
        last=last,
        word=word,
        made_by_id=by.worker_id,
        made_at=at,
    )
    db.add(leave)
    db.flush()
    return leave


def end_leave(db: Session, leave: Leave, *, by: Actor, at: datetime) -> None:
    """Ends a leave, or cancels one that has not begun. Repeating it changes nothing. Raises Refused."""
    raise_if(rules.leave_permission_obstacle(leave.worker_id, by))
    leave = lock_row(db, leave)
    if leave.ended_at is None:
        leave.ended_at, leave.ended_by_id = at, by.worker_id
        db.flush()


def hand_over_caseload(
    db: Session, worker: Worker, rows: Sequence[Reassignment], word: str, *, by: Actor, at: datetime
) -> None:
    """Reassigns the whole caseload of a worker who has left or, as an ordinary reassignment, is still active.

    Raises Refused.
    """
    if {row.journey.id for row in rows} != {journey.id for journey in locked_caseload(db, worker, by=by)}:
        raise Refused(NO_LONGER_POSSIBLE)
    reassign_all(
        db,
        rows,
        ResponsibilityReason.REASSIGNED if worker.is_active else ResponsibilityReason.DEPARTURE,
        word,
        by=by,
        at=at,
    )
    reassign_steps(db, worker, by.shop_id)


def current_or_planned_leave(db: Session, worker: Worker, shop_id: int, today: date) -> Leave | None:
    """The worker's current leave, or else their next one."""
    statement = select(Leave).where(
        Leave.worker_id == worker.id,
        Leave.shop_id == shop_id,
        col(Leave.ended_at).is_(None),
        col(Leave.last).is_(None) | (col(Leave.last) >= today),
    )
    return db.exec(statement.order_by(col(Leave.first), col(Leave.id))).first()


def journeys_moved_by_leave(db: Session, leave: Leave, by: Actor) -> list[Journey]:
    """Open journeys that were reassigned because of this leave and that the worker has not got back."""
    given = select(Responsibility.journey_id).where(
        Responsibility.worker_id == leave.worker_id, Responsibility.until == leave.made_at
    )
    taken = select(Responsibility.journey_id).where(
        Responsibility.why == ResponsibilityReason.LEAVE, Responsibility.since == leave.made_at
    )
    statement = select(Journey).where(
        queries.followed_by(by),
        col(Journey.ended_at).is_(None),
        Journey.responsible_id != leave.worker_id,
        col(Journey.id).in_(given),
        col(Journey.id).in_(taken),
    )
    return list(db.exec(statement.order_by(col(Journey.id))))


def leave_by_key(db: Session, worker: Worker, shop_id: int, key: str) -> Leave | None:
    """The leave of this worker with this key, even if it is over."""
    statement = select(Leave).where(Leave.worker_id == worker.id, Leave.shop_id == shop_id, Leave.key == key)
    return db.exec(statement).first()


def departed_worker(db: Session, by: Actor, key: str) -> Worker | None:
    """The worker with this key, if they are responsible for an open journey that `by` follows. Roles do not matter."""
    here = select(Journey.responsible_id).where(queries.followed_by(by), col(Journey.ended_at).is_(None))
    return db.exec(select(Worker).where(Worker.key == key, col(Worker.id).in_(here))).first()
