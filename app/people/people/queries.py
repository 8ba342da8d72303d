"""Persons of the reader's own shop: one by key, or those who match a search."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import replace

from sqlalchemy import select as columns
from sqlmodel import Session, col, select

from app.accounts.current_user import Actor
from app.people.people.forms import PersonDetails
from app.people.people.models import Person
from app.people.people.person_aliases import Link, aliases_of, canonical_person
from app.people.search import queries as search_queries
from app.people.search.search_terms import PersonFacts


def person_for(db: Session, actor: Actor, key: str) -> Person | None:
    """The person with this key in the actor's shop, or None if the actor may not see the shop's persons."""
    if not actor.at_the_door:
        return None
    return canonical_person(db, actor.shop_id, key)


def search_persons(db: Session, actor: Actor, typed: str) -> list[tuple[Person, float]]:
    """Persons who match the search and their score (0 to 1), best first, at most twenty. The caller logs the search."""
    if not actor.at_the_door:
        return []
    hits = search_queries.search(db, actor.shop_id, typed)
    here = (col(Person.shop_id) == actor.shop_id, col(Person.id).in_([number for number, _score in hits]))
    people = {person.id: person for person in db.exec(select(Person).where(*here))} if hits else {}
    return [(people[number], score) for number, score in hits if number in people]


def is_search_index_current(db: Session) -> bool:
    """Whether the search index exists and was built by the current version of the rules."""
    return search_queries.is_index_current(db)


def any_person_exists(db: Session) -> bool:
    """Whether any shop has a person."""
    return db.exec(select(Person.id).limit(1)).first() is not None


def facts_of(person: Person | PersonDetails) -> PersonFacts:
    """The facts about a person that the search uses."""
    return PersonFacts(
        name=person.name,
        birth_year=person.birth_year,
        birth_date=person.birth_date,
        phone=person.phone,
        email=person.email,
        street=person.street,
    )


def facts_with_aliases(db: Session, person: Person) -> PersonFacts:
    """The facts about a person, including the names on their aliases."""
    return replace(facts_of(person), other_names=tuple(other.name for other in aliases_of(db, person.id)))


def facts_of_all_persons(db: Session) -> Iterator[tuple[int, int, PersonFacts]]:
    """Yields shop id, person id and facts of every canonical person. For building the index; not for readers.

    The name of an alias becomes another name of the canonical record.
    """
    other_names: dict[int, list[str]] = defaultdict(list)
    holds = col(Link.undone_at).is_(None)
    linked = columns(Link.main_id, Person.name).join(Person, col(Person.id) == Link.other_id).where(holds)  # type: ignore[call-overload]
    for main_id, name in db.execute(linked.order_by(col(Link.id))):
        other_names[main_id].append(name)
    wanted = columns(
        col(Person.shop_id),
        col(Person.id),
        col(Person.name),
        col(Person.birth_year),
        col(Person.birth_date),
        col(Person.phone),
        col(Person.email),
        col(Person.street),
    ).where(col(Person.id).not_in(columns(col(Link.other_id)).where(holds)))
    wanted = wanted.order_by(col(Person.shop_id), col(Person.id))
    for shop_id, number, name, year, day, phone, email, street in db.execute(wanted.execution_options(yield_per=2_000)):
        known = PersonFacts(
            name=name,
            birth_year=year,
            birth_date=day,
            phone=phone,
            email=email,
            street=street,
            other_names=tuple(other_names.get(number, ())),
        )
        yield shop_id, number, known
