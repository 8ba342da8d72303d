"""Who may be meant by what was typed, and who is much like somebody: numbers of persons, likeliest first.

Who may ask is decided by who calls: here every question is about one shop, and nothing of another is ever read.
"""

from collections.abc import Collection, Iterable
from datetime import date
from typing import Any

from sqlalchemy import select
from sqlmodel import Session, col

from app.people.search import rules
from app.people.search.candidates import candidates_for_person, candidates_for_query
from app.people.search.models import IndexVersion, NamePair
from app.people.search.query_parser import parse_query
from app.people.search.scoring import MAX_BELOW_BEST, MIN_SCORE, Candidate, score_candidate
from app.people.search.search_terms import PersonFacts, digits_of
from app.people.search.sql import select_persons

MAX_HITS = 20  # hits (TRUST 12)

_COLUMNS = "person_id, names, birth_year, birth_date, phone, email, street"


def search(db: Session, shop_id: int, typed: str) -> list[tuple[int, float]]:
    """Who may be meant and how well they fit (0 to 1), best first, at most twenty."""
    asked = parse_query(typed)
    if not asked.anything:
        return []
    there = select_persons(db, _COLUMNS, candidates_for_query(db, shop_id, asked), shop_id=shop_id)
    fits = [(row[0], score_candidate(asked, _candidate(row))) for row in there]
    fits.sort(key=lambda one: (-one[1], -one[0]))
    worst = max(MIN_SCORE, fits[0][1] - MAX_BELOW_BEST) if fits else MIN_SCORE
    return [(number, score) for number, score in fits[:MAX_HITS] if score >= worst]


def similar_persons(
    db: Session, shop_id: int, known: PersonFacts, *, but: Iterable[int] = ()
) -> list[tuple[int, float]]:
    """Who of a shop may be the same person as somebody of whom this is known, and how likely that is (0 to 1), best
    first. See rules.CERTAIN and rules.PROBABLE. `but` are persons who are not asked about."""
    numbers = sorted(set(candidates_for_person(db, shop_id, known)) - set(but))
    there = [(row[0], _facts(row)) for row in select_persons(db, _COLUMNS, numbers, shop_id=shop_id)]
    scores = rules.resolve_ambiguous([(other, rules.match_score(known, other)) for _number, other in there])
    likely = [(number, score) for (number, _known), score in zip(there, scores, strict=True) if score >= rules.PROBABLE]
    return sorted(likely, key=lambda one: (-one[1], -one[0]))[:MAX_HITS]


def indexed_facts(db: Session, shop_id: int, person_id: int) -> PersonFacts | None:
    """What the index knows of somebody."""
    rows = select_persons(db, _COLUMNS, [person_id], shop_id=shop_id)
    return _facts(rows[0]) if rows else None


def indexed_facts_of_several(db: Session, shop_id: int, persons: Collection[int]) -> dict[int, PersonFacts]:
    """What the index knows of each of these."""
    return {row[0]: _facts(row) for row in select_persons(db, _COLUMNS, sorted(persons), shop_id=shop_id)}


def is_word_in_use(db: Session, shop_id: int, word: str) -> bool:
    """Whether anybody in the shop is found by this word."""
    statement = select(col(NamePair.person_id)).where(col(NamePair.shop_id) == shop_id, col(NamePair.one) == word)
    return db.execute(statement.limit(1)).first() is not None


def is_index_current(db: Session) -> bool:
    """Whether the index was made by the rules as they are now."""
    return db.scalar(select(col(IndexVersion.edition))) == rules.INDEX_VERSION


def _candidate(row: Any) -> Candidate:
    number, names, birth_year, birth_date, phone, *_rest = row
    return Candidate(number, names, birth_year, _day(birth_date), digits_of(phone))


def _day(stored: date | str | None) -> date | None:
    """A date as the driver gives it: on SQLite a text."""
    return date.fromisoformat(stored) if isinstance(stored, str) else stored


def _facts(row: Any) -> PersonFacts:
    _number, names, birth_year, birth_date, phone, email, street = row
    name, *also = names.split("\n")
    return PersonFacts(
        name=name,
        also=tuple(also),
        birth_year=birth_year,
        birth_date=_day(birth_date),
        phone=phone,
        email=email,
        street=street,
    )
