"""Parses a name from a register into normal order and capitals: "EL AMRANI, Bilal (dhr.)" is Bilal El Amrani."""

import re
from functools import lru_cache

from app.core.name_particles import LOWERCASE_WORDS
from app.core.text_rules import fold, single_line

# Titles before a name, which are not part of it.
_TITLE_WORDS = """
mevr mevrouw mw mvr mej mejuffrouw dhr heer hr meneer mijnheer mr mrs ms miss mister sir madam
dr drs ir ing prof fam familie
"""
# A text with one of these, and otherwise only words from these lists, does not name anybody.
_NOBODY_WORDS = """
onbekend onbekende anoniem anonieme nn naamloos naam namen bezoeker bezoekster klant passant persoon iemand niemand
man vrouw meneer mevrouw mijnheer dame heer meisje jongen moeder vader nvt geen onb anon unknown anonymous none nobody
someone visitor name client wil weet weigert
"""
_FILLER_WORDS = """
een de het of en met zonder geen niet geven gegeven gezegd zeggen zegt opgegeven genoemd noemen noteren gevraagd
jonge jong oude oudere ouder andere nieuwe no not said given wil wilde liever haar zijn naam onze
"""
_TITLES, _NOBODY = frozenset(_TITLE_WORDS.split()), frozenset(_NOBODY_WORDS.split())
_FILLERS = frozenset(_FILLER_WORDS.split())
_PLACEHOLDERS = frozenset(("x", "xx", "xxx", "xxxx", "n", "nn", "nvt", "nb"))  # n.n., n.v.t.
_DOTTED = re.compile(r"(?:[^\W\d_]\.){2,}")  # A.B.
_APOSTROPHES = str.maketrans("’‘`´", "''''")


@lru_cache(maxsize=50_000)
def parse_name(raw: str) -> str:
    """The name in normal order and capitals; "" when the text does not name anybody.

    No letter is lost. Capitals only change in a name or word that is all lower or all upper case.
    """
    text = single_line(raw.translate(_APOSTROPHES))
    text = re.sub(r"\(([^()]*)\)", lambda within: "" if _is_title(within[1]) else within[0], text)
    if _is_nobody(text):
        return ""
    text = _in_spoken_order([_without_titles(part) for part in text.split(",")])
    return "" if _is_nobody(text) else _with_capitals(text)


def join_names(first: str, last: str) -> str:
    """The name from a column with first names and one with family names, such as "van den Berg" or "Berg, van den"."""
    if _is_nobody(last):
        return parse_name(first)
    if _is_nobody(first):
        return parse_name(last)
    family, comma, before = last.partition(",")
    family = f"{before.strip()} {family}" if comma and _is_particles(before) else last.replace(",", " ")
    return parse_name(f"{family}, {first.replace(',', ' ')}")


def _is_title(text: str) -> bool:
    words = fold(text).replace(".", " ").split()
    return bool(words) and all(word in _TITLES or word in ("de", "m", "v", "man", "vrouw") for word in words)


def _is_nobody(text: str) -> bool:
    words = re.findall(r"[^\W\d_]+", fold(text))
    if "".join(words) in _PLACEHOLDERS:
        return True
    return not words or (all(w in _NOBODY or w in _FILLERS or w in _TITLES for w in words) and _suggests_nobody(words))


def _suggests_nobody(words: list[str]) -> bool:
    return any(word in _NOBODY for word in words) or all(word in _TITLES or word == "de" for word in words)


def _without_titles(part: str) -> str:
    words = part.split()
    while words:
        first = fold(words[0]).rstrip(".")
        if first == "de" and len(words) > 1 and fold(words[1]).rstrip(".") == "heer":
            words = words[2:]
        elif all(each in _TITLES for each in first.split(".")):  # dhr.drs.
            words = words[1:]
        else:
            break
    return " ".join(words)


def _is_particles(text: str) -> bool:
    words = fold(text).split()
    return bool(words) and all(word in LOWERCASE_WORDS for word in words)


def _in_spoken_order(parts: list[str]) -> str:
    """Family name, particles and first name, separated by commas, in spoken order."""
    parts = [part for part in parts if part]
    if len(parts) < 2:
        return "".join(parts)
    family, *others = parts
    before = [other for other in others if _is_particles(other)]
    first = " ".join(other for other in others if other not in before)
    words = first.split()
    behind = len(words)
    while behind > 1 and _is_particles(words[behind - 1]):  # Berg, Daan van den
        behind -= 1
    before += words[behind:]
    start, space, rest = family.partition(" ")
    if space and words and _is_particles(start) and not family.isupper():
        family = f"{start.lower()} {rest}"  # Van den Berg, Daan
    return " ".join([*words[:behind], *(b.lower() for b in before), family] if words else [*before, family])


def _with_capitals(text: str) -> str:
    text = re.sub(r"(?<!\w)([^\W\d_])\.(?=[^\W\d_]{2})", r"\1. ", text)  # F.Chaouki
    letters = [letter for letter in text if letter.isalpha()]
    one_case = not any(letter.islower() for letter in letters) or not any(letter.isupper() for letter in letters)
    pieces = re.split(r"([\s/-]+)", text)
    places = [place for place in range(0, len(pieces), 2) if pieces[place]]
    for place in places:
        word = pieces[place]
        if one_case or (len(word) > 3 and word.isupper() and word.isalpha()):
            small = fold(word) in LOWERCASE_WORDS and place not in (places[0], places[-1])
            pieces[place] = _lower(word) if small else _capitalised(word)
    return "".join(pieces)


def _lower(word: str) -> str:
    """Lower case, without the combining dot that Python adds to the i of "İ"."""
    return word.replace("İ", "i").lower()


def _capitalised(word: str) -> str:
    if _DOTTED.match(word):
        return word.lower() if fold(word) in LOWERCASE_WORDS else word.upper()
    start = re.match(r"'[tsn](?!\w)|\W*", fold(word))
    at = start.end() if start and len(fold(word)) == len(word) else 0
    if at >= len(word) or word[:1] == "'":
        rest = word[at:]
        return _lower(word[:at]) + (_with_first_capital(rest) if rest else "")
    head, apostrophe, tail = word[at:].partition("'")
    if apostrophe and len(head) == 1 and len(tail) > 1:  # D'Angelo
        return word[:at] + head.upper() + apostrophe + _with_first_capital(tail)
    return word[:at] + _with_first_capital(word[at:])


def _with_first_capital(word: str) -> str:
    if word[:2].lower() == "ij":
        return "IJ" + _lower(word[2:])
    upper = word[0].upper()
    return (upper if len(upper) == 1 else word[0]) + _lower(word[1:])
