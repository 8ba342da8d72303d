"""Making a shop, opening and closing its half-days, and saying who is there."""

from collections.abc import Iterable
from datetime import date, datetime, time, timedelta

from sqlalchemy.exc import IntegrityError
from sqlmodel import Session, col, select

from app.accounts.actors import Actor
from app.core.clock import local, local_day
from app.core.database import locked
from app.core.lifecycle import Refused
from app.shops import queries, rules
from app.shops.defaults import DEFAULTS
from app.shops.models import ListItem, Opening, OpeningState, Part, Presence, Shop, WeeklyHalfDay
from app.shops.rules import HalfDay


def make_shop(
    db: Session, *, name: str, place: str, half_days: Iterable[tuple[int, Part, time, time]], at: datetime
) -> Shop:
    """A shop with its week (weekday with 0 for Monday, part, opens, closes) and the lists it begins with."""
    shop = Shop(name=name, place=place, made_at=at)
    db.add(shop)
    db.flush()
    for weekday, part, opens, closes in half_days:
        db.add(WeeklyHalfDay(shop_id=shop.id, weekday=weekday, part=part, opens=opens, closes=closes))
    install_lists(db, shop.id)
    db.flush()
    return shop


def install_lists(db: Session, shop_id: int) -> None:
    """The lists a new shop begins with; from then on they are its own."""
    for name, entries in DEFAULTS.items():
        for position, entry in enumerate(entries):
            db.add(ListItem(shop_id=shop_id, list=name, position=position, **entry))


def row_of(db: Session, shop_id: int, half_day: HalfDay) -> Opening:
    """The row of a half-day; made when there is none yet. Two at once make one."""
    if half_day.opening_id is not None:
        return locked(db, db.get_one(Opening, half_day.opening_id))
    fresh = Opening(
        shop_id=shop_id, day=half_day.day, part=half_day.part, opens=half_day.opens, closes=half_day.closes,
        state=OpeningState.OPEN,
    )  # fmt: skip
    try:
        with db.begin_nested():
            db.add(fresh)
    except IntegrityError:
        return db.exec(
            select(Opening).where(
                Opening.shop_id == shop_id, Opening.day == half_day.day, Opening.part == half_day.part
            )
        ).one()
    half_day.opening_id = fresh.id
    return fresh


def opening_now(db: Session, shop_id: int, *, at: datetime) -> Opening | None:
    """The opening of the half-day that is open now, or None. The first to need it makes its row."""
    half_day = queries.half_day_now(db, shop_id, at)
    if half_day is None:
        return None
    if half_day.opening_id and half_day.state == OpeningState.OPEN:  # nothing to change, so nothing to lock
        return db.get_one(Opening, half_day.opening_id)
    row = row_of(db, shop_id, half_day)
    if row.state == OpeningState.PLANNED:
        row.state = OpeningState.OPEN
    return row


def open_now(db: Session, *, by: Actor, at: datetime) -> Opening:
    """Opens the door outside the week's hours: this part of the day becomes a half-day, from now on."""
    if queries.half_day_now(db, by.shop_id, at):
        raise Refused(rules.OPEN_ALREADY)
    part, clock = rules.part_at(at), local(at).time().replace(second=0, microsecond=0)
    known = queries.half_day_on(db, by.shop_id, local_day(at), part)
    half_day = known or HalfDay(local_day(at), part, clock, rules.PART_ENDS[part])
    row = row_of(db, by.shop_id, half_day)
    row.opens, row.closes = min(row.opens, clock), row.closes if row.closes > clock else rules.PART_ENDS[part]
    row.state, row.reason = OpeningState.OPEN, ""
    db.flush()
    return row


def cancel(db: Session, half_day: HalfDay, reason: str, *, by: Actor, at: datetime) -> Opening:
    """A half-day does not take place, or ends now; with the reason, so that nobody takes it for a quiet one."""
    if half_day.covers(at):
        rules.closing.take(half_day, at)
    else:
        rules.cancelling.take(half_day, at)
    row = row_of(db, by.shop_id, half_day)
    row.state, row.reason = half_day.state, reason
    for presence in _there(db, row.id):
        presence.until = at
    db.flush()
    return row


def cancel_between(db: Session, first: date, last: date, reason: str, *, by: Actor, at: datetime) -> int:
    """The shop is closed for a while: every half-day in it that could still take place. Returns how many."""
    here = [h for h in queries.half_days(db, by.shop_id, first, last) if h.goes_on and h.ends_at > at]
    for half_day in here:
        cancel(db, half_day, reason, by=by, at=at)
    return len(here)


def reopen(db: Session, half_day: HalfDay, *, by: Actor, at: datetime) -> Opening:
    """It takes place after all."""
    row = row_of(db, by.shop_id, half_day)
    rules.reopening.take(half_day, at)
    row.state, row.reason = half_day.state, ""
    db.flush()
    return row


def set_weekly(
    db: Session, weekday: int, part: Part, opens: time, closes: time, *, by: Actor, at: datetime
) -> WeeklyHalfDay:
    """Adds a half-day to the week, or changes its hours."""
    row = _weekly(db, by.shop_id, weekday, part)
    if row is None:
        row = WeeklyHalfDay(shop_id=by.shop_id, weekday=weekday, part=part, opens=opens, closes=closes)
        db.add(row)
    row.opens, row.closes = opens, closes
    db.flush()
    return row


def drop_weekly(db: Session, weekday: int, part: Part, *, by: Actor, at: datetime) -> None:
    """From now on no half-day then. What happened in earlier ones stays."""
    if row := _weekly(db, by.shop_id, weekday, part):
        db.delete(row)
        db.flush()


def _weekly(db: Session, shop_id: int, weekday: int, part: Part) -> WeeklyHalfDay | None:
    return next((w for w in queries.weekly(db, shop_id) if (w.weekday, w.part) == (weekday, part)), None)


def _there(db: Session, opening_id: int) -> list[Presence]:
    statement = select(Presence).where(Presence.opening_id == opening_id, col(Presence.until).is_(None))
    return list(db.exec(statement).all())


def arrive(db: Session, worker_id: int, *, by: Actor, at: datetime) -> Presence:
    """Says that a worker is in the shop; the worker or a colleague may say so. Saying it twice changes nothing."""
    if worker_id not in {worker.id for worker in queries.floor(db, by.shop_id)}:
        raise Refused(rules.NOT_OF_THIS_SHOP)
    opening = opening_now(db, by.shop_id, at=at)
    if opening is None:
        raise Refused(rules.CLOSED_NOW)
    if there := _present(db, opening.id, worker_id):
        return there
    presence = Presence(opening_id=opening.id, worker_id=worker_id, since=at)
    try:
        with db.begin_nested():
            db.add(presence)
    except IntegrityError:
        return next(p for p in _there(db, opening.id) if p.worker_id == worker_id)
    return presence


def _present(db: Session, opening_id: int, worker_id: int) -> Presence | None:
    return next((p for p in _there(db, opening_id) if p.worker_id == worker_id), None)


def depart(db: Session, worker_id: int, *, by: Actor, at: datetime) -> None:
    """Says that a worker has gone; nothing happens when they were not there."""
    today = (local_day(at) - timedelta(days=1), local_day(at))
    statement = (
        select(Presence)
        .join(Opening)
        .where(Opening.shop_id == by.shop_id, col(Opening.day).in_(today), Presence.worker_id == worker_id)
        .where(col(Presence.until).is_(None))
    )
    for presence in db.exec(statement).all():
        presence.until = at
    db.flush()
