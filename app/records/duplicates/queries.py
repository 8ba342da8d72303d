"""Reads for merging: what is open on a record, two records compared, probable pairs, links and marks."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import Select, bindparam
from sqlalchemy import select as columns
from sqlmodel import Session, col, func, or_, select

from app.accounts.current_user import Actor
from app.accounts.permissions import Permission, may
from app.core.clock import local_day
from app.front_desk.visits import queries as visits
from app.guidance.journeys import queries as journeys
from app.handovers.lifecycle.models import ALIVE, Handover, Kind
from app.people.people.models import Person
from app.people.people.person_aliases import Link, aliases_of, link_to_canonical
from app.people.search.rules import CERTAIN
from app.records.duplicates.models import Different, Double
from app.records.duplicates.rules import ComparedField, MergePair, MergeSide, compare_fields, is_natural_main

PAGE_SIZE = 20  # pairs on one page


@dataclass(frozen=True)
class Comparison:
    """Two records compared: the main one first, their fields, and the last visit and number of visits of each."""

    pair: MergePair
    fields: list[ComparedField]
    last_days: tuple[date | None, date | None]
    visits: tuple[int, int]
    mark: Different | None = None  # a mark made at the front desk, although they match closely


def link_for(db: Session, actor: Actor, key: str) -> Link | None:
    """The link with this key in the actor's shop, or None if the actor may not merge persons."""
    if not may(actor, Permission.MERGE_PERSONS):
        return None
    return db.exec(select(Link).where(Link.key == key, Link.shop_id == actor.shop_id)).first()


def merge_side(db: Session, person: Person, at: datetime) -> MergeSide:
    """What is open or in progress on one record."""
    statement = select(Handover).where(Handover.person_id == person.id, col(Handover.state).in_(ALIVE))
    handovers = db.exec(statement).all()
    return MergeSide(
        person,
        journeys.open_journey(db, person.id),
        linked=link_to_canonical(db, person.id) is not None,
        is_here=visits.present_visit(db, person.id, local_day(at)) is not None,
        alive=frozenset(h.journey_id for h in handovers),
        transfer=any(h.kind == Kind.TRANSFER for h in handovers),
    )


def merge_pair(db: Session, main: Person, other: Person, at: datetime, goes_on: str = "") -> MergePair:
    return MergePair(merge_side(db, main, at), merge_side(db, other, at), goes_on)


def compare_pair(db: Session, one: Person, other: Person, at: datetime) -> Comparison:
    """Compares two records, with the natural main one first."""
    sides = merge_side(db, one, at), merge_side(db, other, at)
    main, second = sides if is_natural_main(*sides) else reversed(sides)
    return _comparison(db, MergePair(main, second))


def compare_in_order(db: Session, main: Person, other: Person, at: datetime) -> Comparison:
    return _comparison(db, merge_pair(db, main, other, at))


def _comparison(db: Session, pair: MergePair) -> Comparison:
    main, second = pair.sides
    first_id, second_id = main.person.id, second.person.id
    days = visits.last_days(db, [first_id, second_id])
    counts = visits.visit_counts(db, [first_id, second_id])
    return Comparison(
        pair,
        compare_fields(main.person, second.person),
        (days.get(first_id), days.get(second_id)),
        (counts.get(first_id, 0), counts.get(second_id, 0)),
        current_mark(db, {first_id}, {second_id}),
    )


def latest_links(db: Session, actor: Actor) -> list[Link]:
    """The latest links in the actor's shop that are in force; empty if the actor may not merge persons."""
    if not may(actor, Permission.MERGE_PERSONS):
        return []
    statement = select(Link).where(Link.shop_id == actor.shop_id, col(Link.undone_at).is_(None))
    return list(db.exec(statement.order_by(col(Link.id).desc()).limit(PAGE_SIZE)))


def all_links(db: Session) -> list[Link]:
    """Every link in force, in every shop, oldest first. For maintenance; not for readers."""
    return list(db.exec(select(Link).where(col(Link.undone_at).is_(None)).order_by(col(Link.id))))


_LINKS_FROM = select(Link).where(
    col(Link.other_id).in_(bindparam("cards", expanding=True)), col(Link.undone_at).is_(None)
)


def links_from(db: Session, cards: Collection[int]) -> list[Link]:
    """The links in force that made these persons aliases. For maintenance; not for readers."""
    return list(db.exec(_LINKS_FROM, params={"cards": list(cards)}))


def probable_pairs(db: Session, actor: Actor) -> list[Double]:
    """The most likely pairs of the shop that nobody has decided on; empty if the actor may not merge persons."""
    if not may(actor, Permission.MERGE_PERSONS):
        return []
    statement = select(Double).where(Double.shop_id == actor.shop_id)
    return list(db.exec(statement.order_by(col(Double.score).desc(), col(Double.id)).limit(PAGE_SIZE)))


def count_pairs(db: Session, actor: Actor, at: datetime) -> int:
    """How many pairs await a decision."""
    return db.exec(select(func.count()).select_from(Double).where(Double.shop_id == actor.shop_id)).one()


def certain_pairs_count(actor: Actor, at: datetime) -> Select[int]:
    """Statement that counts pairs that are almost certainly one person, for the badge. Probable ones can wait."""
    here = col(Double.shop_id) == actor.shop_id
    return columns(func.count()).select_from(Double).where(here, col(Double.score) >= CERTAIN)


def latest_marks(db: Session, actor: Actor) -> list[Different]:
    """The latest marks of different persons in the actor's shop; empty if the actor may not merge persons."""
    if not may(actor, Permission.MERGE_PERSONS):
        return []
    statement = select(Different).where(Different.shop_id == actor.shop_id, col(Different.taken_back_at).is_(None))
    return list(db.exec(statement.order_by(col(Different.id).desc()).limit(PAGE_SIZE)))


def mark_by_key(db: Session, actor: Actor, key: str) -> Different | None:
    if not may(actor, Permission.MERGE_PERSONS):
        return None
    return db.exec(select(Different).where(Different.key == key, Different.shop_id == actor.shop_id)).first()


def current_mark(db: Session, one: Collection[int], other: Collection[int]) -> Different | None:
    """The mark in force between any of these records and any of those; a coordinator's before a host's."""
    these = (col(Different.one_id).in_(one) & col(Different.other_id).in_(other)) | (
        col(Different.one_id).in_(other) & col(Different.other_id).in_(one)
    )
    statement = select(Different).where(or_(these), col(Different.taken_back_at).is_(None))
    return db.exec(statement.order_by(col(Different.at_the_door), col(Different.id).desc())).first()


def ids_of_person(db: Session, person_id: int) -> set[int]:
    """The ids of all records of a person."""
    return {person_id} | {alias.id for alias in aliases_of(db, person_id)}
