"""Searches one shop: persons who match a query, and persons similar to another, by id and best first.

Callers decide who may search. Each query is limited to one shop.
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

MAX_HITS = 20  # TRUST 12

_COLUMNS = "person_id, names, birth_year, birth_date, phone, email, street"


def search(db: Session, shop_id: int, typed: str) -> list[tuple[int, float]]:
    """Ids of the persons who match what was typed and their score (0 to 1), best first, at most twenty."""
    query = parse_query(typed)
    if not query.has_terms:
        return []
    rows = select_persons(db, _COLUMNS, candidates_for_query(db, shop_id, query), shop_id=shop_id)
    scored = [(row[0], score_candidate(query, _candidate(row))) for row in rows]
    scored.sort(key=lambda one: (-one[1], -one[0]))
    lowest = max(MIN_SCORE, scored[0][1] - MAX_BELOW_BEST) if scored else MIN_SCORE
    return [(person_id, score) for person_id, score in scored[:MAX_HITS] if score >= lowest]


def similar_persons(
    db: Session, shop_id: int, facts: PersonFacts, *, excluding: Iterable[int] = ()
) -> list[tuple[int, float]]:
    """Ids of persons who may be the same as the one with these facts and the match score (0 to 1), best first.

    Only scores from rules.PROBABLE; see also rules.CERTAIN. `excluding`: ids to leave out.
    """
    candidates = sorted(set(candidates_for_person(db, shop_id, facts)) - set(excluding))
    others = [(row[0], _facts(row)) for row in select_persons(db, _COLUMNS, candidates, shop_id=shop_id)]
    scores = rules.resolve_ambiguous([(other, rules.match_score(facts, other)) for _person_id, other in others])
    scored = zip(others, scores, strict=True)
    probable = [(person_id, score) for (person_id, _other), score in scored if score >= rules.PROBABLE]
    return sorted(probable, key=lambda one: (-one[1], -one[0]))[:MAX_HITS]


def indexed_facts(db: Session, shop_id: int, person_id: int) -> PersonFacts | None:
    """The facts under which a person is in the index, or None."""
    rows = select_persons(db, _COLUMNS, [person_id], shop_id=shop_id)
    return _facts(rows[0]) if rows else None


def indexed_facts_of_several(db: Session, shop_id: int, persons: Collection[int]) -> dict[int, PersonFacts]:
    """The facts under which these persons are in the index, by id."""
    return {row[0]: _facts(row) for row in select_persons(db, _COLUMNS, sorted(persons), shop_id=shop_id)}


def is_word_in_use(db: Session, shop_id: int, word: str) -> bool:
    """Whether anybody in the shop is indexed under this word."""
    statement = select(col(NamePair.person_id)).where(col(NamePair.shop_id) == shop_id, col(NamePair.one) == word)
    return db.execute(statement.limit(1)).first() is not None


def is_index_current(db: Session) -> bool:
    """Whether the index was built by the current version of the rules."""
    return db.scalar(select(col(IndexVersion.edition))) == rules.INDEX_VERSION


def _candidate(row: Any) -> Candidate:
    number, names, birth_year, birth_date, phone, *_rest = row
    return Candidate(number, names, birth_year, _day(birth_date), digits_of(phone))


def _day(stored: date | str | None) -> date | None:
    """Converts a date as the driver returns it, which is text on SQLite."""
    return date.fromisoformat(stored) if isinstance(stored, str) else stored


def _facts(row: Any) -> PersonFacts:
    _number, names, birth_year, birth_date, phone, email, street = row
    name, *other_names = names.split("\n")
    return PersonFacts(
        name=name,
        other_names=tuple(other_names),
        birth_year=birth_year,
        birth_date=_day(birth_date),
        phone=phone,
        email=email,
        street=street,
    )
