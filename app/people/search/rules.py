"""The version of the index rules, and how likely two records are the same person."""

import re
from collections.abc import Sequence
from enum import Enum

from rapidfuzz.distance import OSA

from app.core.text_rules import fold
from app.people.search import name_parts
from app.people.search.name_parts import NameParts
from app.people.search.phonetics import sounds
from app.people.search.search_terms import PersonFacts, digits_of

# Increase when search_terms, name_parts or phonetics produce other index entries: the index is then rebuilt.
INDEX_VERSION = 1

CERTAIN = 0.85  # 99 of 100 such pairs are one person (measured by tests/bench/doubles.py)
MAX_WITH_ONE_SLIP = 0.8  # at most, whatever else agrees: names of siblings may differ by a letter
PROBABLE = 0.52  # worth asking about: the same name, and no evidence against it


class Agreement(float, Enum):
    """What each agreement or difference between two records adds to the score. A missing value adds nothing.

    A name alone never makes a certain match; with the same phone number even an initial does. Phone numbers and streets
    change and are shared within a household, so a difference counts only a little against a match.
    """

    SAME_NAME = 0.6
    SAME_SOUND = 0.56
    INITIAL = 0.5  # M. or Moh. for Mohamed
    ONE_SLIP = 0.45  # also Rachid and Rachida, two different people
    ONE_WORD = 0.2  # only one word to compare
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
    """How likely two records are the same person, from 0 to 1. See CERTAIN and PROBABLE."""
    name = max(
        _compare_names(name_parts.parse_name(a), name_parts.parse_name(b)) for a in one.names for b in other.names
    )
    if name == A.OTHER_NAME:
        return 0.0
    highest = MAX_WITH_ONE_SLIP if name == A.ONE_SLIP else 1.0
    return round(max(0.0, min(highest, name + _birth_score(one, other) + _contact_score(one, other))), 4)


def resolve_ambiguous(alike: Sequence[tuple[PersonFacts, float]]) -> list[float]:
    """Downgrades certain matches that exclude each other, because at most one of them can be the person.

    Takes the facts and score of every match of one person; returns the scores in the same order. A certain match
    becomes PROBABLE when another certain match scores at least as high and cannot be the same person as it.
    """
    certain = [one for one in alike if one[1] >= CERTAIN]
    return [
        PROBABLE
        if score >= CERTAIN
        and any(facts is not other and more >= score and _exclude_each_other(facts, other) for other, more in certain)
        else score
        for facts, score in alike
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
    """Pairs each word and initial of the shorter name with one of the longer; the weakest agreement counts."""
    short, long = sorted((one, other), key=lambda name: (len(name.words), len(name.initials)))
    words, letters, found = list(long.words), list(long.initials), []
    for word in short.words:
        forms = [word, *(joined for joined, plain in short.joined if plain == word)]
        others = [(each, each) for each in words] + [pair for pair in long.joined if pair[1] in words]
        agreement, match = max(
            ((_compare_words(form, other), plain) for form in forms for other, plain in others),
            default=(A.OTHER_NAME, ""),
        )
        if agreement != A.OTHER_NAME:
            words.remove(match)
        elif word[0] in letters:
            letters.remove(word[0])
            agreement = A.INITIAL
        found.append(agreement)
    for letter in short.initials:
        match = letter if letter in letters else next((word for word in words if word[0] == letter), "")
        if match:
            (letters if match in letters else words).remove(match)
        found.append(A.INITIAL if match else A.OTHER_NAME)
    weakest = min(found, default=A.OTHER_NAME)
    return min(weakest, A.ONE_WORD) if len(found) == 1 else weakest


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
    """Whether `short` may abbreviate `long`: Moh. for Muhammed, Abd. for Abdelkader. Vowels may differ."""
    bare, whole = (re.sub("[aeiouy]", "", word) for word in (short, long))
    return long.startswith(short) or (len(bare) > 1 and short[0] == long[0] and whole.startswith(bare))
