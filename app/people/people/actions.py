"""Writing down who somebody is, and keeping them findable."""

from collections.abc import Callable
from datetime import datetime

from sqlmodel import Session

from app.accounts.current_user import Actor
from app.core.database import locked
from app.core.hooks import Hooks
from app.people.people import queries
from app.people.people.forms import Details
from app.people.people.models import Person
from app.people.people.person_aliases import link_of
from app.people.search import actions as finding

# What higher features work out from who somebody is, in the same transaction; app.wiring connects them.
FOLLOWING: Hooks[Callable[[Session, Person, datetime], None]] = Hooks()


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
    """Keeps somebody findable, in the transaction that changes them: by the names on each of their cards.

    A card that was linked to another is not found itself.
    """
    if link_of(db, person.id):
        finding.forget(db, person.shop_id, person.id)
    else:
        finding.index(db, person.shop_id, person.id, queries.known_of_all_cards(db, person))


def make_findable(db: Session, say: Callable[[str], None] = lambda words: None) -> int:
    """Makes the index of everybody anew; returns how many can be found."""
    return finding.rebuild(db, queries.everybody(db), say)
