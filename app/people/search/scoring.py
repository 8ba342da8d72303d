"""Scores how well a person matches a query, from 0 to 1.

The same word scores best, then a word that begins with it, one that sounds the same, one with a typing error, and last
one with only some similarity.
"""

from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from rapidfuzz.distance import OSA

from app.people.search import name_parts
from app.people.search.name_parts import NameParts
from app.people.search.phonetics import sounds
from app.people.search.query_parser import ParsedQuery

MIN_SCORE = 0.5  # lower scores are not shown
JOINED_SCORE = 0.75  # two words typed without a space
MAX_BELOW_BEST = 0.25  # hits further below the best are left out


@dataclass(frozen=True)
class Candidate:
    """The facts about a person that are scored."""

    person_id: int
    names: str  # one per line
    birth_year: int | None
    birth_date: date | None
    phone: str  # digits


@lru_cache(maxsize=200_000)
def similarity(typed: str, word: str) -> float:
    """Similarity of a typed word to a word in the index, from 0 to 1."""
    if typed == word:
        return 1.0
    spelling = OSA.normalized_similarity(typed, word)
    prefix = 0.82 + 0.12 * len(typed) / len(word) if len(typed) > 1 and word.startswith(typed) else 0.0
    typo = 0.7 + 0.25 * spelling if OSA.distance(typed, word, score_cutoff=1) <= 1 else 0.0
    return max(prefix, typo, _sound_similarity(typed, word, spelling), 0.8 * spelling)


def _sound_similarity(typed: str, word: str, spelling: float) -> float:
    shared = set(sounds(typed)) & set(sounds(word))
    if any(len(sound.replace(".", "")) > 1 for sound in shared):
        return 0.86 + 0.12 * spelling
    return 0.7 + 0.25 * spelling if shared else 0.0  # with one consonant many words sound the same


def score_candidate(query: ParsedQuery, found: Candidate) -> float:
    """The score of a person for the whole query, from 0 to 1."""
    name = max([_name_score(query, name_parts.parse_name(name)) for name in found.names.split("\n")])
    if not (query.years or query.day or query.digits):
        return name
    weight = len(query.words) + 0.5 * len(query.initials)
    return (name * weight + _number_score(query, found)) / (weight + 1)


def _name_score(query: ParsedQuery, name: NameParts) -> float:
    """The average similarity of the typed words to the name, minus a little for each word that was not typed."""
    forms = _forms_of_words(name)
    total, used = 0.0, set()
    for spellings in query.words:
        best, word = 0.0, ""
        for typed in spellings:
            for form, plain in forms:
                if (score := similarity(typed, form)) > best:
                    best, word = score, plain
        if best < JOINED_SCORE and (second := _second_of_joined(spellings[0], forms)):
            best, word = JOINED_SCORE, second
        if best < 0.8 and spellings[0][0] in name.initials:  # only the initial is recorded
            best, word = 0.8, spellings[0][0]
        total += best
        used.add(word)
    left = [word for word in name.words if word not in used]
    if query.initials:
        letters = [word[0] for word in (*left, *name.initials, *name.particles)]
        total += 0.45 * sum(letter in letters for letter in query.initials)  # half a word, and less than one
    score = total / (len(query.words) + 0.5 * len(query.initials) or 1)
    if query.particles or name.particles:
        in_query, in_name = set(query.particles), set(name.particles)
        score += 0.002 * (len(in_query & in_name) - 0.5 * len(in_query ^ in_name))
    return score - 0.004 * len(left)


@lru_cache(maxsize=50_000)
def _forms_of_words(name: NameParts) -> tuple[tuple[str, str], ...]:
    """Every form in which a word of the name may be typed, each with the plain word."""
    return (*((word, word) for word in name.words), *name.joined)


def _second_of_joined(typed: str, forms: tuple[tuple[str, str], ...]) -> str:
    """The second word of a name whose words were typed without a space, such as Jeroenvandenbroek; "" if none."""
    for first, plain in forms:
        if typed.startswith(first):
            for second, other in forms:
                if other != plain and typed == first + second:
                    return other
    return ""


def _number_score(query: ParsedQuery, found: Candidate) -> float:
    if query.day and found.birth_date:
        return 1.0 if query.day == found.birth_date else 0.5 * (query.day.year == found.birth_year)
    if found.birth_year in query.years:
        return 0.98 if query.day else 1.0
    if query.digits and found.phone.endswith(query.digits):
        return 1.0
    return 0.5 if query.years and found.birth_year is None else 0.0
