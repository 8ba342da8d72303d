"""How likely two cards are of one person, by name, year of birth, phone and e-mail address."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import or_
from sqlalchemy import select as columns
from sqlmodel import Session, col, select

from app.core.text import fold, words_of
from app.people.models import Person, SearchTerm
from app.people.queries import likeness
from app.people.rules import LAST, digits_of, skeletons

CERTAIN, PROBABLE = 0.95, 0.7
MOST = 200  # persons that are looked at for one card


@dataclass(frozen=True)
class Known:
    """What is known of somebody, of whom there may be a card already."""

    name: str
    birth_year: int | None = None
    birth_date: date | None = None
    phone: str = ""
    email: str = ""

    @classmethod
    def of(cls, thing: object) -> "Known":
        """From a card, or from what was typed."""
        return cls(*(getattr(thing, name) for name in cls.__dataclass_fields__))


def alike(db: Session, shop_id: int, known: Known) -> list[tuple[int, float]]:
    """Numbers of the persons of a shop that it may be, with how likely that is, the likeliest first."""
    terms = [f"s{sound}" for word in words_of(known.name) for sound in skeletons(word) if len(sound) > 1]
    ranges = [col(SearchTerm.term) == term for term in terms]
    if digits := digits_of(known.phone):
        ranges.append((col(SearchTerm.term) >= f"t{digits[::-1]}") & (col(SearchTerm.term) < f"t{digits[::-1]}{LAST}"))
    if not ranges:
        return []
    numbers = columns(col(SearchTerm.person_id)).where(col(SearchTerm.shop_id) == shop_id, or_(*ranges))
    found = db.exec(select(Person).where(col(Person.id).in_(numbers.distinct().limit(MOST))))
    scores = [(person.id, score(known, Known.of(person))) for person in found]
    return sorted((one for one in scores if one[1] > 0), key=lambda one: (-one[1], one[0]))


def score(one: Known, other: Known) -> float:
    """From 0 to 1: how likely these two are one person."""
    names = min(_name(one, other), _name(other, one)) / 100
    if names < 0.6:
        return 0.0
    phones = digits_of(one.phone), digits_of(other.phone)
    if (phones[0] and phones[0] == phones[1]) or (one.email and fold(one.email) == fold(other.email)):
        return 0.98 if names >= 0.8 else 0.8
    if names < 0.9:
        return 0.0
    if one.birth_date and one.birth_date == other.birth_date:
        return 0.97
    if one.birth_year and other.birth_year:
        return 0.9 if one.birth_year == other.birth_year else 0.2
    return 0.75


def _name(one: Known, other: Known) -> float:
    return likeness([word for word in words_of(one.name) if not word.isdigit()], "", other.name, None, "")
