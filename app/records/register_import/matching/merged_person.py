"""Merges what several lines say about one person: the best spelling, and the latest value of each detail. Pure."""

from collections import Counter
from collections.abc import Iterable, Sequence
from typing import Any

from app.people.search import name_parts
from app.records.register_import.entries import RegisterEntry

LINES_SHOWN = 6  # line numbers named in a question
PERSON_FIELDS = ("birth_year", "birth_date", "phone", "email", "street", "languages")


def merged_facts(entries: Sequence[RegisterEntry]) -> dict[str, Any]:
    """Name and details of the person on these lines. `entries`: the oldest line first, at least one with a name.

    Names are spelled as parsing.name_parser left them.
    """
    persons = [entry.person for entry in entries if entry.person is not None]
    birth_date = _latest(person.birth_date for person in persons)
    years = Counter(person.birth_year for person in persons if person.birth_year)
    most_frequent = max(years, key=lambda year: (years[year], year)) if years else None
    return {
        "name": _best_spelling(Counter(person.name for person in persons)),
        "birth_year": birth_date.year if birth_date else most_frequent,
        "birth_date": birth_date,
        "phone": _latest(person.phone for person in persons) or "",
        "email": _latest(person.email for person in persons) or "",
        "street": _latest(person.street for person in persons) or "",
        "languages": _latest(entry.languages for entry in entries) or "",
    }


def question_facts(entries: Sequence[RegisterEntry]) -> dict[str, Any]:
    """The merged details as text, with the line numbers, to show in a question about two persons."""
    merged = merged_facts(entries)
    day, lines = merged["birth_date"], [str(entry.row) for entry in entries]
    return {
        "name": merged["name"],
        "birth": f"{day:%d-%m-%Y}" if day else merged["birth_year"] or "",
        **{name: merged[name] for name in ("phone", "street", "languages")},
        "lines": ", ".join(lines[:LINES_SHOWN]) + (" …" if len(lines) > LINES_SHOWN else ""),
    }


def missing_facts(existing: dict[str, Any], imported: dict[str, Any]) -> dict[str, Any]:
    """The imported details that are still empty on the person. A birth date only if its year is not contradicted."""
    new = {fact: imported[fact] for fact in PERSON_FIELDS if imported[fact] and not existing[fact]}
    if "birth_date" in new and (existing["birth_year"] or new["birth_date"].year) != new["birth_date"].year:
        del new["birth_date"]
    return new


def _latest(values: Iterable[Any]) -> Any:
    """The last value that is not empty."""
    latest = None
    for value in values:
        latest = value or latest
    return latest


def _best_spelling(spellings: Counter[str]) -> str:
    """The most complete spelling, preferably with diacritics; of equally complete ones the most frequent."""

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
