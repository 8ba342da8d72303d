"""From what is looked for to some dozens of persons who may be it: words first, then persons by two words at once.

Everything here has a limit that does not depend on how many persons there are.
"""

from collections.abc import Iterable, Sequence
from itertools import combinations, product

from sqlmodel import Session

from app.people.search import name_parts
from app.people.search.fuzzy_words import ScoredWords, nearest_words
from app.people.search.query_parser import ParsedQuery
from app.people.search.search_terms import EMAIL, PHONE, YEAR_OR_DAY, PersonFacts, digits_of
from app.people.search.sql import PERSONS_BY_PAIR, PERSONS_BY_PREFIX, PERSONS_BY_WORD_AND_PREFIX, end_of_prefix, look_up

MAX_WORD_PAIRS = 64  # pairs of words that are tried
MAX_PER_PAIR = 20  # persons with the same two words
MAX_PER_WORD = 40
MAX_CANDIDATES = 100  # persons who are put in order
ENOUGH = 5  # persons with both words; with fewer, who has one of them is looked at too

ANY_YEAR = ((0, 9999),)


def candidates_for_query(db: Session, shop_id: int, asked: ParsedQuery) -> list[int]:
    """Numbers of persons who may be meant by what was typed."""
    years = tuple((year, year) for year in asked.years)
    words = nearest_words(db, shop_id, asked.words, asked.last)
    found = _by_birth_or_phone(db, shop_id, asked, alone=not words)
    found += _by_pairs(db, shop_id, words, years or ANY_YEAR)
    if len(words) > 1 and asked.last and not years:
        others = [word for ones in words[:-1] for word in ones]
        found += _by_prefix(db, shop_id, others, asked.last)
    if len(words) == 1 and not years:
        for letter in asked.initials:
            found += _by_prefix(db, shop_id, words[0], letter)
    if len(dict.fromkeys(found)) < ENOUGH or len(words) == 1:
        found += _by_words(db, shop_id, words, years or ANY_YEAR)
        if years and len(words) > 1:
            found += _by_pairs(db, shop_id, words, ANY_YEAR)
        elif years:
            found += _by_words(db, shop_id, words, ANY_YEAR)
    if not found and len(words) == 1:
        found += _by_split_word(db, shop_id, asked.words[0][0])
    return list(dict.fromkeys(found))[:MAX_CANDIDATES]


def candidates_for_person(db: Session, shop_id: int, known: PersonFacts) -> list[int]:
    """Numbers of persons who may be the one of whom this is known."""
    marks = [PHONE + digits_of(known.phone)[::-1], EMAIL + known.email.casefold()]
    found = _persons_by_pairs(db, shop_id, [(mark, "", *ANY_YEAR[0]) for mark in marks if len(mark) > 1], MAX_PER_WORD)
    years = ((known.birth_year, known.birth_year), (0, 0)) if known.birth_year else ANY_YEAR
    for name in map(name_parts.parse_name, known.names):
        words = nearest_words(db, shop_id, [(word,) for word in name.words[:4]])
        found += _by_pairs(db, shop_id, words, ANY_YEAR)
        found += _by_words(db, shop_id, words, years)
        for letter, ones in product(name.initials[:1], words):
            found += _by_prefix(db, shop_id, ones, letter)
    return list(dict.fromkeys(found))


def _by_pairs(db: Session, shop_id: int, near: Sequence[ScoredWords], years: Iterable[tuple[int, int]]) -> list[int]:
    """Who has two of the words, those nearest to what was typed first."""
    pairs = [
        (one_score * other_score, one, other)
        for ones, others in combinations(near, 2)
        for (one, one_score), (other, other_score) in product(ones, others)
        if one != other
    ]
    pairs.sort(key=lambda pair: -pair[0])
    asked = [(one, other, *year) for _score, one, other in pairs for year in years]
    return _persons_by_pairs(db, shop_id, asked[:MAX_WORD_PAIRS], MAX_PER_PAIR)


def _by_words(db: Session, shop_id: int, near: Sequence[ScoredWords], years: Iterable[tuple[int, int]]) -> list[int]:
    """Who has one of the words."""
    words = sorted(((score, word) for ones in near for word, score in ones), key=lambda one: -one[0])
    return _persons_by_pairs(db, shop_id, [(word, "", *year) for _score, word in words for year in years], MAX_PER_WORD)


def _by_prefix(db: Session, shop_id: int, words: ScoredWords, beginning: str) -> list[int]:
    """Who has one of the words, and another that begins so."""
    asked = [(word, beginning, end_of_prefix(beginning)) for word, _score in words]
    return _person_ids(look_up(db, PERSONS_BY_WORD_AND_PREFIX, asked, shop_id=shop_id, most=MAX_PER_PAIR))


def _by_birth_or_phone(db: Session, shop_id: int, asked: ParsedQuery, *, alone: bool) -> list[int]:
    """Who was born then, or has a phone that ends so."""
    found: list[int] = []
    if asked.digits and (alone or not asked.years):
        last = PHONE + asked.digits[::-1]
        found += _person_ids(
            look_up(db, PERSONS_BY_PREFIX, [(last, end_of_prefix(last))], shop_id=shop_id, most=MAX_PER_WORD)
        )
    born = [asked.day.isoformat()] if asked.day else []
    born += [str(year) for year in asked.years] if alone else []
    return found + _persons_by_pairs(
        db, shop_id, [(YEAR_OR_DAY + when, "", *ANY_YEAR[0]) for when in born], MAX_CANDIDATES
    )


def _by_split_word(db: Session, shop_id: int, word: str) -> list[int]:
    """Who has the two words that were written on to one another."""
    asked = [(word[:cut], word[cut:], *ANY_YEAR[0]) for cut in range(2, len(word) - 1)]
    return _persons_by_pairs(db, shop_id, asked, MAX_PER_PAIR)


def _persons_by_pairs(db: Session, shop_id: int, asked: Sequence[tuple[str, str, int, int]], most: int) -> list[int]:
    return _person_ids(look_up(db, PERSONS_BY_PAIR, asked, shop_id=shop_id, most=most))


def _person_ids(answers: list[list[str]]) -> list[int]:
    return [int(number) for answer in answers for number in answer]
