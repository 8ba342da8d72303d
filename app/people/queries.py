"""Persons of the reader's own shop: one by its key, or those who may be meant by what was typed."""

from collections import Counter
from collections.abc import Sequence
from itertools import pairwise

from rapidfuzz import fuzz
from sqlalchemy import or_
from sqlalchemy import select as columns
from sqlmodel import Session, col, select

from app.accounts.actors import Actor
from app.core.text import fold, words_of
from app.people import rules
from app.people.models import Person, SearchTerm

MOST = 20  # hits (TRUST 12)
CANDIDATES = 300  # rows for each way of writing, before they are put in order


def person_for(db: Session, actor: Actor, key: str) -> Person | None:
    """A person of the actor's shop, for who works at its door; None for everybody else."""
    if not actor.at_the_door:
        return None
    return db.exec(select(Person).where(Person.key == key, Person.shop_id == actor.shop_id)).first()


def search(db: Session, actor: Actor, typed: str) -> list[Person]:
    """Who may be meant, likeliest first, at most twenty. The caller puts it on record."""
    asked = rules.wanted(typed)
    if not actor.at_the_door or not asked:
        return []
    numbers = _candidates(db, actor.shop_id, asked)
    statement = select(Person).where(Person.shop_id == actor.shop_id, col(Person.id).in_(numbers))
    people: Sequence[Person] = db.exec(statement).all() if numbers else []
    words = [word for word in words_of(typed) if not word.isdigit()]
    alike = {person.id: likeness(words, typed, person) for person in people}
    best = max(alike.values(), default=0)
    # Far worse than the best is noise: with a good hit on top, what only sounds a little like it goes.
    ranked = sorted(people, key=lambda p: (-alike[p.id], fold(p.name), p.id))
    return [person for person in ranked if alike[person.id] >= best - 35][:MOST]


def _candidates(db: Session, shop_id: int, asked: list[list[str]]) -> list[int]:
    """Numbers of the persons found by most parts of what was typed."""
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
    return [number for number, count in hits.most_common(CANDIDATES) if count >= min(most, max(1, most - 1))]


def likeness(words: list[str], typed: str, person: Person) -> float:
    """From 0 to 100: how well a person fits what was typed."""
    there = words_of(person.name)
    there += [a + b for a, b in pairwise(there)]
    scores = [max((_word(word, other) for other in there), default=0.0) for word in words]
    for number in (n for n in words_of(typed) if n.isdigit()):
        fits = number == str(person.birth_year) or (
            len(number) >= 2 and rules.digits_of(person.phone).endswith(rules.digits_of(number))
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
