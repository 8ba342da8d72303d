"""Writing down who somebody is, and keeping them findable."""

from datetime import datetime

from sqlalchemy import delete, insert
from sqlmodel import Session, col

from app.accounts.actors import Actor
from app.core.database import locked
from app.people import rules
from app.people.forms import Details
from app.people.models import Person, SearchTerm


def add(db: Session, details: Details, *, by: Actor, at: datetime) -> Person:
    """Somebody new in the shop of `by`."""
    person = Person(shop_id=by.shop_id, name=details.name, made_at=at, made_by_id=by.worker_id)
    _fill(person, details)
    db.add(person)
    db.flush()
    index(db, person)
    return person


def change(db: Session, person: Person, details: Details, *, by: Actor, at: datetime) -> None:
    """What was there before stays in the record (AVG art. 16)."""
    person = locked(db, person)
    _fill(person, details)
    db.flush()
    index(db, person)


def _fill(person: Person, details: Details) -> None:
    for name, value in vars(details).items():
        setattr(person, name, value)


def index(db: Session, person: Person) -> None:
    """Rebuilds the terms by which somebody is found, in the transaction that changes them."""
    db.execute(delete(SearchTerm).where(col(SearchTerm.person_id) == person.id))
    lines = [{"shop_id": person.shop_id, "term": term, "person_id": person.id} for term in rules.terms(person)]
    if lines:
        db.execute(insert(SearchTerm), lines)
