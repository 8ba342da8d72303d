"""What is known of somebody, and what they are found by."""

import re
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from app.people.search import name_parts
from app.people.search.phonetics import sounds

MAX_WORDS = 6  # of one name; what comes after them is not looked for

# How a trace of something else than a word begins; a word begins with a letter.
YEAR_OR_DAY, PHONE, EMAIL = "=", "~", "@"
# How a key to a word begins: the word itself, the word with at most one letter less, its sound.
EXACT, DELETION, SOUND = "=", "-", "~"


@dataclass(frozen=True, kw_only=True)
class PersonFacts:
    """Only a name is needed. `also` are other names for the same person, by which they are found as well."""

    name: str
    birth_year: int | None = None
    birth_date: date | None = None
    phone: str = ""
    email: str = ""
    street: str = ""
    also: tuple[str, ...] = ()

    @property
    def names(self) -> tuple[str, ...]:
        return (self.name, *self.also)


def digits_of(phone: str) -> str:
    """A phone number as digits, the way it is dialled here."""
    digits = re.sub(r"\D", "", phone)
    if phone.strip().startswith("+31") or digits.startswith("0031"):
        digits = "0" + re.sub(r"^(00)?31", "", digits)
    return digits


def index_entries(known: PersonFacts) -> set[tuple[str, str]]:
    """Everything somebody is found by: each word alone, each two words of a name in both orders, the year and the
    day of birth, the phone number backwards (so its last digits are a beginning) and the e-mail address."""
    found: set[tuple[str, str]] = set()
    for name in known.names:
        words = _indexed_words(name)
        found |= {(word, "") for word, _itself in words}
        found |= {(one, other) for one, first in words for other, second in words if first != second}
    day = known.birth_date.isoformat() if known.birth_date else ""
    numbers = {
        YEAR_OR_DAY + str(known.birth_year or ""),
        YEAR_OR_DAY + day,
        PHONE + digits_of(known.phone)[::-1],
        EMAIL + known.email.casefold(),
    }
    return found | {(number, "") for number in numbers if len(number) > 1}


def dictionary_words(known: PersonFacts) -> set[str]:
    """The words, as they stand in the dictionary of a shop."""
    return {word for name in known.names for word, _itself in _indexed_words(name)}


def _indexed_words(name: str) -> list[tuple[str, str]]:
    """Words, each with the word that it stands for."""
    read = name_parts.parse_name(name)
    words = read.words[:MAX_WORDS]
    return [(word, word) for word in words] + [run for run in read.joined if run[1] in words]


@lru_cache(maxsize=50_000)
def lookup_keys(word: str) -> frozenset[str]:
    """The keys under which a word stands in the dictionary. Two words of which one has a letter more, less, other or
    changed places share a key, and so do two that sound alike."""
    return frozenset(
        {EXACT + word}
        | {DELETION + less for less in deletion_variants(word)}
        | {SOUND + sound for sound in sounds(word)}
    )


def deletion_variants(word: str) -> set[str]:
    """The word, and the word without one of its letters."""
    return {word} | ({word[:i] + word[i + 1 :] for i in range(len(word))} if len(word) > 2 else set())
