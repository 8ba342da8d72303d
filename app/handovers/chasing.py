"""The duty that looks at the clocks: each sign is given once, to who can do something about it (DOMAIN §4)."""

from datetime import datetime

from sqlalchemy.dialects import postgresql, sqlite
from sqlmodel import Session, col, select

from app.handovers import clocks, moving, telling
from app.handovers.clocks import Due, Sign
from app.handovers.facts import Clocks, clocks_of, facts_of
from app.handovers.models import ALIVE, Chase, Handover
from app.handovers.standing import Facts
from app.notices import actions as notices
from app.notices.words import NoticeKind

BITE = 50  # handovers in one transaction: somebody at the door may be waiting

_GIVE = {
    name: dialect.insert(Chase.__table__).on_conflict_do_nothing().returning(col(Chase.id))  # type: ignore[attr-defined]
    for name, dialect in (("sqlite", sqlite), ("postgresql", postgresql))
}


def chase(db: Session, at: datetime) -> int:
    """Gives every sign that is due and was not given, of some handovers; how many handovers that were.

    After a pause several are due at once: only the last is told, the earlier ones are kept as passed over.
    """
    given: dict[int, set[tuple[str, datetime]]] = {}
    for row in db.exec(select(Chase).join(Handover).where(col(Handover.state).in_(ALIVE))):
        given.setdefault(row.handover_id, set()).add((row.kind, row.since))
    around: dict[int, Clocks] = {}
    told = 0
    alive = select(Handover).where(col(Handover.state).in_(ALIVE)).order_by(col(Handover.journey_id), col(Handover.id))
    for handover in db.exec(alive).all():
        if handover.shop_id not in around:
            around[handover.shop_id] = clocks_of(db, handover.shop_id, at)
        facts = facts_of(db, handover, at, around[handover.shop_id])
        if not _new(facts, given.get(handover.id, set())):
            continue
        # Held from here on, and asked again: somebody may just have answered.
        facts = moving.hold(db, handover, None, at=at)
        if fresh := [each for each in _new(facts, given.get(handover.id, set())) if _give(db, facts, each, at)]:
            _tell(db, facts, fresh, at)
            told += 1
        if told >= BITE:
            break
    return told


def _new(facts: Facts, given: set[tuple[str, datetime]]) -> list[Due]:
    return [each for each in clocks.due(facts) if (each.sign.value, each.since) not in given]


def _give(db: Session, facts: Facts, due: Due, at: datetime) -> bool:
    """Whether we are the first to give it: the database lets one in."""
    handover = facts.handover
    later = clocks.due(facts)[-1] != due
    row = {
        "handover_id": handover.id, "person_id": handover.person_id, "kind": due.sign.value, "since": due.since,
        "at": at, "passed_over": later,
    }  # fmt: skip
    return db.connection().execute(_GIVE[db.get_bind().dialect.name], row).first() is not None


def _tell(db: Session, facts: Facts, fresh: list[Due], at: datetime) -> None:
    handover, sign = facts.handover, fresh[-1].sign
    if sign in (Sign.REMIND, Sign.CONTACT, Sign.CHOOSE, Sign.UNCHOSEN):
        handover.reminded_at = handover.reminded_at or at
    if sign in (Sign.CONTACT, Sign.CHOOSE, Sign.UNCHOSEN):
        handover.escalated_at = handover.escalated_at or at
    if sign == Sign.ANSWER:
        telling.tell(db, handover, (telling.SENDER,), NoticeKind.QUESTION, by=None, at=at)
    elif sign == Sign.REMIND:
        telling.tell(db, handover, (telling.RECEIVER,), NoticeKind.REMIND, by=None, at=at)
    elif sign == Sign.CONTACT:
        telling.write_to_partner(db, handover, at=at, reminding=True)
        telling.tell(db, handover, (telling.RECEIVER, telling.SENDER), NoticeKind.ASK_CONTACT, by=None, at=at)
    elif sign == Sign.CHOOSE:
        telling.tell(db, handover, (telling.SENDER,), NoticeKind.CHOOSE, by=None, at=at)
    elif sign == Sign.UNCHOSEN:
        whom = [telling.sender_of(handover), *telling.coordinators(db, handover)]
        notices.tell(db, whom, NoticeKind.CHOOSE, shop_id=handover.shop_id, about=telling.place(handover), at=at)
    elif sign == Sign.INTRODUCE:
        telling.tell(db, handover, (telling.RECEIVER, telling.SENDER), NoticeKind.INTRODUCE, by=None, at=at)
    else:
        side = telling.RECEIVER if sign == Sign.FEEDBACK else telling.SENDER
        telling.tell(db, handover, (side,), NoticeKind.FEEDBACK, by=None, at=at)
    db.flush()
