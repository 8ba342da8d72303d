"""Contacts outside the shop: recorded several at once, listed per day, undone together."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import joinedload
from sqlmodel import Session, col, select

from app.accounts.current_user import Actor
from app.core.clock import local_day
from app.core.database import relation
from app.core.state_machine import Refused
from app.front_desk.visits import rules
from app.front_desk.visits.models import Visit, VisitKind, VisitState
from app.shop.half_days.actions import current_opening_id


@dataclass
class ContactEntry:
    """What one press recorded: the first visit, and how many there are."""

    visit: Visit
    count: int = 1


def record_several(
    db: Session, number: int, *, kind: VisitKind, about: str = "", by: Actor, at: datetime
) -> list[Visit]:
    """Records `number` anonymous contacts, each as its own visit. Raises Refused."""
    if reason := rules.several_obstacle(kind, named=False):
        raise Refused(reason)
    opening_id = current_opening_id(db, by.shop_id, at=at)
    rows = [
        Visit(
            shop_id=by.shop_id,
            opening_id=opening_id,
            kind=kind,
            about=about,
            state=VisitState.DONE,
            day=local_day(at),
            arrived_at=at,
            helped_by_id=by.worker_id,
            helped_from=at,
            ended_at=at,
            registered_by_id=by.worker_id,
        )
        for _ in range(min(number, rules.MAX_AT_ONCE))
    ]
    db.add_all(rows)
    db.flush()
    return rows


def contacts_today(db: Session, actor: Actor, at: datetime) -> list[ContactEntry]:
    """Today's contacts outside the actor's shop, latest first."""
    statement = (
        select(Visit)
        .where(
            Visit.shop_id == actor.shop_id, Visit.day == local_day(at), col(Visit.kind).not_in(rules.IN_PERSON_KINDS)
        )
        .options(joinedload(relation(Visit.person)), joinedload(relation(Visit.helped_by)))
        .order_by(col(Visit.arrived_at).desc(), col(Visit.id))
    )
    found: dict[object, ContactEntry] = {}
    for visit in db.exec(statement):
        known = found.setdefault(_entry_key(visit), ContactEntry(visit, 0))
        known.count += 1
    return list(found.values())


def _entry_key(visit: Visit) -> object:
    """Equal for all visits recorded with one press."""
    return (visit.arrived_at, visit.registered_by_id, visit.kind, visit.about, visit.person_id)


def undo_entry(db: Session, visit: Visit, *, by: Actor, at: datetime) -> int:
    """Deletes everything recorded with the same press as this visit, on the same day only.

    Returns the number deleted. Raises Refused.
    """
    if visit.day != local_day(at):
        raise Refused(rules.OTHER_DAY)
    if reason := rules.undo_entry.obstacle(visit, by):
        raise Refused(reason)
    same = select(Visit).where(
        Visit.shop_id == visit.shop_id,
        Visit.day == visit.day,
        Visit.arrived_at == visit.arrived_at,
        Visit.kind == visit.kind,
    )
    rows = [row for row in db.exec(same) if _entry_key(row) == _entry_key(visit)]
    for row in rows:
        db.delete(row)
    db.flush()
    return len(rows)
