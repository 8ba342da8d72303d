"""The rows that an import is going to write, before they have numbers."""

from dataclasses import dataclass, field
from typing import Any

from app.records.register_import.entries import RegisterEntry


@dataclass(frozen=True)
class OutcomeKind:
    """A kind of outcome of the shop's list. `grouping` is its OutcomeClass."""

    id: int
    key: str
    grouping: str


@dataclass(slots=True, eq=False)
class Record:
    """A row to be. `links`: columns that refer to other rows to be, which get their numbers first."""

    table: str
    values: dict[str, Any]
    links: dict[str, "Record"] = field(default_factory=dict)
    id: int = 0
    kind: OutcomeKind | None = None


@dataclass(slots=True)
class PlannedLine:
    """What came of one line: columns of ImportedRow, as values and as rows to be."""

    entry: RegisterEntry
    values: dict[str, Any] = field(default_factory=dict)
    links: dict[str, Record] = field(default_factory=dict)


@dataclass(slots=True)
class UnitRecords:
    """`records` in the order in which they can be written. `said`: what the lines say of the person."""

    records: list[Record] = field(default_factory=list)
    lines: list[PlannedLine] = field(default_factory=list)
    person: Record | None = None
    said: dict[str, Any] | None = None
    not_understood: int = 0


def link_to_journey(record: Record, line: PlannedLine) -> None:
    """The row hangs on the journey of the line, where that is new."""
    if "journey_id" in line.links:
        record.links["journey_id"] = line.links["journey_id"]


def link_to_person(record: Record, written: UnitRecords, person_id: int | None) -> None:
    """The row is of the person of these lines."""
    if written.person is not None:
        record.links["person_id"] = written.person
    else:
        record.values["person_id"] = person_id
