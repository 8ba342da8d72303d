"""Writing down who somebody is, and keeping them findable."""

from collections.abc import Callable
from datetime import datetime

from sqlmodel import Session

from app.accounts.current_user import Actor
from app.core.database import lock_row
from app.core.hooks import Hooks
from app.people.people import queries
from app.people.people.forms import PersonDetails
from app.people.people.models import Person
from app.people.people.person_aliases import link_to_canonical
from app.people.search import actions as finding

# What higher features work out from who somebody is, in the same transaction; app.wiring connects them.
PERSON_CHANGED: Hooks[Callable[[Session, Person, datetime], None]] = Hooks()


def add(db: Session, details: PersonDetails, *, by: Actor, at: datetime) -> Person:
    """Somebody new in the shop of `by`."""
    person = Person(shop_id=by.shop_id, name=details.name, made_at=at, made_by_id=by.worker_id)
    _set_details(person, details)
    db.add(person)
    db.flush()
    person_changed(db, person, at)
    return person


def change(db: Session, person: Person, details: PersonDetails, *, by: Actor, at: datetime) -> None:
    """What was there before stays in the record (AVG art. 16)."""
    person = lock_row(db, person)
    _set_details(person, details)
    db.flush()
    person_changed(db, person, at)


def person_changed(db: Session, person: Person, at: datetime) -> None:
    """Brings up to date what follows from who somebody is."""
    update_search_index(db, person)
    for follow in PERSON_CHANGED:
        follow(db, person, at)


def _set_details(person: Person, details: PersonDetails) -> None:
    for name, value in vars(details).items():
        setattr(person, name, value)


def update_search_index(db: Session, person: Person) -> None:
    """Keeps somebody findable, in the transaction that changes them: by the names on each of their cards.

    A card that was linked to another is not found itself.
    """
    if link_to_canonical(db, person.id):
        finding.remove_person(db, person.shop_id, person.id)
    else:
        finding.index_person(db, person.shop_id, person.id, queries.facts_with_aliases(db, person))


def rebuild_search_index(db: Session, say: Callable[[str], None] = lambda words: None) -> int:
    """Makes the index of everybody anew; returns how many can be found."""
    return finding.rebuild_index(db, queries.facts_of_all_persons(db), say)
