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
from app.people.search.scoring import similarity
from app.people.search.search_terms import DELETION, EXACT, SOUND, deletion_variants
from app.people.search.sql import WORDS_BY_KEY, WORDS_BY_PREFIX, end_of_prefix, look_up

MAX_PER_KEY = 60  # words that are read
MAX_COMPARED = 24  # words of each kind that are looked at closely
MAX_NEAREST = 12  # words that are tried for one that was typed

ScoredWords: TypeAlias = list[tuple[str, float]]  # words, and how close they are


def nearest_words(db: Session, shop_id: int, words: Sequence[Sequence[str]], last: str = "") -> list[ScoredWords]:
    """For each word, given in the ways in which it may stand in the books, the nearest ones, best first.

    `last` may go on, and so may a word that nobody has as it is.
    """
    keys = [(_typo_keys(word), _sound_keys(word, ways)) for word, *ways in words]
    asked = [(key,) for kinds in keys for ones in kinds for key in ones]
    answers = iter(look_up(db, WORDS_BY_KEY, asked, shop_id=shop_id, most=MAX_PER_KEY))
    there = [[{word for answer in islice(answers, len(ones)) for word in answer} for ones in kinds] for kinds in keys]
    short = [place for place, (word, *_ways) in enumerate(words) if word == last or word not in there[place][0]]
    begun = [(EXACT + words[place][0], end_of_prefix(EXACT + words[place][0])) for place in short]
    for place, found in zip(short, look_up(db, WORDS_BY_PREFIX, begun, shop_id=shop_id, most=MAX_PER_KEY), strict=True):
        there[place].append(set(found))
    return [_nearest(ways, kinds) for ways, kinds in zip(words, there, strict=True)]


def _typo_keys(word: str) -> list[str]:
    return [DELETION + less for less in sorted(deletion_variants(word))]


def _sound_keys(word: str, ways: Sequence[str]) -> list[str]:
    return [EXACT + way for way in ways] + [SOUND + sound for sound in sounds(word)]


def _nearest(ways: Sequence[str], kinds: Iterable[set[str]]) -> ScoredWords:
    chosen = {word for found in kinds for word in _most_similar(ways[0], found)}
    close = [(word, max([similarity(way, word) for way in ways])) for word in chosen]
    return sorted(close, key=lambda one: (-one[1], len(one[0]), one[0]))[:MAX_NEAREST]


def _most_similar(word: str, found: set[str]) -> Iterable[str]:
    if len(found) <= MAX_COMPARED:
        return found
    best = process.extract(word, sorted(found), scorer=OSA.normalized_similarity, limit=MAX_COMPARED)
    return [one for one, _alike, _place in best]
