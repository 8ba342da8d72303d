"""Keeping persons findable: each in the transaction that changes them, or all of them anew."""

from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from itertools import groupby, islice
from typing import Any, TypeAlias

from sqlalchemy import delete, insert, text
from sqlmodel import Session, col

from app.core.database import table_of
from app.people.search import queries
from app.people.search.models import Findable, IndexRules, Spelling, Trace
from app.people.search.rules import EDITION
from app.people.search.search_terms import Known, keys, traces, words_of

Everybody: TypeAlias = Iterable[tuple[int, int, Known]]  # shop, person, and what is known; each shop in one piece
AT_ONCE = 2_000  # persons whose rows are written together


def index(db: Session, shop_id: int, person_id: int, known: Known) -> None:
    """Makes somebody findable by what is known of them now, and by nothing that was known before."""
    _one_at_a_time(db, shop_id)
    before = queries.known(db, shop_id, person_id)
    _replace(db, shop_id, person_id, before, known)
    if before is not None:
        db.execute(delete(Findable).where(col(Findable.person_id) == person_id))
    db.execute(insert(Findable), [_findable(shop_id, person_id, known)])


def forget(db: Session, shop_id: int, person_id: int) -> None:
    """Nothing in the index tells of somebody any more, not even that their name exists (AVG art. 17)."""
    _one_at_a_time(db, shop_id)
    if (before := queries.known(db, shop_id, person_id)) is not None:
        _replace(db, shop_id, person_id, before, None)
        db.execute(delete(Findable).where(col(Findable.person_id) == person_id))


def index_new(db: Session, shop_id: int, persons: Sequence[tuple[int, Known]]) -> None:
    """Makes many at once findable of whom nothing is in the index yet."""
    if not persons:
        return
    _one_at_a_time(db, shop_id)
    connection = db.connection()
    connection.execute(_FINDABLE, [_findable(shop_id, *one) for one in persons])
    if rows := [row for one in persons for row in _traces(shop_id, *one)]:
        connection.execute(_TRACE, rows)
    words = sorted({word for _number, known in persons for word in words_of(known)})
    if words:
        connection.execute(_ADD_SPELLING, [row for word in words for row in _spellings(shop_id, word)])


def forget_several(db: Session, shop_id: int, persons: Collection[int]) -> None:
    """The same as `forget`, for many at once."""
    if not persons:
        return
    _one_at_a_time(db, shop_id)
    before = queries.known_of_several(db, shop_id, persons)
    if rows := [row for number, known in before.items() for row in _traces(shop_id, number, known)]:
        db.execute(_TAKE_TRACE, rows)
    words = sorted({word for known in before.values() for word in words_of(known)})
    if orphans := [word for word in words if not queries.is_somebodys(db, shop_id, word)]:
        db.execute(_TAKE_SPELLING, [row for word in orphans for row in _spellings(shop_id, word)])
    db.execute(delete(Findable).where(col(Findable.person_id).in_(before)))


def rebuild(db: Session, everybody: Everybody, say: Callable[[str], None] = lambda words: None) -> int:
    """Makes the whole index anew, and keeps by which edition of the rules. Returns how many can be found."""
    for table in (Findable, Trace, Spelling, IndexRules):
        db.execute(delete(table))
    count = 0
    for shop_id, persons in groupby(everybody, key=lambda one: one[0]):
        words: set[str] = set()
        for some in _in_parts(persons):
            db.execute(insert(Findable), [_findable(*one) for one in some])
            db.execute(insert(Trace), [row for one in some for row in _traces(*one)])
            new = {word for _shop, _person, known in some for word in words_of(known)} - words
            if new:
                db.execute(insert(Spelling), [row for word in sorted(new) for row in _spellings(shop_id, word)])
            words |= new
            count += len(some)
            if count % (AT_ONCE * 25) == 0:
                say(f"  {count:,} persons can be found …")
    db.execute(insert(IndexRules), [{"id": 1, "edition": EDITION}])
    return count


def _in_parts(persons: Iterable[tuple[int, int, Known]]) -> Iterator[list[tuple[int, int, Known]]]:
    persons = iter(persons)
    while some := list(islice(persons, AT_ONCE)):
        yield some


def _one_at_a_time(db: Session, shop_id: int) -> None:
    """Whether a word is still somebody's is not asked while another transaction gives it to somebody.

    On SQLite there is one writer already.
    """
    if db.get_bind().dialect.name == "postgresql":
        db.execute(text("SELECT pg_advisory_xact_lock(20261124, :shop)"), {"shop": shop_id})


def _replace(db: Session, shop_id: int, person_id: int, before: Known | None, now: Known | None) -> None:
    old = _traces(shop_id, person_id, before) if before else []
    new = _traces(shop_id, person_id, now) if now else []
    gone, come = [row for row in old if row not in new], [row for row in new if row not in old]
    if gone:
        db.execute(_TAKE_TRACE, gone)
    old_words, new_words = words_of(before) if before else set(), words_of(now) if now else set()
    orphans = [word for word in old_words - new_words if not queries.is_somebodys(db, shop_id, word)]
    if orphans:
        db.execute(_TAKE_SPELLING, [row for word in orphans for row in _spellings(shop_id, word)])
    if come:
        db.execute(insert(Trace), come)
    if new_words - old_words:
        db.execute(_ADD_SPELLING, [row for word in new_words - old_words for row in _spellings(shop_id, word)])


_FINDABLE, _TRACE = insert(table_of(Findable)), insert(table_of(Trace))
_TAKE_TRACE = text(
    "DELETE FROM trace WHERE shop_id = :shop_id AND one = :one AND other = :other"
    " AND birth_year = :birth_year AND person_id = :person_id"
)
_TAKE_SPELLING = text("DELETE FROM spelling WHERE shop_id = :shop_id AND key = :key AND word = :word")
_ADD_SPELLING = text("INSERT INTO spelling (shop_id, key, word) VALUES (:shop_id, :key, :word) ON CONFLICT DO NOTHING")


def _traces(shop_id: int, person_id: int, known: Known) -> list[dict[str, Any]]:
    year = known.birth_year or 0
    return [
        {"shop_id": shop_id, "one": one, "other": other, "birth_year": year, "person_id": person_id}
        for one, other in sorted(traces(known))
    ]


def _spellings(shop_id: int, word: str) -> list[dict[str, Any]]:
    return [{"shop_id": shop_id, "key": key, "word": word} for key in sorted(keys(word))]


def _findable(shop_id: int, person_id: int, known: Known) -> dict[str, Any]:
    return {
        "person_id": person_id,
        "shop_id": shop_id,
        "names": "\n".join(known.names),
        "birth_year": known.birth_year,
        "birth_date": known.birth_date,
        "phone": known.phone,
        "email": known.email,
        "street": known.street,
    }
