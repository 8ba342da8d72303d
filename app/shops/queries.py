"""When a shop is open, who is there, and what its lists hold."""

from collections.abc import Collection, Mapping, Sequence
from datetime import date, datetime, time, timedelta

from sqlalchemy import bindparam
from sqlmodel import Session, col, select

from app.accounts.models import Worker
from app.accounts.permissions import Permission, roles_with
from app.accounts.queries import members
from app.core.clock import local_day
from app.core.text import fold
from app.core.workdays import holiday, holidays_between
from app.shops.models import ListItem, ListName, Opening, OpeningState, Part, Presence, RosterPlan, Shop, WeeklyHalfDay
from app.shops.rules import HalfDay, Hours

AHEAD = timedelta(days=60)  # how far to look for the next half-day
_ORDER = {part: number for number, part in enumerate(Part)}


def shop(db: Session, shop_id: int) -> Shop:
    return db.get_one(Shop, shop_id)


def is_any(db: Session) -> bool:
    """Whether there is a shop at all."""
    return db.exec(select(Shop.id).limit(1)).first() is not None


def shops_among(db: Session, numbers: Collection[int]) -> list[Shop]:
    """The shops with these numbers, by name."""
    return list(db.exec(select(Shop).where(col(Shop.id).in_(numbers)).order_by(Shop.name, col(Shop.id))))


def shop_called(db: Session, key: str) -> Shop | None:
    """The shop of a public address."""
    return db.exec(select(Shop).where(Shop.key == key)).first()


_WEEK = select(WeeklyHalfDay).where(col(WeeklyHalfDay.shop_id) == bindparam("shop_id"))


def weekly(db: Session, shop_id: int) -> list[WeeklyHalfDay]:
    """The shop's week, in order."""
    rows = db.exec(_WEEK, params={"shop_id": shop_id}).all()
    return sorted(rows, key=lambda row: (row.weekday, _ORDER[row.part]))


_CHANGED = select(Opening).where(
    col(Opening.shop_id) == bindparam("shop_id"),
    col(Opening.day) >= bindparam("first"), col(Opening.day) <= bindparam("last"),
)  # fmt: skip


def half_days(db: Session, shop_id: int, first: date, last: date) -> list[HalfDay]:
    """Every half-day from `first` up to and including `last`: the week's, as changed for that date."""
    changed = db.exec(_CHANGED, params={"shop_id": shop_id, "first": first, "last": last})
    week = {(row.weekday, row.part): (row.opens, row.closes) for row in weekly(db, shop_id)}
    found = {(row.day, row.part): _as_changed(row, week) for row in changed}
    for day in (first + timedelta(days=n) for n in range((last - first).days + 1)):
        for (weekday, part), hours in week.items():
            if weekday == day.weekday():
                found.setdefault((day, part), _as_every_week(day, part, hours))
    return sorted(found.values(), key=lambda half_day: (half_day.day, half_day.opens))


Week = Mapping[tuple[int, Part], tuple[time, time]]


def _as_changed(row: Opening, week: Week) -> HalfDay:
    return HalfDay(
        row.day, row.part, row.opens, row.closes, row.state, row.reason, row.id, holiday(row.day),
        row.notice_nl, row.notice_en, week.get((row.day.weekday(), row.part)),
    )  # fmt: skip


def _as_every_week(day: date, part: Part, hours: tuple[time, time]) -> HalfDay:
    """The week's; on a public holiday it does not take place, unless somebody opens it on purpose."""
    name = holiday(day)
    state = OpeningState.CANCELLED if name else OpeningState.PLANNED
    return HalfDay(day, part, *hours, state=state, holiday=name, usual=hours)


def closed(db: Session, shop_id: int, first: date, last: date) -> list[HalfDay]:
    """Half-days on which the shop kept its door shut: called off, closed for a reason, or on a public holiday.

    The ordinary end of a half-day has no reason. What the week was in other years is not known: this year's is taken.
    """
    here = (col(Opening.shop_id) == shop_id, col(Opening.day) >= first, col(Opening.day) <= last)
    rows, week = db.exec(select(Opening).where(*here)).all(), weekly(db, shop_id)
    told, hours = {(row.day, row.part) for row in rows}, {(w.weekday, w.part): (w.opens, w.closes) for w in week}
    found = [
        _as_changed(row, hours) for row in rows
        if row.state == OpeningState.CANCELLED or (row.state == OpeningState.CLOSED and row.reason)
    ]  # fmt: skip
    found += [
        _as_every_week(day, row.part, (row.opens, row.closes))
        for day in holidays_between(first, last) for row in week
        if row.weekday == day.weekday() and (day, row.part) not in told
    ]  # fmt: skip
    return sorted(found, key=lambda half_day: (half_day.day, half_day.opens))


def half_day_on(db: Session, shop_id: int, day: date, part: Part) -> HalfDay | None:
    return next((h for h in half_days(db, shop_id, day, day) if h.part == part), None)


def half_day_now(db: Session, shop_id: int, at: datetime) -> HalfDay | None:
    """The half-day that is open at this moment, or None."""
    today = local_day(at)
    return Hours(half_days(db, shop_id, today, today), at).now


def next_half_day(db: Session, shop_id: int, at: datetime) -> HalfDay | None:
    """The first half-day after this moment that takes place; within some two months."""
    return hours(db, shop_id, at).following


def hours(db: Session, shop_id: int, at: datetime) -> Hours:
    """Whether the shop is open, why not, and when it is again."""
    today = local_day(at)
    return Hours(half_days(db, shop_id, today, today + AHEAD), at)


def closed_days(db: Session, shop_id: int) -> set[date]:
    """Days on which every half-day of the shop was called off: they do not count for a clock (DOMAIN §4)."""
    rows = db.exec(select(Opening).where(Opening.shop_id == shop_id)).all()
    off = {row.day for row in rows if row.state == OpeningState.CANCELLED}
    off -= {row.day for row in rows if row.state != OpeningState.CANCELLED}
    if not off:
        return set()
    week = weekly(db, shop_id)
    told = {(row.day, row.part) for row in rows}
    return {
        day for day in off
        if all((day, row.part) in told for row in week if row.weekday == day.weekday())
    }  # fmt: skip


def there(db: Session, opening_id: int) -> Sequence[Presence]:
    """Who is there in an opening and has not left."""
    return db.exec(select(Presence).where(Presence.opening_id == opening_id, col(Presence.until).is_(None))).all()


_CAME = select(Presence).where(col(Presence.opening_id) == bindparam("opening_id"))


def came(db: Session, opening_id: int) -> list[Presence]:
    """Who came in an opening, also who left again, in the order in which they came."""
    rows = db.exec(_CAME, params={"opening_id": opening_id})
    return sorted(rows, key=lambda row: (row.since, row.worker.name))


def present(db: Session, shop_id: int, at: datetime) -> list[Presence]:
    """Who is in the shop now, in the order in which they came."""
    today = local_day(at)
    counts = Hours(half_days(db, shop_id, today, today), at).roster
    return [p for p in came(db, counts.opening_id) if p.until is None] if counts and counts.opening_id else []


# Workers on the floor of a shop; managers and administrators do not receive anybody.
_ON_THE_FLOOR = members(bindparam("shop_id"), roles_with(Permission.BE_PRESENT))
_FLOOR = (
    select(Worker).where(col(Worker.id).in_(_ON_THE_FLOOR), col(Worker.disabled_at).is_(None)).order_by(Worker.name)
)


def floor(db: Session, shop_id: int) -> Sequence[Worker]:
    """Every worker, of any organisation, who may be in the shop for visitors."""
    return db.exec(_FLOOR, params={"shop_id": shop_id}).all()


def floor_worker(db: Session, shop_id: int, key: str) -> Worker | None:
    return next((worker for worker in floor(db, shop_id) if worker.key == key), None)


_PLANNED = select(RosterPlan).where(
    col(RosterPlan.shop_id) == bindparam("shop_id"),
    col(RosterPlan.day) >= bindparam("first"), col(RosterPlan.day) <= bindparam("last"),
)  # fmt: skip


def planned(db: Session, shop_id: int, first: date, last: date, able: Collection[Worker] = ()) -> list[RosterPlan]:
    """Who means to be there on these days, by name; who does not work on the floor any more does not."""
    rows = db.exec(_PLANNED, params={"shop_id": shop_id, "first": first, "last": last})
    numbers = {worker.id for worker in able or floor(db, shop_id)}
    return sorted((p for p in rows if p.worker_id in numbers), key=lambda p: (p.day, p.worker.name))


def planned_in(db: Session, shop_id: int, half_day: HalfDay, able: Collection[Worker] = ()) -> list[RosterPlan]:
    """Who means to be there in one half-day. `able`: the floor, for who has read it already."""
    return [p for p in planned(db, shop_id, half_day.day, half_day.day, able) if p.part == half_day.part]


def attendance(db: Session, shop_id: int, first: date, last: date) -> dict[tuple[date, Part], list[Presence]]:
    """Who really was there on these days, each once in a half-day, in the order in which they came."""
    opened = {
        row.id: (row.day, row.part)
        for row in db.exec(
            select(Opening).where(Opening.shop_id == shop_id, col(Opening.day) >= first, col(Opening.day) <= last)
        )
    }
    rows = db.exec(select(Presence).where(col(Presence.opening_id).in_(opened)).order_by(col(Presence.since)))
    found: dict[tuple[date, Part], dict[int, Presence]] = {}
    for presence in rows:
        found.setdefault(opened[presence.opening_id], {})[presence.worker_id] = presence
    return {half_day: list(rows.values()) for half_day, rows in found.items()}


def items(db: Session, shop_id: int, name: ListName, with_retired: bool = False) -> Sequence[ListItem]:
    """The entries of one of the shop's lists, in its order."""
    statement = select(ListItem).where(ListItem.shop_id == shop_id, ListItem.list == name)
    if not with_retired:
        statement = statement.where(col(ListItem.retired_at).is_(None))
    return db.exec(statement.order_by(col(ListItem.position), col(ListItem.id))).all()


def item(db: Session, shop_id: int, key: str) -> ListItem | None:
    return db.exec(select(ListItem).where(ListItem.shop_id == shop_id, ListItem.key == key)).first()


def name_taken(
    db: Session, shop_id: int, name: ListName, wanted: str, besides: int | None = None, question: str = ""
) -> bool:
    """Whether a list offers something of that name already, whatever its capitals and accents.

    `question`: the key of the one that the answers belong to; of two questions each may have its "Something else".
    """
    offered = [i for i in items(db, shop_id, name) if name != ListName.ANSWER or i.grouping == question]
    return fold(wanted) in {fold(item.name_nl) for item in offered if item.id != besides}
