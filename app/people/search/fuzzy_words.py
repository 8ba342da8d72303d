"""The words in a shop's names that are most similar to a typed word.

In a large shop one key may have many words, so up to a limit are read and the most similar of them compared. Words with
a similar spelling, with the same sound and with the same beginning each have a limit of their own.
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

MAX_PER_KEY = 60  # words read per key
MAX_COMPARED = 24  # words of each kind that are compared
MAX_NEAREST = 12  # words kept for each typed word

ScoredWords: TypeAlias = list[tuple[str, float]]  # words and their similarity (0 to 1)


def nearest_words(db: Session, shop_id: int, words: Sequence[Sequence[str]], last: str = "") -> list[ScoredWords]:
    """For each typed word, the most similar words in the index, best first.

    `words`: each with its alternative spellings. `last`: the word that is still being typed; this one, and words that
    are not in the index as they are, also match as the beginning of a longer word.
    """
    keys = [(_typo_keys(word), _sound_keys(word, forms)) for word, *forms in words]
    lookups = [(key,) for kinds in keys for kind in kinds for key in kind]
    results = iter(look_up(db, WORDS_BY_KEY, lookups, shop_id=shop_id, limit=MAX_PER_KEY))
    found = [[{word for result in islice(results, len(kind)) for word in result} for kind in kinds] for kinds in keys]
    unfinished = [index for index, (word, *_) in enumerate(words) if word == last or word not in found[index][0]]
    prefixes = [EXACT + words[index][0] for index in unfinished]
    ranges = [(prefix, end_of_prefix(prefix)) for prefix in prefixes]
    longer = look_up(db, WORDS_BY_PREFIX, ranges, shop_id=shop_id, limit=MAX_PER_KEY)
    for index, result in zip(unfinished, longer, strict=True):
        found[index].append(set(result))
    return [_nearest(forms, kinds) for forms, kinds in zip(words, found, strict=True)]


def _typo_keys(word: str) -> list[str]:
    return [DELETION + variant for variant in sorted(deletion_variants(word))]


def _sound_keys(word: str, forms: Sequence[str]) -> list[str]:
    return [EXACT + form for form in forms] + [SOUND + sound for sound in sounds(word)]


def _nearest(forms: Sequence[str], kinds: Iterable[set[str]]) -> ScoredWords:
    candidates = {word for found in kinds for word in _most_similar(forms[0], found)}
    scored = [(word, max([similarity(form, word) for form in forms])) for word in candidates]
    return sorted(scored, key=lambda one: (-one[1], len(one[0]), one[0]))[:MAX_NEAREST]


def _most_similar(word: str, found: set[str]) -> Iterable[str]:
    if len(found) <= MAX_COMPARED:
        return found
    best = process.extract(word, sorted(found), scorer=OSA.normalized_similarity, limit=MAX_COMPARED)
    return [candidate for candidate, _score, _index in best]
