"""Persons of the reader's own shop: one by its key, or those who may be meant by what was typed."""

from collections import Counter
from collections.abc import Sequence
from functools import lru_cache
from itertools import pairwise
from typing import Any

from rapidfuzz import fuzz
from sqlalchemy import or_
from sqlalchemy import select as columns
from sqlmodel import Session, col, select

from app.accounts.actors import Actor
from app.core.text import fold, words_of
from app.people import rules
from app.people.links import card
from app.people.models import Person, SearchTerm

MOST = 20  # hits (TRUST 12)
CANDIDATES = 300  # rows for each way of writing, before they are put in order


def person_for(db: Session, actor: Actor, key: str) -> Person | None:
    """A person of the actor's shop by one of their cards, for who works at its door; None for everybody else."""
    if not actor.at_the_door:
        return None
    return card(db, actor.shop_id, key)


def search(db: Session, actor: Actor, typed: str) -> list[Person]:
    """Who may be meant, likeliest first, at most twenty. The caller puts it on record."""
    asked = rules.wanted(typed)
    if not actor.at_the_door or not asked:
        return []
    words = [word for word in words_of(typed) if not word.isdigit()]
    alike = {
        number: (-likeness(words, typed, name, birth_year, phone), fold(name), number)
        for number, name, birth_year, phone in _candidates(db, actor.shop_id, asked)
    }
    # Far worse than the best is noise: with a good hit on top, what only sounds a little like it goes.
    worst = min((score for score, _name, _number in alike.values()), default=0.0) + 35
    chosen = [number for number, how in sorted(alike.items(), key=lambda one: one[1]) if how[0] <= worst][:MOST]
    people = {p.id: p for p in db.exec(select(Person).where(col(Person.id).in_(chosen)))} if chosen else {}
    return [people[number] for number in chosen]


def _candidates(db: Session, shop_id: int, asked: list[list[str]]) -> Sequence[Any]:
    """Number, name, year of birth and phone of the persons found by most parts of what was typed."""
    hits: Counter[int] = Counter()
    for ways in asked:
        ranges = [(col(SearchTerm.term) >= way) & (col(SearchTerm.term) < way + rules.LAST) for way in ways]
        statement = (
            columns(col(SearchTerm.person_id))
            .where(col(SearchTerm.shop_id) == shop_id, or_(*ranges))
            .order_by(col(SearchTerm.term))
            .limit(CANDIDATES * len(ways))
        )
        hits.update(set(db.scalars(statement)))
    most = max(hits.values(), default=0)
    numbers = [number for number, count in hits.most_common(CANDIDATES) if count >= max(1, most - 1)]
    known = columns(col(Person.id), col(Person.name), col(Person.birth_year), col(Person.phone))
    return db.execute(known.where(col(Person.shop_id) == shop_id, col(Person.id).in_(numbers))).all() if numbers else []


@lru_cache(maxsize=20_000)  # most names come back at every letter that is typed
def _words_in(name: str) -> tuple[str, ...]:
    words = words_of(name)
    return (*words, *(one + other for one, other in pairwise(words)))


def likeness(words: list[str], typed: str, name: str, birth_year: int | None, phone: str) -> float:
    """From 0 to 100: how well a person fits what was typed."""
    there = _words_in(name)
    scores = [max((_word(word, other) for other in there), default=0.0) for word in words]
    for number in (n for n in words_of(typed) if n.isdigit()):
        fits = number == str(birth_year) or (
            len(number) >= 2 and rules.digits_of(phone).endswith(rules.digits_of(number))
        )
        scores.append(100.0 if fits else 0.0)
    return sum(scores) / len(scores) if scores else 100.0


def _word(typed: str, word: str) -> float:
    """The same sound and a beginning count nearly as much as the same letters; the rest by how many are alike."""
    if typed == word:
        return 100.0
    if word.startswith(typed):
        return 95.0
    same = {sound for sound in rules.skeletons(typed) & rules.skeletons(word) if len(sound) > 1}
    if same and abs(len(typed) - len(word)) < 3:
        return max(96.0, fuzz.ratio(typed, word))
    sounds = any(w.startswith(t) for t in rules.skeletons(typed) for w in rules.skeletons(word) if len(t) > 1)
    letters = max(fuzz.ratio(typed, word), fuzz.ratio(typed, word[: len(typed)]))
    return min(90.0, letters + (10 if sounds else 0))
