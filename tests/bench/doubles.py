"""Who is in the books twice: measured on a walk-in register as a shop keeps it by hand, of which the truth is known.

Two rows are the same person when app.people.search.rules says so, or when links lead from one to the other.
Precision and
recall are over pairs of rows; rows without a person in the truth (nobody's name) are left out of both.
"""

import csv
import json
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from itertools import combinations
from pathlib import Path

from app.people.search.query_parser import years_in
from app.people.search.rules import CERTAIN, match_score, resolve_ambiguous
from app.people.search.search_terms import PersonFacts
from tests.bench.table import Row, at_least

GOAL_PRECISION, GOAL_RECALL = 0.99, 0.95


def register(path: Path) -> list[PersonFacts]:
    """Each row as what it says of a person."""
    with path.open(encoding="utf-8-sig", newline="") as file:
        return [
            entry(row["Naam"], row["Geb.jaar"], row["Telefoon"], row["Straat"])
            for row in csv.DictReader(file, delimiter=";")
        ]


def entry(name: str, born: str, phone: str, street: str) -> PersonFacts:
    return PersonFacts(name=name, birth_year=_year(born), phone=phone, street=street)


def _year(born: str, this_year: int = 2026) -> int | None:
    """'64 is the last year that ends so; a year that is still to come says nothing."""
    past = [year for year in years_in(born) if year <= this_year]
    return max(past, default=None)


def truth(path: Path) -> list[int | None]:
    return [row["person"] for row in json.loads(path.read_text("utf-8"))["rows"]]


def linked(entries: Sequence[PersonFacts], threshold: float) -> list[int]:
    """For each entry the number of its group, when links of at least `threshold` are followed through."""
    group = list(range(len(entries)))

    def root(place: int) -> int:
        while group[place] != place:
            group[place] = group[group[place]]
            place = group[place]
        return place

    alike: list[list[tuple[int, float]]] = [[] for _entry in entries]
    for one, other in combinations(range(len(entries)), 2):
        if (score := match_score(entries[one], entries[other])) >= threshold:
            alike[one].append((other, score))
            alike[other].append((one, score))
    sure = {
        (place, other)
        for place, others in enumerate(alike)
        for (other, _score), score in zip(others, resolve_ambiguous([(entries[o], s) for o, s in others]), strict=True)
        if score >= threshold
    }
    for one, other in sure:
        if (other, one) in sure:
            group[root(one)] = root(other)
    return [root(place) for place in range(len(entries))]


def precision_and_recall(groups: Sequence[object], persons: Sequence[object]) -> tuple[float, float]:
    """Over pairs of rows: how many that were linked belong together, and how many that belong together were linked."""
    right = _pairs(zip(groups, persons, strict=True))
    return right / max(1, _pairs(groups)), right / max(1, _pairs(persons))


def _pairs(labels: Iterable[object]) -> int:
    return sum(count * (count - 1) // 2 for count in Counter(labels).values())


def run(say: Callable[[str], None], register_path: Path, truth_path: Path) -> list[Row]:
    say(f"  pairs of rows of {register_path.name} …")
    rows = zip(register(register_path), truth(truth_path), strict=True)
    entries, persons = zip(*[(entry, who) for entry, who in rows if who is not None], strict=True)
    precision, recall = precision_and_recall(linked(entries, CERTAIN), persons)
    rests_on = f"{len(entries)} rows, {_pairs(persons)} pairs; links followed through"
    return [
        at_least("doubles: precision", precision, GOAL_PRECISION, rests_on),
        at_least("doubles: recall", recall, GOAL_RECALL, rests_on),
    ]
