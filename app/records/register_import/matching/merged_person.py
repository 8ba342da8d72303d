"""One card of what several lines say of somebody: the best spelling, and the latest of what changes. Pure."""

from collections import Counter
from collections.abc import Iterable, Sequence
from typing import Any

from app.people.search import name_parts
from app.records.register_import.entries import RegisterEntry

LINES_SHOWN = 6  # that are named
PERSON_FIELDS = ("birth_year", "birth_date", "phone", "email", "street", "languages")


def merged_facts(entries: Sequence[RegisterEntry]) -> dict[str, Any]:
    """Name and facts of who is named on these lines, the oldest line first.

    Names are as importing.named wrote them when the lines were read.
    """
    known = [entry.known for entry in entries if entry.known is not None]
    day = _latest(one.birth_date for one in known)
    years = Counter(one.birth_year for one in known if one.birth_year)
    usual = max(years, key=lambda year: (years[year], year)) if years else None
    return {
        "name": _best_spelling(Counter(one.name for one in known)),
        "birth_year": day.year if day else usual,
        "birth_date": day,
        "phone": _latest(one.phone for one in known) or "",
        "email": _latest(one.email for one in known) or "",
        "street": _latest(one.street for one in known) or "",
        "languages": _latest(entry.languages for entry in entries) or "",
    }


def question_facts(entries: Sequence[RegisterEntry]) -> dict[str, Any]:
    """The same as words, with the lines it stands on: for who is asked whether two are one."""
    said = merged_facts(entries)
    day, lines = said["birth_date"], [str(entry.row) for entry in entries]
    return {
        "name": said["name"],
        "birth": f"{day:%d-%m-%Y}" if day else said["birth_year"] or "",
        **{name: said[name] for name in ("phone", "street", "languages")},
        "lines": ", ".join(lines[:LINES_SHOWN]) + (" …" if len(lines) > LINES_SHOWN else ""),
    }


def missing_facts(there: dict[str, Any], said: dict[str, Any]) -> dict[str, Any]:
    """What is said and was not known of somebody yet. A day of birth only beside the same year."""
    new = {fact: said[fact] for fact in PERSON_FIELDS if said[fact] and not there[fact]}
    if "birth_date" in new and (there["birth_year"] or new["birth_date"].year) != new["birth_date"].year:
        del new["birth_date"]
    return new


def _latest(said: Iterable[Any]) -> Any:
    found = None
    for one in said:
        found = one or found
    return found


def _best_spelling(spellings: Counter[str]) -> str:
    """The fullest, with its marks on letters; of several such the most usual."""

    def fullness(spelt: str) -> tuple[int, int, int, int, int]:
        read = name_parts.parse_name(spelt)
        marks = sum(not letter.isascii() for letter in spelt)
        return (
            len(read.words),
            -len(read.initials),
            sum(len(word) > 3 for word in read.words),
            spellings[spelt] + 2 * (marks > 0),
            len(spelt),
        )

    return max(sorted(spellings), key=fullness)
