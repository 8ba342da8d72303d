"""By which terms a person is found, and which ones a search asks for. One design for both databases.

A term begins with a mark that says its kind; a search is a handful of ranges of the sorted column:
  n  a word of the name, folded ("yıldız" is "yildiz"); also two words run together ("elouali")
  s  the consonants of that word as they sound ("mohamed" and "Muhammed" are both "mhmt")
  y  the year of birth
  t  the phone number backwards, so its last digits are a beginning
"""

import re
from functools import lru_cache
from itertools import pairwise

from app.core.text import words_of
from app.people.models import Person

LEAST = 3  # characters to search with (TRUST 12)
LAST = chr(0x10FFFF)  # sorts after everything that can follow a beginning

# Different spellings of one sound in names from Dutch, Turkish, Arabic, Berber and Slavic, longest first.
_SOUNDS = (
    ("dzj", "j"), ("tsj", "s"), ("sch", "s"), ("dsj", "j"), ("dj", "j"), ("sj", "s"), ("sh", "s"), ("sz", "s"),
    ("cz", "s"), ("ph", "f"), ("kh", "k"), ("gh", "g"), ("th", "t"), ("dh", "t"), ("ck", "k"), ("qu", "k"), ("x", "ks"),
    ("ij", "i"), ("oe", "u"), ("ou", "u"),
)  # fmt: skip
_LIKE = str.maketrans({"d": "t", "z": "s", "v": "f", "c": "k", "q": "k", "b": "p", "y": "j"})
_VOWELS = "aeiou"


@lru_cache(maxsize=50_000)  # a search compares some hundreds of names, the same ones again and again
def skeletons(word: str) -> frozenset[str]:
    """How a folded word sounds, without its vowels; more than one where letters can sound in two ways."""
    ways = [word.replace("ch", "h"), word.replace("ch", "s")] if "ch" in word else [word]
    return frozenset(_skeleton(way) for way in ways)


def _skeleton(word: str) -> str:
    word = re.sub(r"^[ou]u?(?=[aei])", "w", word)  # Ouali, Wali
    for spelt, sound in _SOUNDS:
        word = word.replace(spelt, sound)
    first = "a" if word[:1] in _VOWELS else ""  # Osman and Usman begin alike
    kept = word[:1].translate(_LIKE) if word[:1] not in _VOWELS else ""
    kept += "".join(c for c in word[1:] if c not in _VOWELS and c not in "yj").translate(_LIKE)
    return first + re.sub(r"(.)\1+", r"\1", kept)


def digits_of(phone: str) -> str:
    """A phone number as digits, the way it is dialled here."""
    digits = re.sub(r"\D", "", phone)
    if phone.strip().startswith("+31") or digits.startswith("0031"):
        digits = "0" + re.sub(r"^(00)?31", "", digits)
    return digits


def _names(name: str) -> list[str]:
    return [word for word in words_of(name) if not word.isdigit()]


def terms(person: Person) -> set[str]:
    """Everything a person is found by."""
    words = _names(person.name)
    words += [one + other for one, other in pairwise(words)]
    found = {f"n{word}" for word in words} | {f"s{sound}" for word in words for sound in skeletons(word)}
    if person.birth_year:
        found.add(f"y{person.birth_year}")
    if digits := digits_of(person.phone):
        found.add(f"t{digits[::-1]}")
    return {term[:80] for term in found}


def wanted(typed: str) -> list[list[str]]:
    """The beginnings of terms to look for: for each part of what was typed, the ways in which it may be written.

    Empty when too little was typed to search with.
    """
    words = words_of(typed)
    names = [word for word in words if not word.isdigit()]
    numbers = [word for word in words if word.isdigit()]
    if len("".join(words)) < LEAST:
        return []
    asked = [_ways(name) for name in names[:6]]
    if not names and len(numbers) > 1:  # "06 12 34", "2-3-1990"
        years = [[f"y{n}"] for n in numbers if _is_year(n)]
        return years or [[f"t{digits_of(typed)[::-1]}"]]
    for number in numbers[:2]:
        ways = [f"y{number}"] if _is_year(number) else []
        asked.append([*ways, f"t{digits_of(number)[::-1]}"])
    return asked


def _ways(name: str) -> list[str]:
    sounds = sorted(sound for sound in skeletons(name) if len(sound) > 1) if len(name) >= LEAST else []
    return [f"n{name}"[:80], *(f"s{sound}"[:80] for sound in sounds)]


def _is_year(number: str) -> bool:
    return len(number) == 4 and 1900 <= int(number) <= 2100
