"""Sound codes for the words of a name, in Dutch, French, Turkish, Slavic, Somali or English spelling.

Vowels are ignored, as they are spelt in too many ways; consonants are grouped by place of articulation. A spelling that
is pronounced differently in different languages has several sound codes. Two words sound alike when they share a code.
"""

import re
from functools import lru_cache
from itertools import islice, product

MAX_SOUNDS = 6  # sound codes of one word

# The codes of a spelling, longest spelling first. Capitals are sounds; an "h" is decided on in _simplify.
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
    "c": ("K", "S", "."),  # Somali writes it for a glottal stop that others leave out
    "w": ("W", "F"),  # pronounced at the start of a word: Wali is not Ali
    "W": ("W",),
}
_GLIDE = re.compile(r"^(ou|u)(?=[aeiy])")  # Ouali and Wali
_PIECES = re.compile("|".join(sorted(_SPELLINGS, key=len, reverse=True)) + "|.")


@lru_cache(maxsize=50_000)
def sounds(word: str) -> tuple[str, ...]:
    """The sound codes of a case-folded word, most likely first.

    Consonants only, unless there are at most two: then a "." marks where the vowels are.
    """
    pieces = [
        (_WORD_START if found.start() == 0 else _SPELLINGS).get(found.group()) or _SPELLINGS.get(found.group(), (".",))
        for found in _PIECES.finditer(_GLIDE.sub("W", word))
    ]
    codes = (_simplify("".join(choice)) for choice in islice(product(*pieces), MAX_SOUNDS * 4))
    return tuple(islice(dict.fromkeys(code for code in codes if code.strip(".")), MAX_SOUNDS))


def _simplify(code: str) -> str:
    code = re.sub(r"h(?![.])|(?<=[A-Z])h", "", code)  # an h sounds only before a vowel, and not after a consonant
    code = re.sub(r"(.)\1+", r"\1", code.upper())
    consonants = re.sub(r"(.)\1+", r"\1", code.replace(".", ""))
    return consonants if len(consonants) > 2 else code.rstrip(".")
