"""Persons of the reader's own shop: one by its key, or those who may be meant by what was typed."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import replace

from sqlalchemy import select as columns
from sqlmodel import Session, col, select

from app.accounts.current_user import Actor
from app.people.people.forms import PersonDetails
from app.people.people.models import Person
from app.people.people.person_aliases import Link, aliases_of, canonical_person
from app.people.search import queries as finding
from app.people.search.search_terms import PersonFacts


def person_for(db: Session, actor: Actor, key: str) -> Person | None:
    """A person of the actor's shop by one of their cards, for who works at its door; None for everybody else."""
    if not actor.at_the_door:
        return None
    return canonical_person(db, actor.shop_id, key)


def search_persons(db: Session, actor: Actor, typed: str) -> list[tuple[Person, float]]:
    """Who may be meant and how well they fit (0 to 1), best first, at most twenty. The caller puts it on record."""
    if not actor.at_the_door:
        return []
    hits = finding.search(db, actor.shop_id, typed)
    here = (col(Person.shop_id) == actor.shop_id, col(Person.id).in_([number for number, _score in hits]))
    people = {person.id: person for person in db.exec(select(Person).where(*here))} if hits else {}
    return [(people[number], score) for number, score in hits if number in people]


def is_search_index_current(db: Session) -> bool:
    """Whether the index of everybody is there, and made by the rules as they are now."""
    return finding.is_index_current(db)


def any_person_exists(db: Session) -> bool:
    """Whether anybody is in the books of any shop."""
    return db.exec(select(Person.id).limit(1)).first() is not None


def facts_of(who: Person | PersonDetails) -> PersonFacts:
    """What is known of somebody, as finding asks it."""
    return PersonFacts(
        name=who.name,
        birth_year=who.birth_year,
        birth_date=who.birth_date,
        phone=who.phone,
        email=who.email,
        street=who.street,
    )


def facts_with_aliases(db: Session, person: Person) -> PersonFacts:
    """What is known of somebody, with the names on the other cards that are theirs."""
    return replace(facts_of(person), also=tuple(other.name for other in aliases_of(db, person.id)))


def facts_of_all_persons(db: Session) -> Iterator[tuple[int, int, PersonFacts]]:
    """Shop, number and what is known of each person of every shop: for making the index, for no reader.

    A card that was linked gives its name to the main one.
    """
    also: dict[int, list[str]] = defaultdict(list)
    holds = col(Link.undone_at).is_(None)
    linked = columns(Link.main_id, Person.name).join(Person, col(Person.id) == Link.other_id).where(holds)  # type: ignore[call-overload]
    for main_id, name in db.execute(linked.order_by(col(Link.id))):
        also[main_id].append(name)
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
            also=tuple(also.get(number, ())),
        )
        yield shop_id, number, known
