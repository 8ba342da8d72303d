"""How a word of a name sounds, whoever wrote it down: Dutch, French, Turkish, Slavic, Somali or English ears.

Vowels are heard and written in too many ways to count; consonants are told apart by where the mouth makes them. A
spelling that sounds differently in different languages has several sounds, and two words sound alike when one of the
sounds of one is a sound of the other.
"""

import re
from functools import lru_cache
from itertools import islice, product

MAX_SOUNDS = 6  # sounds of one word

# What a spelling may stand for, longest first. Capitals are sounds; small letters are looked at once more.
_SPELLINGS: dict[str, tuple[str, ...]] = {
    "sjtsj": ("S",), "shch": ("S",), "szcz": ("S",), "tsch": ("S",), "dzj": ("S",), "dzh": ("S",), "tsj": ("S",),
    "tch": ("S",), "tsh": ("S",), "sch": ("S",), "sh": ("S",), "sj": ("S",), "sz": ("S",), "cz": ("S",),
    "zh": ("S",), "zj": ("S",), "ts": ("S",), "tz": ("S",), "dz": ("S",), "dj": ("S",),
    "rz": ("RS", "S"),  # Polish: one sound
    "ch": ("S", "K", "h"),  # French and English, Greek, Dutch and German
    "kh": ("K", "h"), "rh": ("R", "K"), "gh": ("K",), "ck": ("K",), "qu": ("K.",), "ph": ("F",), "th": ("T",),
    "dh": ("T",), "ij": (".", ".S"),
    "c": ("K", "S"),  # ç, and c before e
    "j": (".", "S"),  # Dutch and German, French and English
    "w": (".", "F"),  # Arabic and English, Dutch and Polish
    "x": ("KS", "h"),  # Somali writes it for a strong h
    "b": ("P",), "p": ("P",), "d": ("T",), "t": ("T",), "f": ("F",), "v": ("F",), "s": ("S",), "z": ("S",),
    "k": ("K",), "q": ("K",), "g": ("K",), "l": ("L",), "m": ("M",), "n": ("N",), "r": ("R",), "h": ("h",),
}  # fmt: skip
_WORD_START: dict[str, tuple[str, ...]] = {
    "g": ("K", "h"),  # Ukrainian h is g in Russian
    "c": ("K", "S", "."),  # Somali writes it for a stop in the throat that others leave out
    "w": ("W", "F"),  # at the beginning it is heard: Wali is not Ali
    "W": ("W",),
}
_GLIDE = re.compile(r"^(ou|u)(?=[aeiy])")  # Ouali and Wali
_PIECES = re.compile("|".join(sorted(_SPELLINGS, key=len, reverse=True)) + "|.")


@lru_cache(maxsize=50_000)
def sounds(word: str) -> tuple[str, ...]:
    """The ways in which a folded word may sound, likeliest first: consonants only, unless there are so few
    that where the vowels are must tell words apart."""
    pieces = [
        (_WORD_START if found.start() == 0 else _SPELLINGS).get(found.group()) or _SPELLINGS.get(found.group(), (".",))
        for found in _PIECES.finditer(_GLIDE.sub("W", word))
    ]
    ways = (_simplify("".join(way)) for way in islice(product(*pieces), MAX_SOUNDS * 4))
    return tuple(islice(dict.fromkeys(way for way in ways if way.strip(".")), MAX_SOUNDS))


def _simplify(way: str) -> str:
    way = re.sub(r"h(?![.])|(?<=[A-Z])h", "", way)  # an h is heard between vowels and at the beginning
    way = re.sub(r"(.)\1+", r"\1", way.upper())
    consonants = re.sub(r"(.)\1+", r"\1", way.replace(".", ""))
    return consonants if len(consonants) > 2 else way.rstrip(".")
