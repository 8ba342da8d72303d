"""Merging two records of one person, undoing a merge, and marking two records as different persons."""

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
    """Merges `other` into `main`: all rows of the other record move to the main one. Can be undone with `unmerge`.

    `goes_on`: key of the journey that continues when both records have an open one; the other is suspended. Raises
    Refused if rules.merging forbids it.
    """
    _lock_both(db, main, other)
    pair = queries.merge_pair(db, main, other, at, goes_on)
    rules.merging.check(pair, by)
    suspended = suspend(db, pair.set_aside, gettext(FOLLOWED_IN_OTHER), by=by, at=at) if pair.set_aside else None
    kept, moved = rows_of(db, main.id), rows_of(db, other.id)  # after suspend, which adds rows
    for row in moved:
        row.move_to(main.id)
    link = Link(
        shop_id=main.shop_id,
        main_id=main.id,
        other_id=other.id,
        why=why,
        by_id=by.worker_id,
        linked_at=at,
        set_aside=suspended,
    )
    db.add(link)
    db.flush()
    _write_ledger(db, link, kept, moved)
    _expire(db, moved)
    _persons_changed(db, other, main, at=at)
    return link


def unmerge(db: Session, link: Link, *, by: Actor, at: datetime) -> UnmergePlan:
    """Undoes a merge: rows that came from the other record move back to it. Returns what moved.

    Marks the two as different persons, so that they are not proposed again. Raises Refused if the link was undone
    already, if a later merge must be undone first, or if a handover depends on a consent that would move.
    """
    # Persons are locked before the link, in the same order as in merge; otherwise the two could deadlock.
    _lock_both(db, link.main, link.other)
    link = lock_row(db, link)
    rules.unmerging.check(link, by)
    if has_later_link(db, link):
        raise Refused(rules.LATER_FIRST)
    plan = unmerge_plan(db, link)
    if plan.blocking:
        raise Refused(rules.RESTS_ON, partner=plan.blocking.receiver.name)
    staying = plan.kept + plan.staying
    for row in plan.back:
        row.move_to(link.other_id)
    for row in plan.back:
        detach(row, {other.ref for other in staying})
    for row in staying:
        detach(row, plan.refs_back)
    link.undone_at, link.undone_by_id = at, by.worker_id
    db.flush()
    _expire(db, plan.back)
    if link.set_aside:
        resume(db, link.set_aside, by=by, at=at)
    mark_different(db, link.main, link.other, by=by, at=at)
    _persons_changed(db, link.other, link.main, at=at)
    return plan


def move_all_late_writes(db: Session) -> int:
    """Moves rows of all aliases to their canonical records; returns how many. See late_writes."""
    return sum(move_late_writes(db, link) for link in queries.all_links(db))


def move_late_writes(db: Session, link: Link) -> int:
    """Moves rows written on the other record after the merge to the main one, as if they had been there before.

    Returns how many rows.
    """
    late = rows_of(db, link.other_id)
    for row in late:
        row.move_to(link.main_id)
    db.flush()
    _write_ledger(db, link, [], late)
    _expire(db, late)
    return len(late)


def mark_different(
    db: Session, one: Person, other: Person, *, at_the_door: bool = False, by: Actor, at: datetime
) -> Different:
    """Marks two records as different persons, unless they are marked already. Takes the pair off the list.

    `at_the_door`: marked by a host, who saw little of either record; a coordinator's mark replaces it.
    """
    mark = queries.current_mark(db, {one.id}, {other.id})
    if mark is None or (mark.at_the_door and not at_the_door):
        mark = Different(
            shop_id=one.shop_id,
            one_id=one.id,
            other_id=other.id,
            at_the_door=at_the_door,
            by_id=by.worker_id,
            said_at=at,
        )
        db.add(mark)
        db.flush()
    candidate_list.refresh_pairs(db, one, at)
    return mark


def withdraw_different(db: Session, mark: Different, *, by: Actor, at: datetime) -> None:
    """Withdraws a mark, so that the pair may be proposed again."""
    mark = lock_row(db, mark)
    if mark.taken_back_at is None:
        mark.taken_back_at, mark.taken_back_by_id = at, by.worker_id
        db.flush()
        candidate_list.refresh_pairs(db, db.get_one(Person, mark.one_id), at)


def _lock_both(db: Session, one: Person, other: Person) -> None:
    """Locks both persons, always in the same order, so that two requests cannot deadlock."""
    for person in sorted((one, other), key=lambda person: person.id):
        lock_row(db, person)


def _expire(db: Session, moved: list[OwnedRow]) -> None:
    """Reloads moved rows, and their relationships to a person, on next use."""
    for row in moved:
        db.expire(row.instance)


def _write_ledger(db: Session, link: Link, kept: list[OwnedRow], moved: list[OwnedRow]) -> None:
    lines = [
        {"link_id": link.id, "table_name": table, "column_name": column, "row_id": row_id, "from_other": from_other}
        for from_other, rows in ((False, kept), (True, moved))
        for table, column, row_id in (row.key for row in rows)
    ]
    if lines:
        db.execute(insert(LinkedRow), lines)


def _persons_changed(db: Session, *persons: Person, at: datetime) -> None:
    """Updates how these persons are found, and the pairs in which they may be duplicates."""
    for person in persons:
        people.person_changed(db, person, at)
