"""The list of probable doubles, kept up to date: worked out when somebody is written down or changes, and anew as a
whole by a command. A shop of ten thousand persons costs a handful of rows, and nothing at all to look at."""

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


def needs_review(score: float, said: Different | None) -> bool:
    """Whether a coordinator is still to look at a pair. A host's word settles what is only probable."""
    return said is None or (said.at_the_door and score >= CERTAIN)


def probable_matches(db: Session, shop_id: int, said: PersonDetails) -> list[Person]:
    """Who somebody that is about to be written down may be, the likeliest first."""
    numbers = [number for number, _score in similar_persons(db, shop_id, facts_of(said))]
    persons = {p.id: p for p in db.exec(select(Person).where(col(Person.id).in_(numbers)))} if numbers else {}
    return [persons[number] for number in numbers if number in persons]


def refresh_pairs(db: Session, person: Person, at: datetime) -> None:
    """Works out anew of whom this card may be a double."""
    remove_pairs(db, person.id)
    if link_to_canonical(db, person.id):
        return
    ours = queries.ids_of_person(db, person.id)
    for number, score in similar_persons(db, person.shop_id, facts_of(person), excluding=ours):
        if needs_review(score, queries.current_mark(db, ours, queries.ids_of_person(db, number))):
            one, other = sorted((person.id, number))
            db.add(Double(shop_id=person.shop_id, one_id=one, other_id=other, score=score, found_at=at))
    db.flush()


def remove_pairs(db: Session, person_id: int) -> None:
    """Takes a card off the list."""
    db.execute(delete(Double).where(or_(col(Double.one_id) == person_id, col(Double.other_id) == person_id)))


def rebuild_shop(db: Session, shop_id: int, at: datetime) -> int:
    """The whole list of a shop anew, after the rules of likeness changed; returns how many pairs are on it."""
    db.execute(delete(Double).where(col(Double.shop_id) == shop_id))
    for person in _persons(db, shop_id):
        refresh_pairs(db, person, at)
    return len(db.exec(select(Double.id).where(Double.shop_id == shop_id)).all())


def rebuild_all(db: Session, at: datetime) -> int:
    """The lists of all shops anew; returns how many pairs there are."""
    return sum(rebuild_shop(db, shop_id, at) for shop_id in db.exec(select(Person.shop_id).distinct()).all())


def _persons(db: Session, shop_id: int) -> Iterable[Person]:
    return db.exec(select(Person).where(Person.shop_id == shop_id).order_by(col(Person.id))).all()
