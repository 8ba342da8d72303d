"""Parses a search query: words, initials, a year, a date and the last digits of a phone number, in any order."""

import re
from contextlib import suppress
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from itertools import takewhile

from app.people.search import name_parts
from app.people.search.search_terms import digits_of

MIN_CHARACTERS = 3  # letters and digits that a query needs (TRUST 12)

_DAY = re.compile(r"(?<!\d)(?:(\d{1,2})[-/. ](\d{1,2})[-/. ](\d{4})|(\d{4})-(\d{1,2})-(\d{1,2}))(?!\d)")
_YEAR = re.compile(r"(?<!\d)(19\d\d|20\d\d)(?!\d)")
_SHORT_YEAR = re.compile(r"(?<!\d)['’`](\d\d)(?!\d)")
_BARE_YEAR = re.compile(r"(?<=\s)(\d\d)\s*$")


@dataclass(frozen=True)
class ParsedQuery:
    """The parts of a query.

    `words`: each with its alternative spellings. `last`: the word that is still being typed, or "". `years`: those that
    may be meant; '05 is 1905 or 2005. `digits`: of a phone number.
    """

    words: tuple[tuple[str, ...], ...] = ()
    initials: tuple[str, ...] = ()
    particles: tuple[str, ...] = ()
    last: str = ""
    years: tuple[int, ...] = ()
    day: date | None = None
    digits: str = ""

    @property
    def has_terms(self) -> bool:
        return bool(self.words or self.years or self.day or self.digits)


def is_long_enough(typed: str) -> bool:
    """Whether there are enough letters and digits to search with."""
    return sum(c.isalnum() for c in typed) >= MIN_CHARACTERS


@lru_cache(maxsize=1_000)
def parse_query(typed: str) -> ParsedQuery:
    """Parses what was typed; returns an empty query when it is too short."""
    if not is_long_enough(typed):
        return ParsedQuery()
    parts = name_parts.split_words(typed)
    name = name_parts.parse_name(typed)
    words = tuple(dict.fromkeys(part for part in name.words if len(part) > 1))
    joined = [*name.joined, *name_parts.joined_neighbours(part.rstrip("'") for part in parts if len(part) > 1)]
    goes_on = not typed[-1:].isspace() and re.search(r"[^\W\d_]\W*$", typed)
    begun = _unfinished_particle(parts) if goes_on and words and parts[-1] not in words else ""
    years, day, digits = _years_day_and_digits(typed, has_name=bool(parts))
    return ParsedQuery(
        words=tuple((word, *dict.fromkeys(run for run, end in joined if end == word)) for word in words[:4])
        + (((begun,),) if begun else ()),
        initials=tuple(part for part in (*name.initials, *name.words) if len(part) == 1),
        particles=tuple(part.rstrip("'") for part in name.particles),
        last=begun or (words[-1] if goes_on and words and parts[-1] == words[-1] else ""),
        years=years,
        day=day,
        digits=digits,
    )


def _unfinished_particle(parts: list[str]) -> str:
    """Joins particles at the end of a query: "ben" may become Benhaddou, "van den" may become van den Berg."""
    end = list(takewhile(name_parts.is_particle, reversed(parts)))
    return "".join(part.rstrip("'") for part in reversed(end))


def _years_day_and_digits(typed: str, *, has_name: bool) -> tuple[tuple[int, ...], date | None, str]:
    for found in _DAY.finditer(typed):
        day, month, year = (
            (int(number) for number in found.groups()[:3] if number)
            if found.group(3)
            else (int(number) for number in found.groups()[:2:-1] if number)
        )
        with suppress(ValueError):
            born = date(year, month, day)
            return (born.year,), born, digits_of(found.group()) if " " in found.group() else ""
    years = years_in(typed)
    if not years and has_name:
        years = _either_century(_BARE_YEAR.findall(typed))
    if years and years[0] + 100 in years:
        return years, None, ""
    digits = digits_of(re.sub(r"[^\d+ ]", "", typed))
    return years, None, digits if len(digits) >= MIN_CHARACTERS else ""


def years_in(text: str) -> tuple[int, ...]:
    """The years in a text; '05 gives both 1905 and 2005."""
    return tuple(int(year) for year in _YEAR.findall(text)) or _either_century(_SHORT_YEAR.findall(text))


def _either_century(endings: list[str]) -> tuple[int, ...]:
    return tuple(century + int(ending) for ending in endings for century in (1900, 2000))
