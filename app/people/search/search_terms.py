"""The searchable facts about a person, and the index entries they lead to."""

import re
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from app.people.search import name_parts
from app.people.search.phonetics import sounds

MAX_WORDS = 6  # of one name; further words are not indexed

# Prefixes of index entries that are not words; a word begins with a letter.
YEAR_OR_DAY, PHONE, EMAIL = "=", "~", "@"
# Prefixes of lookup keys: the word itself, the word with at most one letter deleted, its sound code.
EXACT, DELETION, SOUND = "=", "-", "~"


@dataclass(frozen=True, kw_only=True)
class PersonFacts:
    """What the search uses about a person. Only the name is required.

    `other_names`: names on merged records of the same person, under which they are found as well.
    """

    name: str
    birth_year: int | None = None
    birth_date: date | None = None
    phone: str = ""
    email: str = ""
    street: str = ""
    other_names: tuple[str, ...] = ()

    @property
    def names(self) -> tuple[str, ...]:
        return (self.name, *self.other_names)


def digits_of(phone: str) -> str:
    """The digits of a phone number as dialled in the Netherlands: +31 6 becomes 06."""
    digits = re.sub(r"\D", "", phone)
    if phone.strip().startswith("+31") or digits.startswith("0031"):
        digits = "0" + re.sub(r"^(00)?31", "", digits)
    return digits


def index_entries(facts: PersonFacts) -> set[tuple[str, str]]:
    """Index entries of a person: each word, each ordered pair of words of one name, and contact data.

    The latter are the year and the date of birth, the e-mail address, and the phone number reversed, so that its last
    digits can be looked up as a prefix.
    """
    found: set[tuple[str, str]] = set()
    for name in facts.names:
        words = _indexed_words(name)
        found |= {(word, "") for word, _plain in words}
        found |= {(one, other) for one, first in words for other, second in words if first != second}
    day = facts.birth_date.isoformat() if facts.birth_date else ""
    numbers = {
        YEAR_OR_DAY + str(facts.birth_year or ""),
        YEAR_OR_DAY + day,
        PHONE + digits_of(facts.phone)[::-1],
        EMAIL + facts.email.casefold(),
    }
    return found | {(number, "") for number in numbers if len(number) > 1}


def dictionary_words(facts: PersonFacts) -> set[str]:
    """The words of all names, for the dictionary of the shop."""
    return {word for name in facts.names for word, _plain in _indexed_words(name)}


def _indexed_words(name: str) -> list[tuple[str, str]]:
    """The words and joined words of a name, each with the plain word."""
    parts = name_parts.parse_name(name)
    words = parts.words[:MAX_WORDS]
    return [(word, word) for word in words] + [pair for pair in parts.joined if pair[1] in words]


@lru_cache(maxsize=50_000)
def lookup_keys(word: str) -> frozenset[str]:
    """The keys under which a word is in the dictionary.

    Two words share a key when they sound alike or differ by one letter: added, missing, replaced or swapped.
    """
    return frozenset(
        {EXACT + word}
        | {DELETION + variant for variant in deletion_variants(word)}
        | {SOUND + sound for sound in sounds(word)}
    )


def deletion_variants(word: str) -> set[str]:
    """The word, and the word with each one of its letters deleted."""
    return {word} | ({word[:i] + word[i + 1 :] for i in range(len(word))} if len(word) > 2 else set())
