"""Invented people by the thousand, and the ways in which their names are typed wrongly."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from importlib import import_module
from itertools import accumulate
from random import Random

from app.core.text_rules import fold
from tests.bench.names import FIRST, LAST, families, prefixed

LOCALES = ("nl_NL", "nl_BE", "tr_TR", "pl_PL", "fr_FR", "en_GB", "es_ES", "pt_PT", "ro_RO", "de_DE", "az_AZ", "tw_GH")
LETTERS = "abcdefghijklmnopqrstuvwxyz"
MISSPELT = 0.02  # of the names as they stand in the books


@dataclass(frozen=True)
class Somebody:
    first: str
    last: str
    year: int

    @property
    def name(self) -> str:
        return f"{self.first} {self.last}"


@cache
def _lists() -> tuple[list[str], list[str], list[float], list[float]]:
    """First names and last names, and how often each occurs: a few very often, most of them rarely."""
    firsts: dict[str, None] = {}
    lasts: dict[str, None] = {}
    for locale in LOCALES:
        provider = import_module(f"faker.providers.person.{locale}").Provider
        for attribute, names in (("first_names", firsts), ("last_names", lasts), ("unisex_last_names", lasts)):
            names.update(dict.fromkeys(getattr(provider, attribute, ())))
        for attribute in ("first_names_male", "first_names_female"):
            firsts.update(dict.fromkeys(getattr(provider, attribute, ())))
    dice = Random(5)
    both = [[name for name in names if len(name) > 1] for names in (firsts, lasts)]
    for names in both:
        dice.shuffle(names)
    weights = [list(accumulate(1 / (place + 30) for place in range(len(names)))) for names in both]
    return both[0], both[1], weights[0], weights[1]


def people(dice: Random, count: int) -> list[Somebody]:
    """Anybody; a few of them stand misspelt in the books, as they do."""
    firsts, lasts, often, also = _lists()
    chosen = zip(
        dice.choices(firsts, cum_weights=often, k=count), dice.choices(lasts, cum_weights=also, k=count), strict=True
    )
    return [
        Somebody(one_typo(dice, first) if dice.random() < MISSPELT else first, last, dice.randrange(1945, 2010))
        for first, last in chosen
    ]


def unseen(dice: Random, count: int) -> list[Somebody]:
    """People whose names were not used to make the rules; a third has a word before the last name."""
    firsts, lasts, between = families(FIRST), families(LAST), prefixed()
    return [
        Somebody(
            dice.choice(firsts)[0],
            dice.choice(between) if dice.random() < 0.34 else dice.choice(lasts)[0],
            dice.randrange(1945, 2010),
        )
        for _ in range(count)
    ]


def one_typo(dice: Random, word: str) -> str:
    return dice.choice((insertion, deletion, substitution))(dice, word)


def insertion(dice: Random, word: str) -> str:
    place = dice.randrange(len(word) + 1)
    return word[:place] + dice.choice(LETTERS) + word[place:]


def deletion(dice: Random, word: str) -> str:
    place = dice.randrange(len(word))
    return word[:place] + word[place + 1 :]


def substitution(dice: Random, word: str) -> str:
    place = dice.randrange(len(word))
    return word[:place] + dice.choice([letter for letter in LETTERS if letter != fold(word[place])]) + word[place + 1 :]


def transposition(dice: Random, word: str) -> str:
    places = [place for place in range(len(word) - 1) if fold(word[place]) != fold(word[place + 1])]
    if not places:
        return word
    place = dice.choice(places)
    return word[:place] + word[place + 1] + word[place] + word[place + 2 :]


def _in_one_word(wrong: Callable[[Random, str], str]) -> Callable[[Random, Somebody], str | None]:
    def typed(dice: Random, who: Somebody) -> str | None:
        words = who.name.split()
        long = [place for place, word in enumerate(words) if len(word) > 3]
        if not long:
            return None
        place = dice.choice(long)
        words[place] = wrong(dice, words[place])
        return " ".join(words)

    return typed


def _transliterated(dice: Random, who: Somebody) -> str | None:
    """The first name, the last name or both in another spelling."""
    firsts, lasts = _spellings(who.first, FIRST), _spellings(who.last, LAST)
    ways = [(a, b) for a in (who.first, *firsts) for b in (who.last, *lasts) if (a, b) != (who.first, who.last)]
    return " ".join(dice.choice(ways)) if ways else None


def _spellings(name: str, lines: str) -> list[str]:
    return next((line[1:] for line in families(lines) if line[0] == name), [])


def _without_prefix(dice: Random, who: Somebody) -> str | None:
    return f"{who.first} {who.last.split()[-1]}" if who.last in prefixed() else None


CLASSES: dict[str, Callable[[Random, Somebody], str | None]] = {
    "insertion": _in_one_word(insertion),
    "deletion": _in_one_word(deletion),
    "substitution": _in_one_word(substitution),
    "transposition": _in_one_word(transposition),
    "transliteration": _transliterated,
    "missing prefix": _without_prefix,
    "swapped names": lambda dice, who: f"{who.last} {who.first}",
}


def initials(who: Somebody) -> str:
    return f"{who.first[0]}. {who.last}"
