"""By which edition of the rules the index is made, and how likely it is that two records are of one person."""

from rapidfuzz.distance import OSA

from app.finding import names
from app.finding.known import Known, digits_of
from app.finding.names import Name
from app.finding.sounds import sounds

EDITION = 1  # one more when app.finding.known, names or sounds come to give other traces or keys: all is made anew

CERTAIN = 0.9  # links of this kind were right in more than 99 of 100 (tests/bench/doubles.py)
PROBABLE = 0.5  # worth asking about: the same name and nothing that contradicts it

# How much each agreement tells, as odds: nothing known on one side tells nothing.
_SAME_NAME, _SAME_SOUND, _ONE_SLIP, _INITIAL, _PART, _OTHER = 0.55, 0.5, 0.45, 0.35, 0.2, 0.0
_SAME_DAY, _SAME_YEAR, _NEAR_YEAR, _OTHER_YEAR = 0.45, 0.35, 0.0, -0.5
_SAME_PHONE, _OTHER_PHONE = 0.5, -0.1
_SAME_EMAIL = 0.5
_SAME_STREET, _OTHER_STREET = 0.3, -0.1


def one_person(one: Known, other: Known) -> float:
    """From 0 to 1: how likely it is that two records are of one person."""
    name = max(_names(names.read(a), names.read(b)) for a in one.names for b in other.names)
    if name == _OTHER:
        return 0.0
    return max(0.0, min(1.0, name + _birth(one, other) + _contact(one, other)))


def _birth(one: Known, other: Known) -> float:
    if one.birth_date and other.birth_date:
        if one.birth_date == other.birth_date:
            return _SAME_DAY
        return _NEAR_YEAR if one.birth_date.year == other.birth_date.year else _OTHER_YEAR
    if one.birth_year and other.birth_year:
        if one.birth_year == other.birth_year:
            return _SAME_YEAR
        return _NEAR_YEAR if abs(one.birth_year - other.birth_year) == 1 else _OTHER_YEAR
    return 0.0


def _contact(one: Known, other: Known) -> float:
    """Phones change and are shared at home; so do streets: another one tells little."""
    phones, total = (digits_of(one.phone), digits_of(other.phone)), 0.0
    if all(phones):
        total += _SAME_PHONE if phones[0] == phones[1] else _OTHER_PHONE
    if one.email and one.email.casefold() == other.email.casefold():
        total += _SAME_EMAIL
    streets = (names.fold(one.street), names.fold(other.street))
    if all(streets):
        total += _SAME_STREET if streets[0] == streets[1] else _OTHER_STREET
    return total


def _names(one: Name, other: Name) -> float:
    """How much the names have in common: each word of the shorter finds its like in the other."""
    short, long = sorted((one, other), key=lambda name: (len(name.words) + len(name.initials), name.words))
    left, scores = list(long.words), []
    for word in short.words:
        ways = [word, *(run for run, base in short.joined if base == word)]
        best, like = max(
            ((_words(a, b), base) for a in ways for b, base in _spelt(long, left)), default=(_OTHER, "")
        )  # fmt: skip
        if best == _OTHER and word[0] in long.initials:
            best = _INITIAL
        elif like in left:
            left.remove(like)
        scores.append(best)
    for letter in short.initials:
        like = next((word for word in left if word[0] == letter), "")
        scores.append(_INITIAL if like else (_INITIAL if letter in long.initials else _OTHER))
        if like:
            left.remove(like)
    if not scores:
        return _OTHER
    if len(scores) == 1:
        return min(scores[0], _PART)
    return min(scores)


def _spelt(name: Name, left: list[str]) -> list[tuple[str, str]]:
    return [(word, word) for word in left] + [(run, base) for run, base in name.joined if base in left]


def _words(one: str, other: str) -> float:
    if one == other:
        return _SAME_NAME
    if set(sounds(one)) & set(sounds(other)) and OSA.normalized_similarity(one, other) >= 0.6:
        return _SAME_SOUND
    if min(len(one), len(other)) > 3 and OSA.distance(one, other) == 1:
        return _ONE_SLIP
    if min(len(one), len(other)) >= 3 and (one.startswith(other) or other.startswith(one)):
        return _INITIAL  # Moh. for Mohamed
    return _OTHER
