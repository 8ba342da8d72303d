"""Keeps the search index up to date: a person in the transaction that changes them, or a full rebuild."""

from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from itertools import groupby, islice
from typing import Any, TypeAlias

from sqlalchemy import delete, insert, text
from sqlmodel import Session, col

from app.core.database import table_of
from app.people.search import queries
from app.people.search.models import IndexedPerson, IndexVersion, NameKey, NamePair
from app.people.search.rules import INDEX_VERSION
from app.people.search.search_terms import PersonFacts, dictionary_words, index_entries, lookup_keys

# Shop id, person id and facts; the persons of one shop come after each other.
AllPersons: TypeAlias = Iterable[tuple[int, int, PersonFacts]]
BATCH = 2_000  # persons per INSERT


def index_person(db: Session, shop_id: int, person_id: int, facts: PersonFacts) -> None:
    """Indexes a person under their current facts, and removes the entries of their earlier ones."""
    _lock_index_of_shop(db, shop_id)
    before = queries.indexed_facts(db, shop_id, person_id)
    _replace_entries(db, shop_id, person_id, before, facts)
    if before is not None:
        db.execute(delete(IndexedPerson).where(col(IndexedPerson.person_id) == person_id))
    db.execute(insert(IndexedPerson), [_indexed_person_row(shop_id, person_id, facts)])


def remove_person(db: Session, shop_id: int, person_id: int) -> None:
    """Removes a person from the index, including words that only their name contained (GDPR art. 17)."""
    _lock_index_of_shop(db, shop_id)
    if (before := queries.indexed_facts(db, shop_id, person_id)) is not None:
        _replace_entries(db, shop_id, person_id, before, None)
        db.execute(delete(IndexedPerson).where(col(IndexedPerson.person_id) == person_id))


def index_new_persons(db: Session, shop_id: int, persons: Sequence[tuple[int, PersonFacts]]) -> None:
    """Indexes many persons at once who are not in the index yet."""
    if not persons:
        return
    _lock_index_of_shop(db, shop_id)
    connection = db.connection()
    connection.execute(_INSERT_INDEXED_PERSON, [_indexed_person_row(shop_id, *one) for one in persons])
    if rows := [row for one in persons for row in _name_pair_rows(shop_id, *one)]:
        connection.execute(_INSERT_NAME_PAIR, rows)
    words = sorted({word for _number, facts in persons for word in dictionary_words(facts)})
    if words:
        connection.execute(_INSERT_NAME_KEY, [row for word in words for row in _name_key_rows(shop_id, word)])


def remove_persons(db: Session, shop_id: int, persons: Collection[int]) -> None:
    """Removes many persons from the index at once."""
    if not persons:
        return
    _lock_index_of_shop(db, shop_id)
    before = queries.indexed_facts_of_several(db, shop_id, persons)
    if rows := [row for number, facts in before.items() for row in _name_pair_rows(shop_id, number, facts)]:
        db.execute(_DELETE_NAME_PAIR, rows)
    words = sorted({word for facts in before.values() for word in dictionary_words(facts)})
    if orphans := [word for word in words if not queries.is_word_in_use(db, shop_id, word)]:
        db.execute(_DELETE_NAME_KEY, [row for word in orphans for row in _name_key_rows(shop_id, word)])
    db.execute(delete(IndexedPerson).where(col(IndexedPerson.person_id).in_(before)))


def rebuild_index(db: Session, everybody: AllPersons, report: Callable[[str], None] = lambda line: None) -> int:
    """Rebuilds the whole index and stores the version of its rules. Returns how many persons it holds."""
    for table in (IndexedPerson, NamePair, NameKey, IndexVersion):
        db.execute(delete(table))
    count = 0
    for shop_id, persons in groupby(everybody, key=lambda one: one[0]):
        words: set[str] = set()
        for some in _batches(persons):
            db.execute(insert(IndexedPerson), [_indexed_person_row(*one) for one in some])
            db.execute(insert(NamePair), [row for one in some for row in _name_pair_rows(*one)])
            new = {word for _shop, _person, facts in some for word in dictionary_words(facts)} - words
            if new:
                db.execute(insert(NameKey), [row for word in sorted(new) for row in _name_key_rows(shop_id, word)])
            words |= new
            count += len(some)
            if count % (BATCH * 25) == 0:
                report(f"  {count:,} persons indexed …")
    db.execute(insert(IndexVersion), [{"id": 1, "edition": INDEX_VERSION}])
    return count


def _batches(persons: Iterable[tuple[int, int, PersonFacts]]) -> Iterator[list[tuple[int, int, PersonFacts]]]:
    persons = iter(persons)
    while some := list(islice(persons, BATCH)):
        yield some


def _lock_index_of_shop(db: Session, shop_id: int) -> None:
    """Serializes index writes of a shop, so that no word is removed while another transaction adds a person with it.

    SQLite has one writer anyway.
    """
    if db.get_bind().dialect.name == "postgresql":
        db.execute(text("SELECT pg_advisory_xact_lock(20261124, :shop)"), {"shop": shop_id})


def _replace_entries(
    db: Session, shop_id: int, person_id: int, before: PersonFacts | None, now: PersonFacts | None
) -> None:
    old = _name_pair_rows(shop_id, person_id, before) if before else []
    new = _name_pair_rows(shop_id, person_id, now) if now else []
    gone, come = [row for row in old if row not in new], [row for row in new if row not in old]
    if gone:
        db.execute(_DELETE_NAME_PAIR, gone)
    old_words, new_words = dictionary_words(before) if before else set(), dictionary_words(now) if now else set()
    orphans = [word for word in old_words - new_words if not queries.is_word_in_use(db, shop_id, word)]
    if orphans:
        db.execute(_DELETE_NAME_KEY, [row for word in orphans for row in _name_key_rows(shop_id, word)])
    if come:
        db.execute(insert(NamePair), come)
    if new_words - old_words:
        db.execute(_INSERT_NAME_KEY, [row for word in new_words - old_words for row in _name_key_rows(shop_id, word)])


_INSERT_INDEXED_PERSON, _INSERT_NAME_PAIR = insert(table_of(IndexedPerson)), insert(table_of(NamePair))
_DELETE_NAME_PAIR = text(
    "DELETE FROM trace WHERE shop_id = :shop_id AND one = :one AND other = :other"
    " AND birth_year = :birth_year AND person_id = :person_id"
)
_DELETE_NAME_KEY = text("DELETE FROM spelling WHERE shop_id = :shop_id AND key = :key AND word = :word")
_INSERT_NAME_KEY = text(
    "INSERT INTO spelling (shop_id, key, word) VALUES (:shop_id, :key, :word) ON CONFLICT DO NOTHING"
)


def _name_pair_rows(shop_id: int, person_id: int, facts: PersonFacts) -> list[dict[str, Any]]:
    year = facts.birth_year or 0
    return [
        {"shop_id": shop_id, "one": one, "other": other, "birth_year": year, "person_id": person_id}
        for one, other in sorted(index_entries(facts))
    ]


def _name_key_rows(shop_id: int, word: str) -> list[dict[str, Any]]:
    return [{"shop_id": shop_id, "key": key, "word": word} for key in sorted(lookup_keys(word))]


def _indexed_person_row(shop_id: int, person_id: int, facts: PersonFacts) -> dict[str, Any]:
    return {
        "person_id": person_id,
        "shop_id": shop_id,
        "names": "\n".join(facts.names),
        "birth_year": facts.birth_year,
        "birth_date": facts.birth_date,
        "phone": facts.phone,
        "email": facts.email,
        "street": facts.street,
    }
