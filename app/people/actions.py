"""Writing down who somebody is, and keeping them findable."""

from collections.abc import Callable
from datetime import datetime

from sqlalchemy import delete, insert
from sqlmodel import Session, col

from app.accounts.actors import Actor
from app.core.database import locked
from app.people import rules
from app.people.forms import Details
from app.people.links import link_of, other_cards
from app.people.models import Person, SearchTerm

# What higher capabilities work out from who somebody is, in the same transaction: they add themselves.
FOLLOWING: list[Callable[[Session, Person, datetime], None]] = []


def add(db: Session, details: Details, *, by: Actor, at: datetime) -> Person:
    """Somebody new in the shop of `by`."""
    person = Person(shop_id=by.shop_id, name=details.name, made_at=at, made_by_id=by.worker_id)
    _fill(person, details)
    db.add(person)
    db.flush()
    known(db, person, at)
    return person


def change(db: Session, person: Person, details: Details, *, by: Actor, at: datetime) -> None:
    """What was there before stays in the record (AVG art. 16)."""
    person = locked(db, person)
    _fill(person, details)
    db.flush()
    known(db, person, at)


def known(db: Session, person: Person, at: datetime) -> None:
    """Brings up to date what follows from who somebody is."""
    index(db, person)
    for follow in FOLLOWING:
        follow(db, person, at)


def _fill(person: Person, details: Details) -> None:
    for name, value in vars(details).items():
        setattr(person, name, value)


def index(db: Session, person: Person) -> None:
    """Rebuilds the terms by which somebody is found, in the transaction that changes them.

    A person is found by what stands on each of their cards; a card that was linked to another is not found itself.
    """
    db.execute(delete(SearchTerm).where(col(SearchTerm.person_id) == person.id))
    cards = [] if link_of(db, person.id) else [person, *other_cards(db, person.id)]
    terms = set().union(*(rules.terms(card) for card in cards))
    lines = [{"shop_id": person.shop_id, "term": term, "person_id": person.id} for term in terms]
    if lines:
        db.execute(insert(SearchTerm), lines)
