"""The rows that an import is going to write, before they have ids."""

from dataclasses import dataclass, field
from typing import Any

from app.records.register_import.entries import RegisterEntry


@dataclass(frozen=True)
class OutcomeKind:
    """A kind of outcome from the shop's list. `grouping` is its OutcomeClass."""

    id: int
    key: str
    grouping: str


@dataclass(slots=True, eq=False)
class PlannedRecord:
    """A row to insert. `links`: foreign keys to other planned rows, which get their ids first."""

    table: str
    values: dict[str, Any]
    links: dict[str, "PlannedRecord"] = field(default_factory=dict)
    id: int = 0
    kind: OutcomeKind | None = None


@dataclass(slots=True)
class PlannedLine:
    """The ImportedRow of one line: its columns as values, and as links to planned rows."""

    entry: RegisterEntry
    values: dict[str, Any] = field(default_factory=dict)
    links: dict[str, PlannedRecord] = field(default_factory=dict)


@dataclass(slots=True)
class UnitRecords:
    """The records made from one unit, in the order in which they can be inserted.

    `person`: the new person, if any. `person_facts`: the details that the lines give; None without a name.
    `not_understood`: the number of words without a meaning.
    """

    records: list[PlannedRecord] = field(default_factory=list)
    lines: list[PlannedLine] = field(default_factory=list)
    person: PlannedRecord | None = None
    person_facts: dict[str, Any] | None = None
    not_understood: int = 0


def link_to_journey(record: PlannedRecord, line: PlannedLine) -> None:
    """Links the record to the journey of the line, if that journey is new."""
    if "journey_id" in line.links:
        record.links["journey_id"] = line.links["journey_id"]


def link_to_person(record: PlannedRecord, planned: UnitRecords, person_id: int | None) -> None:
    """Links the record to the person of these lines: the new one, or else the existing one."""
    if planned.person is not None:
        record.links["person_id"] = planned.person
    else:
        record.values["person_id"] = person_id
