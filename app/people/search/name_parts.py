"""A name as words to be found by: what stands between (van den, El, Aït) may be left out, or written on to them."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

from app.core.names import OPTIONAL_WORDS
from app.core.text_rules import fold

MAX_LETTERS = 24  # letters of a word that count

_ABBREVIATIONS = (  # what stands for such a word, as a word
    (re.compile(r"(?<!\w)v[./ ]{0,2}d[./]?(?!\w)"), " vd "),  # v.d. Berg
    (re.compile(r"(?<!\w)['’`]t(?!\w)"), " het "),  # 't Hart
    (re.compile(r"(?<!\w)(\w)['’`](?=\w)"), r" \1' "),  # d'Angelo
)
_PLAIN_WORDS = re.compile(r"[a-uw-z ]+")  # nothing of that can be in it: so most names are read at once


@dataclass(frozen=True)
class NameParts:
    """`words` tell people apart; `initials` are words of one letter; `joined` are words with what stood before
    them written on to them ("elouali", "vandenberg"), each with the word it stands for."""

    words: tuple[str, ...] = ()
    initials: tuple[str, ...] = ()
    between: tuple[str, ...] = ()
    joined: tuple[tuple[str, str], ...] = ()


@lru_cache(maxsize=50_000)  # most names come back at every letter that is typed
def parse_name(name: str) -> NameParts:
    """A name as it is said or as it stands in a list: "Wouter van den Berg", "Ouali, M. El", "A. 't Hart"."""
    family, comma, first = name.partition(",")
    parts = split_words(f"{first} {family}" if comma else name)
    if not any(is_distinctive(part) for part in parts):  # nothing else: then that is the name
        return NameParts(words=tuple(dict.fromkeys(part[:MAX_LETTERS] for part in parts)))
    words: list[str] = []
    joined: list[tuple[str, str]] = []
    before = ""
    for place, part in enumerate(parts):
        if is_particle(part):
            if place == 0 and "'" not in part:  # Ben Bakker: there it may be what somebody is called
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
    """Folded words without digits, in order."""
    plain = fold(text)
    if _PLAIN_WORDS.fullmatch(plain):
        return plain.split()
    for how, spelt_out in _ABBREVIATIONS:
        plain = how.sub(spelt_out, plain)
    return re.findall(r"[^\W\d_]+'?(?!\w)|[^\W\d_]+", plain)


def is_particle(part: str) -> bool:
    return part in OPTIONAL_WORDS or (len(part) == 2 and part.endswith("'"))


def is_distinctive(part: str) -> bool:
    """Whether a word tells people apart."""
    return len(part) > 1 and not is_particle(part)


def joined_neighbours(parts: Iterable[str]) -> list[tuple[str, str]]:
    """Two words that may be one: each pair of neighbours written on to one another, with the second."""
    return [(f"{one}{other}"[:MAX_LETTERS], other) for one, other in pairwise(parts)]
