"""How well somebody fits what was typed, from 0 to 1: what is the same comes before what goes on, what sounds the
same before what is nearly the same, and all of that before what is only a little like it."""

from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from rapidfuzz.distance import OSA

from app.people.search import name_parts
from app.people.search.name_parts import NameParts
from app.people.search.phonetics import sounds
from app.people.search.query_parser import ParsedQuery

MIN_SCORE = 0.5  # below it is not worth showing
JOINED_SCORE = 0.75  # a forgotten space
MAX_BELOW_BEST = 0.25  # so much worse than the best is noise


@dataclass(frozen=True)
class Candidate:
    """Somebody who may be meant."""

    person_id: int
    names: str  # one on each line
    birth_year: int | None
    birth_date: date | None
    phone: str  # digits


@lru_cache(maxsize=200_000)
def similarity(asked: str, word: str) -> float:
    """Of a word that was typed to one in the books."""
    if asked == word:
        return 1.0
    alike = OSA.normalized_similarity(asked, word)
    begins = 0.82 + 0.12 * len(asked) / len(word) if len(asked) > 1 and word.startswith(asked) else 0.0
    slip = 0.7 + 0.25 * alike if OSA.distance(asked, word, score_cutoff=1) <= 1 else 0.0
    return max(begins, slip, _sound_similarity(asked, word, alike), 0.8 * alike)


def _sound_similarity(asked: str, word: str, alike: float) -> float:
    same = set(sounds(asked)) & set(sounds(word))
    if any(len(sound.replace(".", "")) > 1 for sound in same):
        return 0.86 + 0.12 * alike
    return 0.7 + 0.25 * alike if same else 0.0  # with one consonant much sounds the same


def score_candidate(asked: ParsedQuery, found: Candidate) -> float:
    """Of a person to everything that was typed."""
    name = max([_name_score(asked, name_parts.parse_name(name)) for name in found.names.split("\n")])
    if not (asked.years or asked.day or asked.digits):
        return name
    weight = len(asked.words) + 0.5 * len(asked.initials)
    return (name * weight + _number_score(asked, found)) / (weight + 1)


def _name_score(asked: ParsedQuery, name: NameParts) -> float:
    """Every word that was typed must be somewhere; words that were not typed count a little against."""
    there = _forms_of_words(name)
    total, used = 0.0, set()
    for ways in asked.words:
        best, word = 0.0, ""
        for way in ways:
            for spelt, of in there:
                if (score := similarity(way, spelt)) > best:
                    best, word = score, of
        if best < JOINED_SCORE and (run := _second_of_joined(ways[0], there)):
            best, word = JOINED_SCORE, run
        if best < 0.8 and ways[0][0] in name.initials:  # the books know only the first letter
            best, word = 0.8, ways[0][0]
        total += best
        used.add(word)
    left = [word for word in name.words if word not in used]
    if asked.initials:
        letters = [word[0] for word in (*left, *name.initials, *name.between)]
        total += 0.45 * sum(letter in letters for letter in asked.initials)  # half a word, and never as good as one
    fits = total / (len(asked.words) + 0.5 * len(asked.initials) or 1)
    if asked.between or name.between:
        typed, stands = set(asked.between), set(name.between)
        fits += 0.002 * (len(typed & stands) - 0.5 * len(typed ^ stands))
    return fits - 0.004 * len(left)


@lru_cache(maxsize=50_000)
def _forms_of_words(name: NameParts) -> tuple[tuple[str, str], ...]:
    """Every word by which the name may be meant, each with the one it stands for."""
    return (*((word, word) for word in name.words), *name.joined)


def _second_of_joined(typed: str, there: tuple[tuple[str, str], ...]) -> str:
    """The word of a name with which another one was run together: Jeroenvandenbroek."""
    for one, of in there:
        if typed.startswith(one):
            for run, other in there:
                if other != of and typed == one + run:
                    return other
    return ""


def _number_score(asked: ParsedQuery, found: Candidate) -> float:
    if asked.day and found.birth_date:
        return 1.0 if asked.day == found.birth_date else 0.5 * (asked.day.year == found.birth_year)
    if found.birth_year in asked.years:
        return 0.98 if asked.day else 1.0
    if asked.digits and found.phone.endswith(asked.digits):
        return 1.0
    return 0.5 if asked.years and found.birth_year is None else 0.0
