"""Selects the persons worth scoring: first similar words, then persons who have two of them, or one.

Every step is limited, so the work does not grow with the number of persons.
"""

from collections.abc import Iterable, Sequence
from itertools import combinations, product

from sqlmodel import Session

from app.people.search import name_parts
from app.people.search.fuzzy_words import ScoredWords, nearest_words
from app.people.search.query_parser import ParsedQuery
from app.people.search.search_terms import EMAIL, PHONE, YEAR_OR_DAY, PersonFacts, digits_of
from app.people.search.sql import PERSONS_BY_PAIR, PERSONS_BY_PREFIX, PERSONS_BY_WORD_AND_PREFIX, end_of_prefix, look_up

MAX_WORD_PAIRS = 64  # pairs of words that are looked up
MAX_PER_PAIR = 20  # persons with the same two words
MAX_PER_WORD = 40
MAX_CANDIDATES = 100  # persons who are scored
ENOUGH = 5  # with fewer persons who have two words, those with one word are included

ANY_YEAR = ((0, 9999),)


def candidates_for_query(db: Session, shop_id: int, query: ParsedQuery) -> list[int]:
    """Ids of persons who may match what was typed."""
    years = tuple((year, year) for year in query.years)
    words = nearest_words(db, shop_id, query.words, query.last)
    found = _by_birth_or_phone(db, shop_id, query, alone=not words)
    found += _by_pairs(db, shop_id, words, years or ANY_YEAR)
    if len(words) > 1 and query.last and not years:
        others = [word for ones in words[:-1] for word in ones]
        found += _by_prefix(db, shop_id, others, query.last)
    if len(words) == 1 and not years:
        for letter in query.initials:
            found += _by_prefix(db, shop_id, words[0], letter)
    if len(dict.fromkeys(found)) < ENOUGH or len(words) == 1:
        found += _by_words(db, shop_id, words, years or ANY_YEAR)
        if years and len(words) > 1:
            found += _by_pairs(db, shop_id, words, ANY_YEAR)
        elif years:
            found += _by_words(db, shop_id, words, ANY_YEAR)
    if not found and len(words) == 1:
        found += _by_split_word(db, shop_id, query.words[0][0])
    return list(dict.fromkeys(found))[:MAX_CANDIDATES]


def candidates_for_person(db: Session, shop_id: int, facts: PersonFacts) -> list[int]:
    """Ids of persons who may be the same person as the one with these facts."""
    contacts = [PHONE + digits_of(facts.phone)[::-1], EMAIL + facts.email.casefold()]
    lookups = [(contact, "", *ANY_YEAR[0]) for contact in contacts if len(contact) > 1]
    found = _persons_by_pairs(db, shop_id, lookups, MAX_PER_WORD)
    years = ((facts.birth_year, facts.birth_year), (0, 0)) if facts.birth_year else ANY_YEAR
    for name in map(name_parts.parse_name, facts.names):
        words = nearest_words(db, shop_id, [(word,) for word in name.words[:4]])
        found += _by_pairs(db, shop_id, words, ANY_YEAR)
        found += _by_words(db, shop_id, words, years)
        for letter, ones in product(name.initials[:1], words):
            found += _by_prefix(db, shop_id, ones, letter)
    return list(dict.fromkeys(found))


def _by_pairs(db: Session, shop_id: int, words: Sequence[ScoredWords], years: Iterable[tuple[int, int]]) -> list[int]:
    """Persons who have two of the words; the pairs most similar to what was typed come first."""
    pairs = [
        (one_score * other_score, one, other)
        for ones, others in combinations(words, 2)
        for (one, one_score), (other, other_score) in product(ones, others)
        if one != other
    ]
    pairs.sort(key=lambda pair: -pair[0])
    lookups = [(one, other, *year) for _score, one, other in pairs for year in years]
    return _persons_by_pairs(db, shop_id, lookups[:MAX_WORD_PAIRS], MAX_PER_PAIR)


def _by_words(db: Session, shop_id: int, words: Sequence[ScoredWords], years: Iterable[tuple[int, int]]) -> list[int]:
    """Persons who have one of the words."""
    best_first = sorted(((score, word) for ones in words for word, score in ones), key=lambda one: -one[0])
    lookups = [(word, "", *year) for _score, word in best_first for year in years]
    return _persons_by_pairs(db, shop_id, lookups, MAX_PER_WORD)


def _by_prefix(db: Session, shop_id: int, words: ScoredWords, prefix: str) -> list[int]:
    """Persons who have one of the words and another that begins with `prefix`."""
    lookups = [(word, prefix, end_of_prefix(prefix)) for word, _score in words]
    return _person_ids(look_up(db, PERSONS_BY_WORD_AND_PREFIX, lookups, shop_id=shop_id, limit=MAX_PER_PAIR))


def _by_birth_or_phone(db: Session, shop_id: int, query: ParsedQuery, *, alone: bool) -> list[int]:
    """Persons with this date or year of birth, or whose phone number ends with these digits.

    `alone`: no words were typed, so that a year or digits are all there is to search with.
    """
    found: list[int] = []
    if query.digits and (alone or not query.years):
        prefix = PHONE + query.digits[::-1]
        lookup = [(prefix, end_of_prefix(prefix))]
        found += _person_ids(look_up(db, PERSONS_BY_PREFIX, lookup, shop_id=shop_id, limit=MAX_PER_WORD))
    born = [query.day.isoformat()] if query.day else []
    born += [str(year) for year in query.years] if alone else []
    lookups = [(YEAR_OR_DAY + when, "", *ANY_YEAR[0]) for when in born]
    return found + _persons_by_pairs(db, shop_id, lookups, MAX_CANDIDATES)


def _by_split_word(db: Session, shop_id: int, word: str) -> list[int]:
    """Persons who have two words that were typed as one."""
    lookups = [(word[:cut], word[cut:], *ANY_YEAR[0]) for cut in range(2, len(word) - 1)]
    return _persons_by_pairs(db, shop_id, lookups, MAX_PER_PAIR)


def _persons_by_pairs(db: Session, shop_id: int, pairs: Sequence[tuple[str, str, int, int]], limit: int) -> list[int]:
    return _person_ids(look_up(db, PERSONS_BY_PAIR, pairs, shop_id=shop_id, limit=limit))


def _person_ids(results: list[list[str]]) -> list[int]:
    return [int(person_id) for result in results for person_id in result]
