"""Keeps the list of probable duplicates: updated when a person is added or changed, and rebuilt by a command.

For a shop of ten thousand persons the list is a handful of rows, and showing it computes nothing.
"""

from collections.abc import Iterable
from datetime import datetime

from sqlalchemy import delete
from sqlmodel import Session, col, or_, select

from app.people.people.forms import PersonDetails
from app.people.people.models import Person
from app.people.people.person_aliases import link_to_canonical
from app.people.people.queries import facts_of
from app.people.search.queries import similar_persons
from app.people.search.rules import CERTAIN
from app.records.duplicates import queries
from app.records.duplicates.models import Different, Double


def needs_review(score: float, mark: Different | None) -> bool:
    """Whether a coordinator still has to review a pair. A host's mark settles a pair that is only probable."""
    return mark is None or (mark.at_the_door and score >= CERTAIN)


def probable_matches(db: Session, shop_id: int, details: PersonDetails) -> list[Person]:
    """Persons who may be the same as somebody about to be added, most likely first."""
    ids = [person_id for person_id, _score in similar_persons(db, shop_id, facts_of(details))]
    persons = {p.id: p for p in db.exec(select(Person).where(col(Person.id).in_(ids)))} if ids else {}
    return [persons[person_id] for person_id in ids if person_id in persons]


def refresh_pairs(db: Session, person: Person, at: datetime) -> None:
    """Finds the possible duplicates of a person again."""
    remove_pairs(db, person.id)
    if link_to_canonical(db, person.id):
        return
    own_ids = queries.ids_of_person(db, person.id)
    for similar_id, score in similar_persons(db, person.shop_id, facts_of(person), excluding=own_ids):
        if needs_review(score, queries.current_mark(db, own_ids, queries.ids_of_person(db, similar_id))):
            one, other = sorted((person.id, similar_id))
            db.add(Double(shop_id=person.shop_id, one_id=one, other_id=other, score=score, found_at=at))
    db.flush()


def remove_pairs(db: Session, person_id: int) -> None:
    """Removes a person's pairs from the list."""
    db.execute(delete(Double).where(or_(col(Double.one_id) == person_id, col(Double.other_id) == person_id)))


def rebuild_shop(db: Session, shop_id: int, at: datetime) -> int:
    """Rebuilds the list of a shop, after the match rules changed; returns how many pairs it holds."""
    db.execute(delete(Double).where(col(Double.shop_id) == shop_id))
    for person in _persons(db, shop_id):
        refresh_pairs(db, person, at)
    return len(db.exec(select(Double.id).where(Double.shop_id == shop_id)).all())


def rebuild_all(db: Session, at: datetime) -> int:
    """Rebuilds the lists of all shops; returns how many pairs they hold."""
    return sum(rebuild_shop(db, shop_id, at) for shop_id in db.exec(select(Person.shop_id).distinct()).all())


def _persons(db: Session, shop_id: int) -> Iterable[Person]:
    return db.exec(select(Person).where(Person.shop_id == shop_id).order_by(col(Person.id))).all()
