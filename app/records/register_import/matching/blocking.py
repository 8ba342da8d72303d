"""Blocking: selects the pairs of records to compare, those that share a key, instead of comparing all pairs. Pure.

Any pair that the rules of app.people.search would call probable shares a key, unless every word of a name has a typo.
"""

from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from functools import lru_cache
from itertools import combinations, product

from app.people.search import name_parts
from app.people.search.phonetics import sounds
from app.people.search.search_terms import PersonFacts

LARGE_BLOCK = 80  # records that share a key; in a larger block each is compared with its nearest NEIGHBOURS only
NEIGHBOURS = 12

ReportShare = Callable[[float], None]  # takes the share of the work that is done, 0 to 1


def candidate_pairs(cards: Sequence[PersonFacts], existing: int, report: ReportShare) -> Iterator[tuple[int, int]]:
    """Yields pairs of indexes of `cards` that share a key, the lower first; a pair may occur more than once.

    `existing`: the first so many cards are persons of the shop, which are not compared with each other.
    """
    blocks: dict[tuple[str, ...], list[int]] = defaultdict(list)
    for place, card in enumerate(cards):
        for key in _blocking_keys(card):
            blocks[key].append(place)
    for number, block in enumerate(blocks.values()):
        if number % 4096 == 0:
            report(number / len(blocks))
        if len(block) > 1 and block[-1] >= existing:
            yield from _pairs_in_block(cards, block)
    yield from _single_word_pairs(cards)


def _single_word_pairs(cards: Sequence[PersonFacts]) -> Iterator[tuple[int, int]]:
    """Pairs of a name of one word and any name with that word: with a birth year or a street they may be one person."""
    single: dict[tuple[str, str], list[int]] = defaultdict(list)
    for place, card in enumerate(cards):
        for name in card.names:
            words, letters = _phonetic_words(name)
            if len(words) == 1 and not letters:
                for sound, mark in product(words[0][1], _extra_keys(card)):
                    single[sound, mark].append(place)
    for place, card in enumerate(cards if single else ()):
        for name in card.names:
            for word in _phonetic_words(name)[0]:
                for key in product(word[1], _extra_keys(card)):
                    for other in single.get(key, ())[:NEIGHBOURS]:
                        if other != place:
                            yield min(place, other), max(place, other)


def _pairs_in_block(cards: Sequence[PersonFacts], block: list[int]) -> Iterator[tuple[int, int]]:
    if len(block) <= LARGE_BLOCK:
        yield from combinations(block, 2)
        return
    ordered = sorted(block, key=lambda place: (cards[place].birth_year or 0, cards[place].phone, cards[place].street))
    for at, one in enumerate(ordered):
        for other in ordered[at + 1 : at + 1 + NEIGHBOURS]:
            yield min(one, other), max(one, other)


def _blocking_keys(card: PersonFacts) -> set[tuple[str, ...]]:
    """The keys of a record: phone, e-mail, pairs of words, and a word with an initial and a year or street."""
    found: set[tuple[str, ...]] = set()
    if card.phone:
        found.add(("phone", card.phone))
    if card.email:
        found.add(("email", card.email))
    marks = _extra_keys(card)
    for name in card.names:
        words, letters = _phonetic_words(name)
        for (_one, ones), (_other, others) in combinations(words, 2):
            found |= {("pair", *sorted((a, b))) for a in ones for b in others}
        for place, (_word, ones) in enumerate(words):
            rest = {word[0] for at, (word, _sounds) in enumerate(words) if at != place} | letters
            found |= {("word", sound, letter, mark) for sound in ones for letter in rest for mark in marks}
    return found


def _extra_keys(card: PersonFacts) -> list[str]:
    """Birth year and street: one of these must be equal when the names are only slightly similar."""
    year = [str(card.birth_year)] if card.birth_year else []
    return year + ([card.street] if card.street else [])


@lru_cache(maxsize=100_000)
def _phonetic_words(name: str) -> tuple[tuple[tuple[str, tuple[str, ...]], ...], frozenset[str]]:
    """The words of a name, each with its phonetic codes (also joined with a preceding particle), and the initials."""
    read = name_parts.parse_name(name)
    words = []
    for word in read.words[:4]:
        ways = [word, *(run for run, of in read.joined if of == word)]
        words.append((word, tuple(dict.fromkeys(sound for way in ways for sound in sounds(way)[:3]))))
    return tuple(words), frozenset(read.initials)
