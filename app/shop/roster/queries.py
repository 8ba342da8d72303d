"""Reads who is planned for a half-day, who is present now, and who was present."""

from collections.abc import Collection, Sequence
from datetime import date, datetime

from sqlalchemy import bindparam
from sqlmodel import Session, col, select

from app.accounts.models import Worker
from app.accounts.permissions import Permission, roles_with
from app.accounts.queries import member_ids
from app.core.clock import local_day
from app.shop.half_days.models import DayPart, Opening, Presence
from app.shop.half_days.queries import half_days
from app.shop.half_days.rules import HalfDay, OpeningHours
from app.shop.roster.models import RosterPlan

_PRESENCES = select(Presence).where(col(Presence.opening_id) == bindparam("opening_id"))


def presences_of(db: Session, opening_id: int) -> list[Presence]:
    """Everyone who came in a half-day, also those who left again, in order of arrival."""
    rows = db.exec(_PRESENCES, params={"opening_id": opening_id})
    return sorted(rows, key=lambda row: (row.since, row.worker.name))


def present_now(db: Session, shop_id: int, at: datetime) -> list[Presence]:
    """Everyone who is in the shop now, in order of arrival."""
    today = local_day(at)
    half_day = OpeningHours(half_days(db, shop_id, today, today), at).roster
    if half_day is None or half_day.opening_id is None:
        return []
    return [p for p in presences_of(db, half_day.opening_id) if p.until is None]


# Workers who receive visitors. Managers and administrators do not.
_ON_THE_FLOOR = member_ids(bindparam("shop_id"), roles_with(Permission.BE_PRESENT))


_FLOOR_WORKERS = (
    select(Worker).where(col(Worker.id).in_(_ON_THE_FLOOR), col(Worker.disabled_at).is_(None)).order_by(Worker.name)
)


def floor_workers(db: Session, shop_id: int) -> Sequence[Worker]:
    """All workers, of any organisation, who may receive visitors in the shop."""
    return db.exec(_FLOOR_WORKERS, params={"shop_id": shop_id}).all()


def floor_worker(db: Session, shop_id: int, key: str) -> Worker | None:
    return next((worker for worker in floor_workers(db, shop_id) if worker.key == key), None)


_PLANS = select(RosterPlan).where(
    col(RosterPlan.shop_id) == bindparam("shop_id"),
    col(RosterPlan.day) >= bindparam("first"),
    col(RosterPlan.day) <= bindparam("last"),
)


def plans_between(
    db: Session, shop_id: int, first: date, last: date, able: Collection[Worker] = ()
) -> list[RosterPlan]:
    """The plans for these days, by day and name, without workers who no longer receive visitors.

    `able`: the workers who do, if the caller has read them already.
    """
    rows = db.exec(_PLANS, params={"shop_id": shop_id, "first": first, "last": last})
    worker_ids = {worker.id for worker in able or floor_workers(db, shop_id)}
    return sorted((p for p in rows if p.worker_id in worker_ids), key=lambda p: (p.day, p.worker.name))


def plans_for_half_day(db: Session, shop_id: int, half_day: HalfDay, able: Collection[Worker] = ()) -> list[RosterPlan]:
    """The plans for one half-day. `able`: as in plans_between."""
    return [p for p in plans_between(db, shop_id, half_day.day, half_day.day, able) if p.part == half_day.part]


def attendance(db: Session, shop_id: int, first: date, last: date) -> dict[tuple[date, DayPart], list[Presence]]:
    """Who was present on these days, by day and part: each worker once in a half-day, in order of arrival."""
    half_days_by_id = {
        row.id: (row.day, row.part)
        for row in db.exec(
            select(Opening).where(Opening.shop_id == shop_id, col(Opening.day) >= first, col(Opening.day) <= last)
        )
    }
    rows = db.exec(select(Presence).where(col(Presence.opening_id).in_(half_days_by_id)).order_by(col(Presence.since)))
    by_half_day: dict[tuple[date, DayPart], dict[int, Presence]] = {}
    for presence in rows:
        by_half_day.setdefault(half_days_by_id[presence.opening_id], {})[presence.worker_id] = presence
    return {half_day: list(rows.values()) for half_day, rows in by_half_day.items()}
