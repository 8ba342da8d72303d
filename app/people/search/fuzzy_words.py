"""The words of a shop's names that are nearest to what was typed.

A key may stand for many words in a large shop, so as many are read as it takes and the likest of them compared: those
that are spelt nearly the same, those that sound the same and those that go on are never in each other's way.
"""

from collections.abc import Iterable, Sequence
from itertools import islice
from typing import TypeAlias

from rapidfuzz import process
from rapidfuzz.distance import OSA
from sqlmodel import Session

from app.people.search.phonetics import sounds
from app.people.search.scoring import closeness
from app.people.search.search_terms import NEARLY, SOUND, WHOLE, one_less
from app.people.search.sql import BEGINNINGS, SPELLINGS, after, ask

UNDER_A_KEY = 60  # words that are read
COMPARED = 24  # words of each kind that are looked at closely
NEAR = 12  # words that are tried for one that was typed

Near: TypeAlias = list[tuple[str, float]]  # words, and how close they are


def near(db: Session, shop_id: int, words: Sequence[Sequence[str]], last: str = "") -> list[Near]:
    """For each word, given in the ways in which it may stand in the books, the nearest ones, best first.

    `last` may go on, and so may a word that nobody has as it is.
    """
    keys = [(_slips(word), _sounding(word, ways)) for word, *ways in words]
    asked = [(key,) for kinds in keys for ones in kinds for key in ones]
    answers = iter(ask(db, SPELLINGS, asked, shop_id=shop_id, most=UNDER_A_KEY))
    there = [[{word for answer in islice(answers, len(ones)) for word in answer} for ones in kinds] for kinds in keys]
    short = [place for place, (word, *_ways) in enumerate(words) if word == last or word not in there[place][0]]
    begun = [(WHOLE + words[place][0], after(WHOLE + words[place][0])) for place in short]
    for place, found in zip(short, ask(db, BEGINNINGS, begun, shop_id=shop_id, most=UNDER_A_KEY), strict=True):
        there[place].append(set(found))
    return [_nearest(ways, kinds) for ways, kinds in zip(words, there, strict=True)]


def _slips(word: str) -> list[str]:
    return [NEARLY + less for less in sorted(one_less(word))]


def _sounding(word: str, ways: Sequence[str]) -> list[str]:
    return [WHOLE + way for way in ways] + [SOUND + sound for sound in sounds(word)]


def _nearest(ways: Sequence[str], kinds: Iterable[set[str]]) -> Near:
    chosen = {word for found in kinds for word in _likest(ways[0], found)}
    close = [(word, max([closeness(way, word) for way in ways])) for word in chosen]
    return sorted(close, key=lambda one: (-one[1], len(one[0]), one[0]))[:NEAR]


def _likest(word: str, found: set[str]) -> Iterable[str]:
    if len(found) <= COMPARED:
        return found
    best = process.extract(word, sorted(found), scorer=OSA.normalized_similarity, limit=COMPARED)
    return [one for one, _alike, _place in best]
