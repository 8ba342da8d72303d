"""Splits a name into searchable words. Particles (van den, El, Aït) may be left out or joined to the next word."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

from app.core.name_particles import OPTIONAL_WORDS
from app.core.text_rules import fold

MAX_LETTERS = 24  # letters of a word that are used

_ABBREVIATIONS = (  # abbreviated particles, and how they are written out
    (re.compile(r"(?<!\w)v[./ ]{0,2}d[./]?(?!\w)"), " vd "),  # v.d. Berg
    (re.compile(r"(?<!\w)['’`]t(?!\w)"), " het "),  # 't Hart
    (re.compile(r"(?<!\w)(\w)['’`](?=\w)"), r" \1' "),  # d'Angelo
)
_PLAIN_WORDS = re.compile(r"[a-uw-z ]+")  # no apostrophe and no v, so no abbreviation: a fast path for most names


@dataclass(frozen=True)
class NameParts:
    """The words of a name by their use in the search.

    `words` distinguish people; `initials` are single letters; `particles` come between ("van", "el"); `joined` are
    words with the preceding particles attached ("vandenberg"), each with the plain word ("berg").
    """

    words: tuple[str, ...] = ()
    initials: tuple[str, ...] = ()
    particles: tuple[str, ...] = ()
    joined: tuple[tuple[str, str], ...] = ()


@lru_cache(maxsize=50_000)  # the same names recur with every letter typed
def parse_name(name: str) -> NameParts:
    """Parses a name in spoken or list order: "Wouter van den Berg", "Ouali, M. El", "A. 't Hart"."""
    family, comma, first = name.partition(",")
    parts = split_words(f"{first} {family}" if comma else name)
    if not any(is_distinctive(part) for part in parts):  # particles only: then they are the name
        return NameParts(words=tuple(dict.fromkeys(part[:MAX_LETTERS] for part in parts)))
    words: list[str] = []
    joined: list[tuple[str, str]] = []
    before = ""
    for place, part in enumerate(parts):
        if is_particle(part):
            if place == 0 and "'" not in part:  # Ben Bakker: at the start it may be a first name
                words.append(part)
            before += part.rstrip("'")
            continue
        if is_distinctive(part):
            words.append(part[:MAX_LETTERS])
            if before:
                joined.append(((before + part)[:MAX_LETTERS], part[:MAX_LETTERS]))
        before = ""
    return NameParts(
        tuple(dict.fromkeys(words)),
        tuple(part for part in parts if len(part) == 1),
        tuple(part for part in parts if is_particle(part)),
        tuple(dict.fromkeys(joined)),
    )


def split_words(text: str) -> list[str]:
    """The words in the text, case-folded and without digits, in order."""
    plain = fold(text)
    if _PLAIN_WORDS.fullmatch(plain):
        return plain.split()
    for pattern, written_out in _ABBREVIATIONS:
        plain = pattern.sub(written_out, plain)
    return re.findall(r"[^\W\d_]+'?(?!\w)|[^\W\d_]+", plain)


def is_particle(part: str) -> bool:
    return part in OPTIONAL_WORDS or (len(part) == 2 and part.endswith("'"))


def is_distinctive(part: str) -> bool:
    """Whether a word distinguishes people: not a particle or an initial."""
    return len(part) > 1 and not is_particle(part)


def joined_neighbours(parts: Iterable[str]) -> list[tuple[str, str]]:
    """Each two neighbouring words joined into one, with the second word; for a space too many."""
    return [(f"{one}{other}"[:MAX_LETTERS], other) for one, other in pairwise(parts)]
