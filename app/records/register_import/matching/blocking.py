"""Which records are worth comparing: those that share a key. Pure, and never all against all.

Any two that the rules of app.people.search could call probable share one, but for names of which every word has a slip.
"""

from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from functools import lru_cache
from itertools import combinations, product

from app.people.search import name_parts
from app.people.search.phonetics import sounds
from app.people.search.search_terms import PersonFacts

LARGE_BLOCK = 80  # records that share a key; in bigger crowds each is compared with its nearest only
NEIGHBOURS = 12

ReportShare = Callable[[float], None]  # how far it is, 0 to 1


def candidate_pairs(cards: Sequence[PersonFacts], before: int, tell: ReportShare) -> Iterator[tuple[int, int]]:
    """Pairs of places, the lower first, that share a key; a pair may come back. `before`: so many are known already."""
    crowds: dict[tuple[str, ...], list[int]] = defaultdict(list)
    for place, card in enumerate(cards):
        for key in _blocking_keys(card):
            crowds[key].append(place)
    for at, crowd in enumerate(crowds.values()):
        if at % 4096 == 0:
            tell(at / len(crowds))
        if len(crowd) > 1 and crowd[-1] >= before:
            yield from _pairs_in_block(cards, crowd)
    yield from _single_word_pairs(cards)


def _single_word_pairs(cards: Sequence[PersonFacts]) -> Iterator[tuple[int, int]]:
    """A name of one word is looked up among all names: together with a year or a street it may be somebody's."""
    lone: dict[tuple[str, str], list[int]] = defaultdict(list)
    for place, card in enumerate(cards):
        for name in card.names:
            words, letters = _phonetic_words(name)
            if len(words) == 1 and not letters:
                for sound, mark in product(words[0][1], _extra_keys(card)):
                    lone[sound, mark].append(place)
    for place, card in enumerate(cards if lone else ()):
        for name in card.names:
            for word in _phonetic_words(name)[0]:
                for key in product(word[1], _extra_keys(card)):
                    for other in lone.get(key, ())[:NEIGHBOURS]:
                        if other != place:
                            yield min(place, other), max(place, other)


def _pairs_in_block(cards: Sequence[PersonFacts], crowd: list[int]) -> Iterator[tuple[int, int]]:
    if len(crowd) <= LARGE_BLOCK:
        yield from combinations(crowd, 2)
        return
    near = sorted(crowd, key=lambda place: (cards[place].birth_year or 0, cards[place].phone, cards[place].street))
    for at, one in enumerate(near):
        for other in near[at + 1 : at + 1 + NEIGHBOURS]:
            yield min(one, other), max(one, other)


def _blocking_keys(card: PersonFacts) -> set[tuple[str, ...]]:
    """What a record is compared by."""
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
    """What else than a name must be the same where the names are only a little alike."""
    year = [str(card.birth_year)] if card.birth_year else []
    return year + ([card.street] if card.street else [])


@lru_cache(maxsize=100_000)
def _phonetic_words(name: str) -> tuple[tuple[tuple[str, tuple[str, ...]], ...], frozenset[str]]:
    """The words of a name, each with how it may sound, also with what stands before it; and its initials."""
    read = name_parts.parse_name(name)
    words = []
    for word in read.words[:4]:
        ways = [word, *(run for run, of in read.joined if of == word)]
        words.append((word, tuple(dict.fromkeys(sound for way in ways for sound in sounds(way)[:3]))))
    return tuple(words), frozenset(read.initials)
