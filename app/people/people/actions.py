"""Adding and changing persons, and keeping the search index up to date."""

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
from app.people.search import actions as search_actions

# Called in the same transaction when a person was added or changed; app.wiring registers the higher features.
PERSON_CHANGED: Hooks[Callable[[Session, Person, datetime], None]] = Hooks()


def add(db: Session, details: PersonDetails, *, by: Actor, at: datetime) -> Person:
    """Adds a person to the shop of `by`."""
    person = Person(shop_id=by.shop_id, name=details.name, made_at=at, made_by_id=by.worker_id)
    _set_details(person, details)
    db.add(person)
    db.flush()
    person_changed(db, person, at)
    return person


def change(db: Session, person: Person, details: PersonDetails, *, by: Actor, at: datetime) -> None:
    """Changes the person's details. The old values stay in the audit log (GDPR art. 16)."""
    person = lock_row(db, person)
    _set_details(person, details)
    db.flush()
    person_changed(db, person, at)


def person_changed(db: Session, person: Person, at: datetime) -> None:
    """Updates the search index and everything else that is derived from a person's details."""
    update_search_index(db, person)
    for follow in PERSON_CHANGED:
        follow(db, person, at)


def _set_details(person: Person, details: PersonDetails) -> None:
    for name, value in vars(details).items():
        setattr(person, name, value)


def update_search_index(db: Session, person: Person) -> None:
    """Updates the search index for a person, under the names on each of their records.

    A record that was merged into another is removed from the index.
    """
    if link_to_canonical(db, person.id):
        search_actions.remove_person(db, person.shop_id, person.id)
    else:
        search_actions.index_person(db, person.shop_id, person.id, queries.facts_with_aliases(db, person))


def rebuild_search_index(db: Session, report: Callable[[str], None] = lambda line: None) -> int:
    """Rebuilds the search index of every shop; returns how many persons it holds."""
    return search_actions.rebuild_index(db, queries.facts_of_all_persons(db), report)
