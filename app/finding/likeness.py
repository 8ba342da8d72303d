"""How well somebody fits what was typed, from 0 to 1: what is the same comes before what goes on, what sounds the
same before what is nearly the same, and all of that before what is only a little like it."""

from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from rapidfuzz.distance import OSA

from app.finding import names
from app.finding.names import Name
from app.finding.sounds import sounds
from app.finding.typed import Asked

LEAST = 0.5  # below it is not worth showing
RUN_TOGETHER = 0.75  # a forgotten space
FAR = 0.25  # so much worse than the best is noise


@dataclass(frozen=True)
class Found:
    """Somebody who may be meant."""

    person_id: int
    names: str  # one on each line
    birth_year: int | None
    birth_date: date | None
    phone: str  # digits


@lru_cache(maxsize=200_000)
def closeness(asked: str, word: str) -> float:
    """Of a word that was typed to one in the books."""
    if asked == word:
        return 1.0
    if len(asked) > 1 and word.startswith(asked):
        return 0.82 + 0.12 * len(asked) / len(word)
    alike = OSA.normalized_similarity(asked, word)
    if not sounds(asked) or not sounds(word):
        return 0.8 * alike
    if same := set(sounds(asked)) & set(sounds(word)):
        return 0.86 + 0.12 * alike if any(len(sound.replace(".", "")) > 1 for sound in same) else 0.7 + 0.25 * alike
    if OSA.distance(asked, word, score_cutoff=1) <= 1:
        return 0.70 + 0.25 * alike
    return 0.8 * alike


def fit(asked: Asked, found: Found) -> float:
    """Of a person to everything that was typed."""
    scores = [max((_name_fit(asked, names.read(name)) for name in found.names.split("\n")), default=0.0)]
    weights = [len(asked.words) + 0.5 * len(asked.initials)]
    if asked.years or asked.day or asked.digits:
        scores.append(_number_fit(asked, found))
        weights.append(1.0)
    total = sum(weights)
    return sum(score * weight for score, weight in zip(scores, weights, strict=True)) / total if total else 0.0


def _name_fit(asked: Asked, name: Name) -> float:
    """Every word that was typed must be somewhere; words that were not typed count a little against."""
    there = [*((word, word) for word in name.words), *name.joined]
    scores, used = [], set()
    for ways in asked.words:
        best, word = max(((closeness(way, spelt), word) for way in ways for spelt, word in there), default=(0.0, ""))
        if best < RUN_TOGETHER and (run := _run_together(ways[0], there)):
            best, word = RUN_TOGETHER, run
        if best < 0.8 and ways[0][0] in name.initials:  # the books know only the first letter
            best, word = 0.8, ways[0][0]
        scores.append(best)
        used.add(word)
    letters = [word[0] for word in name.words if word not in used] + list(name.initials)
    scores += [0.9 * (letter in letters) for letter in asked.initials]
    weights = [1.0] * len(asked.words) + [0.5] * len(asked.initials)
    if not scores:
        return 0.0
    fits = sum(score * weight for score, weight in zip(scores, weights, strict=True)) / sum(weights)
    more = sum(word not in used for word in name.words)
    same = len(set(asked.between) & set(name.between)) - 0.5 * len(set(asked.between) ^ set(name.between))
    return fits - 0.004 * more + 0.002 * same


def _run_together(typed: str, there: list[tuple[str, str]]) -> str:
    """The word of a name with which another one was run together: Jeroenvandenbroek."""
    return next((other for one, _of in there for run, other in there if typed == one + run), "")


def _number_fit(asked: Asked, found: Found) -> float:
    if asked.day and found.birth_date:
        return 1.0 if asked.day == found.birth_date else 0.5 * (asked.day.year == found.birth_year)
    if found.birth_year in asked.years:
        return 0.98 if asked.day else 1.0
    if asked.digits and found.phone.endswith(asked.digits):
        return 1.0
    return 0.5 if asked.years and found.birth_year is None else 0.0
