"""Changes the roster plan, and registers who is present."""

from datetime import date, datetime, timedelta

from sqlalchemy.exc import IntegrityError
from sqlmodel import Session, col, select

from app.accounts.current_user import Actor
from app.core.clock import local_day
from app.core.state_machine import Refused
from app.shop.half_days import queries as half_days_queries
from app.shop.half_days.actions import current_opening
from app.shop.half_days.models import DayPart, Opening, Presence
from app.shop.half_days.rules import HalfDay
from app.shop.roster import queries as roster_queries
from app.shop.roster import rules as roster_rules
from app.shop.roster.models import RosterPlan


def arrive(db: Session, worker_id: int, *, by: Actor, at: datetime) -> Presence:
    """Registers that a worker is in the shop; a colleague may do it for them. A second time changes nothing.

    Raises Refused when the shop is closed or the worker does not receive visitors in it.
    """
    _require_floor_worker(db, worker_id, by)
    opening = current_opening(db, by.shop_id, at=at)
    if opening is None:
        raise Refused(roster_rules.CLOSED_NOW)
    if present := _current_presence(db, opening.id, worker_id):
        return present
    presence = Presence(opening_id=opening.id, worker_id=worker_id, since=at)
    plan = _plan_of(db, by.shop_id, worker_id, opening.day, opening.part)
    if plan and plan.talks is not None:
        presence.talks, presence.talks_said_at = plan.talks, at
    try:
        with db.begin_nested():
            db.add(presence)
    except IntegrityError:
        return next(p for p in half_days_queries.present_in_opening(db, opening.id) if p.worker_id == worker_id)
    return presence


def _require_floor_worker(db: Session, worker_id: int, by: Actor) -> None:
    if worker_id not in {worker.id for worker in roster_queries.floor_workers(db, by.shop_id)}:
        raise Refused(roster_rules.NOT_OF_THIS_SHOP)


def _current_presence(db: Session, opening_id: int, worker_id: int) -> Presence | None:
    return next((p for p in half_days_queries.present_in_opening(db, opening_id) if p.worker_id == worker_id), None)


def set_talks(db: Session, talks: int | None, *, by: Actor, at: datetime) -> None:
    """Sets how many more talks the actor has room for in this half-day; None: not given. Raises Refused if absent."""
    opening = current_opening(db, by.shop_id, at=at)
    presence = opening and _current_presence(db, opening.id, by.worker_id)
    if presence is None:
        raise Refused(roster_rules.NOT_PRESENT)
    presence.talks, presence.talks_said_at = talks, None if talks is None else at
    db.flush()


def depart(db: Session, worker_id: int, *, by: Actor, at: datetime) -> None:
    """Registers that a worker has left the shop. Does nothing if they were not present."""
    days = (local_day(at) - timedelta(days=1), local_day(at))
    statement = (
        select(Presence)
        .join(Opening)
        .where(Opening.shop_id == by.shop_id, col(Opening.day).in_(days), Presence.worker_id == worker_id)
        .where(col(Presence.until).is_(None))
    )
    for presence in db.exec(statement).all():
        presence.until = at
    db.flush()


def plan(
    db: Session,
    worker_id: int,
    half_day: HalfDay,
    *,
    weeks: int = 1,
    talks: int | None = None,
    by: Actor,
    at: datetime,
) -> int:
    """Plans a worker for a half-day and the same one in the weeks after it, as far as these take place.

    `weeks`: how many weeks, this one included; `talks`: how many talks they have room for, None: not given. Existing
    plans get the new number of talks. Returns the number of half-days. Raises Refused.
    """
    _require_may_plan(worker_id, by)
    _require_floor_worker(db, worker_id, by)
    last = half_day.day + timedelta(weeks=weeks - 1)
    chosen = [
        h
        for h in half_days_queries.half_days(db, by.shop_id, half_day.day, last)
        if h.part == half_day.part and h.day.weekday() == half_day.day.weekday() and h.goes_on and h.ends_at > at
    ]
    for planned in chosen:
        row = _plan_of(db, by.shop_id, worker_id, planned.day, planned.part)
        if row is None:
            row = RosterPlan(shop_id=by.shop_id, worker_id=worker_id, day=planned.day, part=planned.part, talks=talks)
            try:
                with db.begin_nested():
                    db.add(row)
            except IntegrityError:  # planned at the same moment in another browser window
                continue
        row.talks = talks
    db.flush()
    return len(chosen)


def withdraw(db: Session, worker_id: int, half_day: HalfDay, *, weeks: int = 1, by: Actor, at: datetime) -> int:
    """Takes a worker off the roster for a half-day and the weeks after it. Returns the number of half-days."""
    _require_may_plan(worker_id, by)
    days = [half_day.day + timedelta(weeks=n) for n in range(weeks)]
    chosen = db.exec(
        select(RosterPlan).where(
            RosterPlan.shop_id == by.shop_id,
            RosterPlan.worker_id == worker_id,
            RosterPlan.part == half_day.part,
            col(RosterPlan.day).in_(days),
        )
    ).all()
    for row in chosen:
        db.delete(row)
    db.flush()
    return len(chosen)


def withdraw_all(db: Session, worker_id: int, *, by: Actor, at: datetime) -> None:
    """Takes a worker who leaves off the roster of the actor's shop, from today on."""
    plans = select(RosterPlan).where(RosterPlan.shop_id == by.shop_id, RosterPlan.worker_id == worker_id)
    for row in db.exec(plans.where(col(RosterPlan.day) >= local_day(at))):
        db.delete(row)
    db.flush()


def _require_may_plan(worker_id: int, by: Actor) -> None:
    if not roster_rules.may_plan(worker_id, by):
        raise Refused(roster_rules.ONLY_COORDINATOR_PLANS_OTHERS)


def _plan_of(db: Session, shop_id: int, worker_id: int, day: date, part: DayPart) -> RosterPlan | None:
    return db.exec(
        select(RosterPlan).where(
            RosterPlan.shop_id == shop_id,
            RosterPlan.worker_id == worker_id,
            RosterPlan.day == day,
            RosterPlan.part == part,
        )
    ).first()
