"""By which edition of the rules the index is made, and how likely it is that two records are of one person."""

import re
from collections.abc import Sequence
from enum import Enum

from rapidfuzz.distance import OSA

from app.core.text_rules import fold
from app.people.search import name_parts
from app.people.search.name_parts import NameParts
from app.people.search.phonetics import sounds
from app.people.search.search_terms import PersonFacts, digits_of

# One more when search_terms, name_parts or phonetics give other index entries: the index is then made anew.
INDEX_VERSION = 1

CERTAIN = 0.85  # such pairs are right in 99 of 100 (tests/bench/doubles.py measures it)
MAX_WITH_ONE_SLIP = 0.8  # however much else is the same: brothers and sisters have names that differ by a letter
PROBABLE = 0.52  # worth asking about: the same name, and nothing that speaks against it


class Agreement(float, Enum):
    """How much it tells that two records agree in something, or do not. What one of them does not know tells nothing.

    Alone a name is never certain; with the same phone number even an initial is. Phones and streets change, and are
    shared at home, so other ones speak but a little against it.
    """

    SAME_NAME = 0.6
    SAME_SOUND = 0.56
    INITIAL = 0.5  # M. or Moh. for Mohamed
    ONE_SLIP = 0.45  # also Rachid and Rachida, who are two
    ONE_WORD = 0.2  # of a name of one word, or one word of a name
    OTHER_NAME = 0.0
    SAME_DAY = 0.45
    SAME_YEAR = 0.35
    NEXT_YEAR = -0.05
    OTHER_DAY = -0.15  # of the same year
    OTHER_YEAR = -0.5
    SAME_CONTACT = 0.5  # phone or e-mail
    OTHER_PHONE = -0.06
    SAME_STREET = 0.35
    OTHER_STREET = -0.06


A = Agreement


def match_score(one: PersonFacts, other: PersonFacts) -> float:
    """From 0 to 1: how likely it is that two records are of one person. See CERTAIN and PROBABLE."""
    name = max(
        _compare_names(name_parts.parse_name(a), name_parts.parse_name(b)) for a in one.names for b in other.names
    )
    if name == A.OTHER_NAME:
        return 0.0
    most = MAX_WITH_ONE_SLIP if name == A.ONE_SLIP else 1.0
    return round(max(0.0, min(most, name + _birth_score(one, other) + _contact_score(one, other))), 4)


def resolve_ambiguous(alike: Sequence[tuple[PersonFacts, float]]) -> list[float]:
    """The scores of all who are like somebody, once they are seen together: who cannot be the same as another that is
    at least as much like them is not certain any more, as it may be either."""
    certain = [one for one in alike if one[1] >= CERTAIN]
    return [
        PROBABLE
        if score >= CERTAIN
        and any(known is not other and more >= score and _exclude_each_other(known, other) for other, more in certain)
        else score
        for known, score in alike
    ]


def _exclude_each_other(one: PersonFacts, other: PersonFacts) -> bool:
    return _birth_score(one, other) == A.OTHER_YEAR or match_score(one, other) == 0.0


def _birth_score(one: PersonFacts, other: PersonFacts) -> float:
    if one.birth_date and other.birth_date and one.birth_date == other.birth_date:
        return A.SAME_DAY
    if not one.birth_year or not other.birth_year:
        return 0.0
    if one.birth_year == other.birth_year:
        return A.OTHER_DAY if one.birth_date and other.birth_date else A.SAME_YEAR
    return A.NEXT_YEAR if abs(one.birth_year - other.birth_year) == 1 else A.OTHER_YEAR


def _contact_score(one: PersonFacts, other: PersonFacts) -> float:
    phones = digits_of(one.phone), digits_of(other.phone)
    streets = fold(one.street), fold(other.street)
    total = 0.0
    if all(phones):
        total += A.SAME_CONTACT if phones[0] == phones[1] else A.OTHER_PHONE
    if one.email and one.email.casefold() == other.email.casefold():
        total += A.SAME_CONTACT
    if all(streets):
        total += A.SAME_STREET if streets[0] == streets[1] else A.OTHER_STREET
    return total


def _compare_names(one: NameParts, other: NameParts) -> Agreement:
    """Every word and initial of the shorter name must find its own like in the longer one; the least alike counts."""
    short, long = sorted((one, other), key=lambda name: (len(name.words), len(name.initials)))
    words, letters, found = list(long.words), list(long.initials), []
    for word in short.words:
        ways = [word, *(run for run, of in short.joined if of == word)]
        there = [(each, each) for each in words] + [run for run in long.joined if run[1] in words]
        how, like = max(
            ((_compare_words(way, spelt), of) for way in ways for spelt, of in there), default=(A.OTHER_NAME, "")
        )
        if how != A.OTHER_NAME:
            words.remove(like)
        elif word[0] in letters:
            letters.remove(word[0])
            how = A.INITIAL
        found.append(how)
    for letter in short.initials:
        like = letter if letter in letters else next((word for word in words if word[0] == letter), "")
        if like:
            (letters if like in letters else words).remove(like)
        found.append(A.INITIAL if like else A.OTHER_NAME)
    least = min(found, default=A.OTHER_NAME)
    return min(least, A.ONE_WORD) if len(found) == 1 else least


def _compare_words(one: str, other: str) -> Agreement:
    if one == other:
        return A.SAME_NAME
    if other in (f"{one}a", one.removesuffix("a")):
        return A.ONE_SLIP
    if set(sounds(one)) & set(sounds(other)) and OSA.normalized_similarity(one, other) >= 0.6:
        return A.SAME_SOUND
    shortest = min(len(one), len(other))
    if shortest > 3 and OSA.distance(one, other, score_cutoff=1) == 1:
        return A.ONE_SLIP
    return A.INITIAL if shortest >= 3 and _is_abbreviation(*sorted((one, other), key=len)) else A.OTHER_NAME


def _is_abbreviation(short: str, long: str) -> bool:
    """Moh. for Muhammed, Abd. for Abdelkader: the same beginning, or the same consonants in it."""
    bare, whole = (re.sub("[aeiouy]", "", word) for word in (short, long))
    return long.startswith(short) or (len(bare) > 1 and short[0] == long[0] and whole.startswith(bare))
