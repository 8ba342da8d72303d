"""Changes opening hours: the weekly half-days, one date, or a closed period."""

from datetime import date, datetime, time

from sqlalchemy import bindparam
from sqlalchemy import select as columns
from sqlalchemy.exc import IntegrityError
from sqlmodel import Session, col, select

from app.accounts.current_user import Actor
from app.core.clock import local, local_day, moment
from app.core.database import lock_row
from app.core.state_machine import Refused
from app.shop.half_days import queries as half_days_queries
from app.shop.half_days import rules as half_days_rules
from app.shop.half_days.models import DayPart, Opening, OpeningState, WeeklyHalfDay
from app.shop.half_days.rules import HalfDay


def get_or_create_opening(db: Session, shop_id: int, half_day: HalfDay) -> Opening:
    """The stored row of a half-day, created if there is none. Safe when two requests do so at once."""
    if half_day.opening_id is not None:
        return lock_row(db, db.get_one(Opening, half_day.opening_id))
    opening = Opening(
        shop_id=shop_id,
        day=half_day.day,
        part=half_day.part,
        opens=half_day.opens,
        closes=half_day.closes,
        state=OpeningState.OPEN,
    )
    try:
        with db.begin_nested():
            db.add(opening)
    except IntegrityError:
        return db.exec(
            select(Opening).where(
                Opening.shop_id == shop_id, Opening.day == half_day.day, Opening.part == half_day.part
            )
        ).one()
    half_day.opening_id = opening.id
    return opening


def current_opening(db: Session, shop_id: int, *, at: datetime) -> Opening | None:
    """The row of the half-day that is open now, created if there is none; None when the shop is closed."""
    opening_id = current_opening_id(db, shop_id, at=at)
    return None if opening_id is None else db.get_one(Opening, opening_id)


# Nearly always the row is there and open: then one statement is enough, without a lock and without reading the week.
_CURRENT_OPENING = (
    columns(col(Opening.id))
    .where(
        col(Opening.shop_id) == bindparam("shop_id"),
        col(Opening.day) == bindparam("day"),
        col(Opening.state) == OpeningState.OPEN,
        col(Opening.opens) <= bindparam("clock"),
        col(Opening.closes) > bindparam("clock"),
    )
    .order_by(col(Opening.opens))
    .limit(1)
)


def current_opening_id(db: Session, shop_id: int, *, at: datetime) -> int | None:
    """The id of the row of the half-day that is open now, created if there is none; None when the shop is closed."""
    local_time = local(at)
    params = {"shop_id": shop_id, "day": local_time.date(), "clock": local_time.time()}
    if opening_id := db.scalar(_CURRENT_OPENING, params):
        return opening_id
    half_day = half_days_queries.half_day_now(db, shop_id, at)
    if half_day is None:
        return None
    row = get_or_create_opening(db, shop_id, half_day)
    if row.state == OpeningState.PLANNED:
        row.state = OpeningState.OPEN
    return row.id


def open_now(db: Session, *, by: Actor, at: datetime) -> Opening:
    """Opens the shop outside its hours, from now until this part of the day ends. Raises Refused when it is open."""
    if half_days_queries.half_day_now(db, by.shop_id, at):
        raise Refused(half_days_rules.ALREADY_OPEN)
    part, clock = half_days_rules.part_at(at), local(at).time().replace(second=0, microsecond=0)
    planned = half_days_queries.half_day_on(db, by.shop_id, local_day(at), part)
    half_day = planned or HalfDay(local_day(at), part, clock, half_days_rules.PART_ENDS[part])
    row = get_or_create_opening(db, by.shop_id, half_day)
    row.opens, row.closes = min(row.opens, clock), row.closes if row.closes > clock else half_days_rules.PART_ENDS[part]
    return _set_state(db, row, OpeningState.OPEN)


def _set_state(db: Session, row: Opening, state: OpeningState) -> Opening:
    row.state, row.reason, row.notice_nl, row.notice_en = state, "", "", ""
    db.flush()
    return row


def cancel(
    db: Session, half_day: HalfDay, reason: str, *, notice_nl: str = "", notice_en: str = "", by: Actor, at: datetime
) -> Opening:
    """Cancels a half-day, or closes it now if it has started; everybody present is then marked as gone.

    Colleagues read the reason, which keeps reports from counting it as a quiet half-day; visitors read the notice, if
    any. Raises Refused when the half-day is over or already cancelled.
    """
    if half_day.covers(at):
        half_days_rules.closing.take(half_day, at)
    else:
        half_days_rules.cancelling.take(half_day, at)
    row = get_or_create_opening(db, by.shop_id, half_day)
    row.state, row.reason, row.notice_nl, row.notice_en = half_day.state, reason, notice_nl, notice_en
    for presence in half_days_queries.present_in_opening(db, row.id):
        presence.until = at
    db.flush()
    return row


def cancel_between(
    db: Session,
    first: date,
    last: date,
    reason: str,
    *,
    notice_nl: str = "",
    notice_en: str = "",
    by: Actor,
    at: datetime,
) -> int:
    """Cancels every half-day of a period that could still take place. Returns how many."""
    to_cancel = [h for h in half_days_queries.half_days(db, by.shop_id, first, last) if h.goes_on and h.ends_at > at]
    for half_day in to_cancel:
        cancel(db, half_day, reason, notice_nl=notice_nl, notice_en=notice_en, by=by, at=at)
    return len(to_cancel)


def reopen(db: Session, half_day: HalfDay, *, by: Actor, at: datetime) -> Opening:
    """Undoes a cancellation or an early closing. Raises Refused when the half-day is over."""
    row = get_or_create_opening(db, by.shop_id, half_day)
    half_days_rules.reopening.take(half_day, at)
    return _set_state(db, row, half_day.state)


def set_hours(db: Session, day: date, part: DayPart, opens: time, closes: time, *, by: Actor, at: datetime) -> Opening:
    """Sets the hours of one date, which may be an extra half-day. A cancelled half-day takes place again.

    Raises Refused when these hours are already past.
    """
    if moment(day, closes) <= at:
        raise Refused(half_days_rules.HALF_DAY_OVER)
    row = get_or_create_opening(
        db, by.shop_id, half_days_queries.half_day_on(db, by.shop_id, day, part) or HalfDay(day, part, opens, closes)
    )
    row.opens, row.closes = opens, closes
    return _set_state(db, row, OpeningState.OPEN if moment(day, opens) <= at else OpeningState.PLANNED)


def reset_to_weekly(db: Session, half_day: HalfDay, *, by: Actor, at: datetime) -> None:
    """Drops the exception for this date: weekly hours again, or no half-day if the week has none. Raises Refused."""
    half_days_rules.resetting.check(half_day, at)
    db.delete(get_or_create_opening(db, by.shop_id, half_day))
    db.flush()


def set_weekly(
    db: Session, weekday: int, part: DayPart, opens: time, closes: time, *, by: Actor, at: datetime
) -> WeeklyHalfDay:
    """Adds a half-day to the week, or changes its hours."""
    row = _weekly_half_day(db, by.shop_id, weekday, part)
    if row is None:
        row = WeeklyHalfDay(shop_id=by.shop_id, weekday=weekday, part=part, opens=opens, closes=closes)
        db.add(row)
    row.opens, row.closes = opens, closes
    db.flush()
    return row


def remove_weekly(db: Session, weekday: int, part: DayPart, *, by: Actor, at: datetime) -> None:
    """Removes a half-day from the week. Earlier dates keep their rows."""
    if row := _weekly_half_day(db, by.shop_id, weekday, part):
        db.delete(row)
        db.flush()


def _weekly_half_day(db: Session, shop_id: int, weekday: int, part: DayPart) -> WeeklyHalfDay | None:
    return next((w for w in half_days_queries.weekly(db, shop_id) if (w.weekday, w.part) == (weekday, part)), None)
