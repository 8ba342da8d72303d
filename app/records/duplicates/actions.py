"""Two cards turn out to be of one person, or of two after all. Nothing is lost either way."""

from datetime import datetime

from sqlalchemy import insert
from sqlmodel import Session

from app.accounts.current_user import Actor
from app.core.database import lock_row
from app.core.state_machine import Refused
from app.core.text_rules import N_
from app.guidance.journeys.suspension_actions import resume, suspend
from app.people.people import actions as people
from app.people.people.models import Person
from app.people.people.person_aliases import Link, LinkedRow
from app.records.duplicates import candidate_list, queries, rules
from app.records.duplicates.models import Different
from app.records.duplicates.owned_rows import OwnedRow, detach, rows_of
from app.records.duplicates.unlinking import UnmergePlan, has_later_link, unmerge_plan
from app.web.i18n import gettext

FOLLOWED_IN_OTHER = N_("Linked: continues in the other journey")


def merge(
    db: Session, main: Person, other: Person, *, why: str = "", goes_on: str = "", by: Actor, at: datetime
) -> Link:
    """The other card is of the same person: everything on it stands with the main card from now on.

    `goes_on`: the key of the journey that goes on when both cards have an open one; the other is set aside.
    Raises Refused for what cannot both be true.
    """
    _lock_both(db, main, other)
    pair = queries.merge_pair(db, main, other, at, goes_on)
    rules.merging.check(pair, by)
    aside = suspend(db, pair.set_aside, gettext(FOLLOWED_IN_OTHER), by=by, at=at) if pair.set_aside else None
    kept, came = rows_of(db, main.id), rows_of(db, other.id)  # with what setting aside wrote down on its card
    for row in came:
        row.give(main.id)
    made = Link(
        shop_id=main.shop_id,
        main_id=main.id,
        other_id=other.id,
        why=why,
        by_id=by.worker_id,
        linked_at=at,
        set_aside=aside,
    )
    db.add(made)
    db.flush()
    _write_ledger(db, made, kept, came)
    _expire(db, came)
    _persons_changed(db, other, main, at=at)
    return made


def unmerge(db: Session, link: Link, *, by: Actor, at: datetime) -> UnmergePlan:
    """They are two persons after all: what came from the other card goes back to it. Raises Refused.

    It is remembered that they are two, so that they are not proposed again.
    """
    _lock_both(
        db, link.main, link.other
    )  # the cards before the link, as linking does: else the two wait for each other
    link = lock_row(db, link)
    rules.unmerging.check(link, by)
    if has_later_link(db, link):
        raise Refused(rules.LATER_FIRST)
    parts = unmerge_plan(db, link)
    if parts.stuck:
        raise Refused(rules.RESTS_ON, partner=parts.stuck.receiver.name)
    for row in parts.back:
        row.give(link.other_id)
    for row in parts.back:
        detach(row, {other.name for other in parts.kept + parts.staying})
    for row in parts.kept + parts.staying:
        detach(row, parts.went)
    link.undone_at, link.undone_by_id = at, by.worker_id
    db.flush()
    _expire(db, parts.back)
    if link.set_aside:
        resume(db, link.set_aside, by=by, at=at)
    mark_different(db, link.main, link.other, by=by, at=at)
    _persons_changed(db, link.other, link.main, at=at)
    return parts


def move_all_late_writes(db: Session) -> int:
    """Brings to the main cards whatever stands on a card that was linked; returns how many rows. See linking.strays."""
    return sum(move_late_writes(db, made) for made in queries.all_links(db))


def move_late_writes(db: Session, made: Link) -> int:
    """Brings to the main card of a link what landed on the other one since, as if it had been there when they were
    linked; returns how many rows."""
    strays = rows_of(db, made.other_id)
    for row in strays:
        row.give(made.main_id)
    db.flush()
    _write_ledger(db, made, [], strays)
    _expire(db, strays)
    return len(strays)


def mark_different(
    db: Session, one: Person, other: Person, *, at_the_door: bool = False, by: Actor, at: datetime
) -> Different:
    """Somebody's word that these are two persons. Remembered for good; said twice it is the same word."""
    said = queries.current_mark(db, {one.id}, {other.id})
    if said is None or (said.at_the_door and not at_the_door):
        said = Different(
            shop_id=one.shop_id,
            one_id=one.id,
            other_id=other.id,
            at_the_door=at_the_door,
            by_id=by.worker_id,
            said_at=at,
        )
        db.add(said)
        db.flush()
    candidate_list.refresh_pairs(db, one, at)
    return said


def withdraw_different(db: Session, said: Different, *, by: Actor, at: datetime) -> None:
    """Perhaps they are one person after all: the pair may be proposed again."""
    said = lock_row(db, said)
    if said.taken_back_at is None:
        said.taken_back_at, said.taken_back_by_id = at, by.worker_id
        db.flush()
        candidate_list.refresh_pairs(db, db.get_one(Person, said.one_id), at)


def _lock_both(db: Session, one: Person, other: Person) -> None:
    """Both cards, kept from changing by others; always in the same order."""
    for person in sorted((one, other), key=lambda person: person.id):
        lock_row(db, person)


def _expire(db: Session, moved: list[OwnedRow]) -> None:
    """What was read with the one card is read with the other from here."""
    for row in moved:
        db.expire(row.thing)


def _write_ledger(db: Session, link: Link, kept: list[OwnedRow], came: list[OwnedRow]) -> None:
    lines = [
        {"link_id": link.id, "table_name": table, "column_name": column, "row_id": number, "from_other": from_other}
        for from_other, rows in ((False, kept), (True, came))
        for table, column, number in (row.place for row in rows)
    ]
    if lines:
        db.execute(insert(LinkedRow), lines)


def _persons_changed(db: Session, *cards: Person, at: datetime) -> None:
    """How both are found, and whose doubles they may be."""
    for card in cards:
        people.person_changed(db, card, at)
