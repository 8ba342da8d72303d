"""When a shop is open, who is there, and what its lists hold."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta

from sqlmodel import Session, col, select

from app.accounts.models import Membership, Role, Worker
from app.core.clock import local_day
from app.core.text import fold
from app.shops.models import ListItem, ListName, Opening, OpeningState, Part, Presence, WeeklyHalfDay
from app.shops.rules import HalfDay, Hours

AHEAD = timedelta(days=60)  # how far to look for the next half-day
_ORDER = {part: number for number, part in enumerate(Part)}
# Who stands on the floor of a shop; managers and administrators do not receive anybody.
ON_THE_FLOOR = (Role.HOST, Role.FRONT_OFFICE, Role.PARTNER, Role.COORDINATOR)


def weekly(db: Session, shop_id: int) -> list[WeeklyHalfDay]:
    """The shop's week, in order."""
    rows = db.exec(select(WeeklyHalfDay).where(WeeklyHalfDay.shop_id == shop_id)).all()
    return sorted(rows, key=lambda row: (row.weekday, _ORDER[row.part]))


def half_days(db: Session, shop_id: int, first: date, last: date) -> list[HalfDay]:
    """Every half-day from `first` up to and including `last`: the week's, as changed for that date."""
    changed = db.exec(
        select(Opening).where(Opening.shop_id == shop_id, col(Opening.day) >= first, col(Opening.day) <= last)
    )
    found = {(o.day, o.part): HalfDay(o.day, o.part, o.opens, o.closes, o.state, o.reason, o.id) for o in changed}
    week = weekly(db, shop_id)
    for day in (first + timedelta(days=n) for n in range((last - first).days + 1)):
        for row in week:
            if row.weekday == day.weekday():
                found.setdefault((day, row.part), HalfDay(day, row.part, row.opens, row.closes))
    return sorted(found.values(), key=lambda half_day: (half_day.day, half_day.opens))


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
    held = {(row.day) for row in rows if row.state != OpeningState.CANCELLED}
    week = weekly(db, shop_id)
    told = {(row.day, row.part) for row in rows}
    return {
        day for day in off - held
        if all((day, row.part) in told for row in week if row.weekday == day.weekday())
    }  # fmt: skip


def roster(db: Session, shop_id: int, at: datetime) -> int | None:
    """The number of the opening whose roster counts now: of the half-day that is open, else the latest that began."""
    today = local_day(at)
    all_day = half_days(db, shop_id, today, today)
    if current := Hours(all_day, at).now:
        return current.opening_id
    return next((h.opening_id for h in reversed(all_day) if h.starts_at <= at and h.opening_id), None)


def present(db: Session, shop_id: int, at: datetime) -> list[Presence]:
    """Who is in the shop now, by name."""
    opening = roster(db, shop_id, at)
    if opening is None:
        return []
    rows = db.exec(select(Presence).where(Presence.opening_id == opening, col(Presence.until).is_(None))).all()
    return sorted(rows, key=lambda row: (row.since, row.worker.name))


def floor(db: Session, shop_id: int) -> Sequence[Worker]:
    """Every worker, of any organisation, who may be in the shop for visitors."""
    here = select(Membership.worker_id).where(Membership.shop_id == shop_id, col(Membership.role).in_(ON_THE_FLOOR))
    statement = select(Worker).where(col(Worker.id).in_(here), col(Worker.disabled_at).is_(None))
    return db.exec(statement.order_by(Worker.name)).all()


def floor_worker(db: Session, shop_id: int, key: str) -> Worker | None:
    return next((worker for worker in floor(db, shop_id) if worker.key == key), None)


def items(db: Session, shop_id: int, name: ListName, with_retired: bool = False) -> Sequence[ListItem]:
    """The entries of one of the shop's lists, in its order."""
    statement = select(ListItem).where(ListItem.shop_id == shop_id, ListItem.list == name)
    if not with_retired:
        statement = statement.where(col(ListItem.retired_at).is_(None))
    return db.exec(statement.order_by(col(ListItem.position), col(ListItem.id))).all()


def item(db: Session, shop_id: int, key: str) -> ListItem | None:
    return db.exec(select(ListItem).where(ListItem.shop_id == shop_id, ListItem.key == key)).first()


def name_taken(db: Session, shop_id: int, name: ListName, wanted: str, besides: int | None = None) -> bool:
    """Whether a list offers something of that name already, whatever its capitals and accents."""
    return fold(wanted) in {fold(item.name_nl) for item in items(db, shop_id, name) if item.id != besides}
