"""Who may be meant by what was typed, and who is much like somebody: numbers of persons, likeliest first.

Who may ask is decided by who calls: here every question is about one shop, and nothing of another is ever read.
"""

from collections.abc import Collection, Iterable
from datetime import date
from typing import Any

from sqlalchemy import select
from sqlmodel import Session, col

from app.people.search import rules
from app.people.search.candidates import looked_for, sought
from app.people.search.models import IndexRules, Trace
from app.people.search.query_parser import read
from app.people.search.scoring import FAR, LEAST, Found, fit
from app.people.search.search_terms import Known, digits_of
from app.people.search.sql import among

MOST = 20  # hits (TRUST 12)

_COLUMNS = "person_id, names, birth_year, birth_date, phone, email, street"


def search(db: Session, shop_id: int, typed: str) -> list[tuple[int, float]]:
    """Who may be meant and how well they fit (0 to 1), best first, at most twenty."""
    asked = read(typed)
    if not asked.anything:
        return []
    there = among(db, _COLUMNS, looked_for(db, shop_id, asked), shop_id=shop_id)
    fits = [(row[0], fit(asked, _found(row))) for row in there]
    fits.sort(key=lambda one: (-one[1], -one[0]))
    worst = max(LEAST, fits[0][1] - FAR) if fits else LEAST
    return [(number, score) for number, score in fits[:MOST] if score >= worst]


def alike(db: Session, shop_id: int, known: Known, *, but: Iterable[int] = ()) -> list[tuple[int, float]]:
    """Who of a shop may be the same person as somebody of whom this is known, and how likely that is (0 to 1), best
    first. See rules.CERTAIN and rules.PROBABLE. `but` are persons who are not asked about."""
    numbers = sorted(set(sought(db, shop_id, known)) - set(but))
    there = [(row[0], _known(row)) for row in among(db, _COLUMNS, numbers, shop_id=shop_id)]
    scores = rules.settled([(other, rules.one_person(known, other)) for _number, other in there])
    likely = [(number, score) for (number, _known), score in zip(there, scores, strict=True) if score >= rules.PROBABLE]
    return sorted(likely, key=lambda one: (-one[1], -one[0]))[:MOST]


def known(db: Session, shop_id: int, person_id: int) -> Known | None:
    """What the index knows of somebody."""
    rows = among(db, _COLUMNS, [person_id], shop_id=shop_id)
    return _known(rows[0]) if rows else None


def known_of_several(db: Session, shop_id: int, persons: Collection[int]) -> dict[int, Known]:
    """What the index knows of each of these."""
    return {row[0]: _known(row) for row in among(db, _COLUMNS, sorted(persons), shop_id=shop_id)}


def is_somebodys(db: Session, shop_id: int, word: str) -> bool:
    """Whether anybody in the shop is found by this word."""
    statement = select(col(Trace.person_id)).where(col(Trace.shop_id) == shop_id, col(Trace.one) == word)
    return db.execute(statement.limit(1)).first() is not None


def is_of_today(db: Session) -> bool:
    """Whether the index was made by the rules as they are now."""
    return db.scalar(select(col(IndexRules.edition))) == rules.EDITION


def _found(row: Any) -> Found:
    number, names, birth_year, birth_date, phone, *_rest = row
    return Found(number, names, birth_year, _day(birth_date), digits_of(phone))


def _day(stored: date | str | None) -> date | None:
    """A date as the driver gives it: on SQLite a text."""
    return date.fromisoformat(stored) if isinstance(stored, str) else stored


def _known(row: Any) -> Known:
    _number, names, birth_year, birth_date, phone, email, street = row
    name, *also = names.split("\n")
    return Known(
        name=name,
        also=tuple(also),
        birth_year=birth_year,
        birth_date=_day(birth_date),
        phone=phone,
        email=email,
        street=street,
    )
