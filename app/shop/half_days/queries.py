"""Reads when a shop is open and when it is closed."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime, time, timedelta

from sqlalchemy import bindparam
from sqlmodel import Session, col, select

from app.core.clock import local_day
from app.core.working_days import holiday, holidays_between
from app.shop.half_days.models import DayPart, Opening, OpeningState, Presence, WeeklyHalfDay
from app.shop.half_days.rules import HalfDay, OpeningHours

LOOKAHEAD = timedelta(days=60)  # how far to look for the next half-day


_PART_ORDER = {part: number for number, part in enumerate(DayPart)}


_WEEK = select(WeeklyHalfDay).where(col(WeeklyHalfDay.shop_id) == bindparam("shop_id"))


def weekly(db: Session, shop_id: int) -> list[WeeklyHalfDay]:
    """The weekly half-days of a shop, in order."""
    rows = db.exec(_WEEK, params={"shop_id": shop_id}).all()
    return sorted(rows, key=lambda row: (row.weekday, _PART_ORDER[row.part]))


_OPENINGS = select(Opening).where(
    col(Opening.shop_id) == bindparam("shop_id"),
    col(Opening.day) >= bindparam("first"),
    col(Opening.day) <= bindparam("last"),
)


def half_days(db: Session, shop_id: int, first: date, last: date) -> list[HalfDay]:
    """Every half-day from `first` up to and including `last`: the weekly ones with the exceptions applied."""
    changed = db.exec(_OPENINGS, params={"shop_id": shop_id, "first": first, "last": last})
    week = {(row.weekday, row.part): (row.opens, row.closes) for row in weekly(db, shop_id)}
    by_day_and_part = {(row.day, row.part): _from_opening(row, week) for row in changed}
    for day in (first + timedelta(days=n) for n in range((last - first).days + 1)):
        for (weekday, part), hours in week.items():
            if weekday == day.weekday():
                by_day_and_part.setdefault((day, part), _from_week(day, part, hours))
    return sorted(by_day_and_part.values(), key=lambda half_day: (half_day.day, half_day.opens))


WeeklyHours = Mapping[tuple[int, DayPart], tuple[time, time]]


def _from_opening(row: Opening, week: WeeklyHours) -> HalfDay:
    return HalfDay(
        row.day,
        row.part,
        row.opens,
        row.closes,
        row.state,
        row.reason,
        row.id,
        holiday(row.day),
        row.notice_nl,
        row.notice_en,
        week.get((row.day.weekday(), row.part)),
    )


def _from_week(day: date, part: DayPart, hours: tuple[time, time]) -> HalfDay:
    """A half-day without a row. On a public holiday it is cancelled, unless somebody opens it on purpose."""
    name = holiday(day)
    state = OpeningState.CANCELLED if name else OpeningState.PLANNED
    return HalfDay(day, part, *hours, state=state, holiday=name, usual=hours)


def closed_half_days(db: Session, shop_id: int, first: date, last: date) -> list[HalfDay]:
    """Half-days on which the shop was closed: cancelled, closed early with a reason, or on a public holiday.

    A half-day that simply ended has no reason. Earlier versions of the weekly hours are not stored, so the current ones
    are used for any year.
    """
    in_period = (col(Opening.shop_id) == shop_id, col(Opening.day) >= first, col(Opening.day) <= last)
    rows, week = db.exec(select(Opening).where(*in_period)).all(), weekly(db, shop_id)
    with_row, hours = {(row.day, row.part) for row in rows}, {(w.weekday, w.part): (w.opens, w.closes) for w in week}
    half_days = [
        _from_opening(row, hours)
        for row in rows
        if row.state == OpeningState.CANCELLED or (row.state == OpeningState.CLOSED and row.reason)
    ]
    half_days += [
        _from_week(day, row.part, (row.opens, row.closes))
        for day in holidays_between(first, last)
        for row in week
        if row.weekday == day.weekday() and (day, row.part) not in with_row
    ]
    return sorted(half_days, key=lambda half_day: (half_day.day, half_day.opens))


def half_day_on(db: Session, shop_id: int, day: date, part: DayPart) -> HalfDay | None:
    return next((h for h in half_days(db, shop_id, day, day) if h.part == part), None)


def half_day_now(db: Session, shop_id: int, at: datetime) -> HalfDay | None:
    """The half-day that is open at this moment, or None."""
    today = local_day(at)
    return OpeningHours(half_days(db, shop_id, today, today), at).now


def next_half_day(db: Session, shop_id: int, at: datetime) -> HalfDay | None:
    """The next half-day that takes place, if there is one within LOOKAHEAD."""
    return hours(db, shop_id, at).following


def hours(db: Session, shop_id: int, at: datetime) -> OpeningHours:
    """Opening hours from today on: whether the shop is open, why it is not, and when it opens again."""
    today = local_day(at)
    return OpeningHours(half_days(db, shop_id, today, today + LOOKAHEAD), at)


def closed_days(db: Session, shop_id: int) -> set[date]:
    """Days on which every half-day was cancelled: they do not count for deadlines (DOMAIN §4)."""
    rows = db.exec(select(Opening).where(Opening.shop_id == shop_id)).all()
    cancelled = {row.day for row in rows if row.state == OpeningState.CANCELLED}
    cancelled -= {row.day for row in rows if row.state != OpeningState.CANCELLED}
    if not cancelled:
        return set()
    week = weekly(db, shop_id)
    with_row = {(row.day, row.part) for row in rows}
    return {
        day for day in cancelled if all((day, row.part) in with_row for row in week if row.weekday == day.weekday())
    }


def present_in_opening(db: Session, opening_id: int) -> Sequence[Presence]:
    """The workers present in a half-day who have not left."""
    return db.exec(select(Presence).where(Presence.opening_id == opening_id, col(Presence.until).is_(None))).all()
