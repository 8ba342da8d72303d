"""Writes planned records in short batches, so that the front desk can register visitors meanwhile.

Each batch is one transaction: the records, the search index, the audit log and the result of each line. Ids are
assigned first, so that rows can refer to each other before they are inserted. Main cards are looked up in the same
transaction: if the card of a person was linked to another one after the count, the lines go to the main card.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache
from random import SystemRandom
from typing import Any

from pydantic_core import PydanticUndefined
from sqlalchemy import Insert, insert, text, update
from sqlmodel import Session, SQLModel, col

from app.audit import audit_log
from app.core import change_counter
from app.core.database import table_of
from app.core.ids import ALPHABET
from app.front_desk.visits.models import Visit
from app.guidance.journeys.models import Journey, Responsibility
from app.guidance.notes.models import Note
from app.handovers.lifecycle.models import Handover, Introduction
from app.outcomes.models import Outcome
from app.people.people import actions as people
from app.people.people.models import Person
from app.people.people.person_aliases import lock_canonical_ids
from app.people.search import actions as finding
from app.people.search.search_terms import PersonFacts
from app.records.duplicates.models import Different, Double
from app.records.register_import import queries
from app.records.register_import.matching.merged_person import PERSON_FIELDS, missing_facts
from app.records.register_import.models import ImportedRow
from app.records.register_import.planning.plan import Unit, merge_by_main_card
from app.records.register_import.planning.record_builder import RecordBuilder
from app.records.register_import.records import PlannedLine, PlannedRecord, UnitRecords
from app.records.register_import.running.batches import ImportJob
from app.shop.half_days.models import Opening

# In the order in which foreign keys allow them to be inserted.
TABLES: dict[str, type[SQLModel]] = {
    "opening": Opening,
    "person": Person,
    "visit": Visit,
    "journey": Journey,
    "responsibility": Responsibility,
    "handover": Handover,
    "introduction": Introduction,
    "outcome": Outcome,
    "note": Note,
}
_RANDOM = SystemRandom()


class BulkWriter:
    """Writes the units of one import.

    `possible_pairs`: pairs of sides that may be one person, with their score. `different_pairs`: pairs of sides that
    are two persons, with the id of the worker who answered that and the moment.
    """

    def __init__(
        self,
        job: ImportJob,
        builder: RecordBuilder,
        possible_pairs: Iterable[tuple[str, str, float]] = (),
        different_pairs: Iterable[tuple[str, str, int | None, Any]] = (),
    ):
        self.job, self.builder = job, builder
        self.written_persons: dict[str, int] = {}  # ids of the new persons, by side
        self.pairs: dict[str, list[tuple[str, tuple[float | None, int, Any]]]] = defaultdict(list)
        for one, other, score in possible_pairs:
            self._add_pair(one, other, (score, 0, None))
        for one, other, worker_id, at in different_pairs:
            self._add_pair(one, other, (None, worker_id or job.by.worker_id, at or job.at))

    def _add_pair(self, one: str, other: str, details: tuple[float | None, int, Any]) -> None:
        self.pairs[one].append((other, details))
        self.pairs[other].append((one, details))

    def build_records(self, units: Sequence[Unit]) -> list[tuple[Unit, UnitRecords]] | None:
        """Builds the records of these units before the transaction; None if any of them has an existing person, which
        has to be read first."""
        if any(unit.person_id is not None for unit in units):
            return None
        return [(unit, self.builder.build(unit.entries, None, None)) for unit in units]

    def write(self, db: Session, units: Sequence[Unit], made: list[tuple[Unit, UnitRecords]] | None = None) -> None:
        """Writes these units. `made`: their records, if they are built already."""
        mains = lock_canonical_ids(db, self._existing_persons(units))
        units = merge_by_main_card(units, mains)
        person_ids = [unit.person_id for unit in units if unit.person_id is not None]
        existing, open_journeys = queries.persons_by_id(db, person_ids), queries.open_journey_ids(db, person_ids)
        made = made or [
            (unit, self.builder.build(unit.entries, unit.person_id, open_journeys.get(unit.person_id or 0)))
            for unit in units
        ]
        by_table: dict[str, list[PlannedRecord]] = defaultdict(list)
        for _unit, planned in made:
            for one in planned.records:
                by_table[one.table].append(one)
        rows = [(model, self._insert(db, model, by_table[name])) for name, model in TABLES.items() if by_table[name]]
        self._log(db, rows, "added")
        new = [(w.person.id, _person_facts(w.person.values)) for _unit, w in made if w.person is not None]
        finding.index_new_persons(db, self.job.shop_id, new)
        for unit, planned in made:
            if unit.person_id is not None and unit.person_id in existing:
                self._fill_gaps(db, existing[unit.person_id], planned)
        self._insert_lines(db, [line for _unit, planned in made for line in planned.lines])
        self._insert_pairs(db, made, mains)
        change_counter.bump(db, self.job.shop_id)

    def _existing_persons(self, units: Iterable[Unit]) -> set[int]:
        """Ids of the existing persons of these units, and of the persons that their new persons may be."""
        sides = [other for unit in units if unit.person_id is None for other, _details in self.pairs.get(unit.side, ())]
        found = {unit.person_id for unit in units} | {self._person_id(side) for side in sides}
        return {person_id for person_id in found if person_id is not None}

    def _person_id(self, side: str) -> int | None:
        """The id of the person that questions name by this side; None for one who is not written yet."""
        return int(side[1:]) if side.startswith("=") else self.written_persons.get(side)

    def _insert(self, db: Session, model: type[SQLModel], records: Sequence[PlannedRecord]) -> list[dict[str, Any]]:
        usual = column_defaults(model)
        rows = []
        for number, one in zip(new_ids(db, model, len(records)), records, strict=True):
            one.id = number
            row = {**usual, **one.values, "id": number}
            for column, other in one.links.items():
                row[column] = other.id
            if "key" in usual:
                row["key"] = bulk_key()
            rows.append(row)
        insert_rows(db, model, rows)
        return rows

    def _log(self, db: Session, rows: Iterable[tuple[type[SQLModel], Any]], what: str) -> None:
        audit_log.log_bulk_changes(db, rows, what=what, basis=self.job.basis, by=self.job.by, at=self.job.at)

    def _fill_gaps(self, db: Session, person: Person, planned: UnitRecords) -> None:
        """Adds the details that an existing person does not have yet."""
        new = missing_facts({fact: getattr(person, fact) for fact in PERSON_FIELDS}, planned.person_facts or {})
        if not new:
            return
        db.execute(update(Person).where(col(Person.id) == person.id).values(**new))
        db.refresh(person)
        people.update_search_index(db, person)
        old = {fact: [None if fact.startswith("birth") else "", value] for fact, value in new.items()}
        self._log(db, [(Person, [{"id": person.id, **old}])], "changed")
        planned.lines[0].values["filled"] = {
            fact: value.isoformat() if fact == "birth_date" else value for fact, value in new.items()
        }

    def _insert_lines(self, db: Session, lines: Sequence[PlannedLine]) -> None:
        insert_imported_rows(
            db,
            self.job,
            [
                {
                    **line.values,
                    **{column: other.id for column, other in line.links.items()},
                    "row": line.entry.row,
                    "fingerprint": line.entry.fingerprint,
                }
                for line in lines
            ],
        )

    def _insert_pairs(self, db: Session, made: Sequence[tuple[Unit, UnitRecords]], mains: Mapping[int, int]) -> None:
        """Inserts the pairs of which both persons are written now. A possible duplicate is recorded for the main card,
        the answer that two are different for the card that it was given about."""
        doubles: dict[tuple[int, int], float] = {}
        different = []
        for unit, planned in made:
            if planned.person is None:  # pairs with an existing person are inserted with the new one
                continue
            person_id = self.written_persons[unit.side] = planned.person.id
            for side, (score, worker_id, at) in self.pairs.get(unit.side, ()):
                other = self._person_id(side)
                if other is None or other == person_id:
                    continue
                if score is not None:
                    one_id, other_id = sorted((person_id, mains.get(other, other)))
                    doubles[one_id, other_id] = max(score, doubles.get((one_id, other_id), 0.0))
                else:
                    one_id, other_id = sorted((person_id, other))
                    pair = {"shop_id": self.job.shop_id, "one_id": one_id, "other_id": other_id}
                    answer = {"key": bulk_key(), "by_id": worker_id, "said_at": at}
                    different.append(column_defaults(Different) | pair | answer)
        if doubles:
            pairs = [{"one_id": one, "other_id": other, "score": score} for (one, other), score in doubles.items()]
            same = {"shop_id": self.job.shop_id, "found_at": self.job.at}
            insert_rows(db, Double, [same | pair for pair in pairs])
        if different:
            for row, number in zip(different, new_ids(db, Different, len(different)), strict=True):
                row["id"] = number
            insert_rows(db, Different, different)
            self._log(db, [(Different, different)], "added")


def insert_imported_rows(db: Session, job: ImportJob, lines: Sequence[Mapping[str, Any]]) -> None:
    """Records the result of these lines."""
    usual = column_defaults(ImportedRow) | {"import_id": job.import_id, "shop_id": job.shop_id}
    usual.pop("id", None)
    if lines:
        insert_rows(db, ImportedRow, [{**usual, **line} for line in lines])


def insert_rows(db: Session, model: type[SQLModel], rows: Sequence[Mapping[str, Any]]) -> None:
    """Inserts rows without the session, which does not need them afterwards."""
    db.connection().execute(_insert_statement(model), rows)


@cache
def _insert_statement(model: type[SQLModel]) -> Insert:
    return insert(table_of(model))


def new_ids(db: Session, model: type[SQLModel], count: int) -> Iterator[int]:
    """Ids for rows that are inserted in this transaction. On SQLite it is the only writer, so the next ids are free;
    PostgreSQL takes them from the sequence."""
    table = table_of(model).name
    if db.get_bind().dialect.name == "postgresql":
        given = text("SELECT nextval(pg_get_serial_sequence(:table, 'id')) FROM generate_series(1, :count)")
        return iter(db.scalars(given, {"table": table, "count": count}).all())
    last = db.scalar(text(f'SELECT coalesce(max(id), 0) FROM "{table}"')) or 0  # noqa: S608 - the name of a table
    return iter(range(last + 1, last + 1 + count))


def bulk_key() -> str:
    """A key like core.ids.new_key, but faster, for many at once."""
    return "".join(_RANDOM.choices(ALPHABET, k=16))


@cache
def _scalar_defaults(model: type[SQLModel]) -> dict[str, Any]:
    names = {column.name for column in table_of(model).columns}
    fields = model.model_fields
    return {
        name: None if fields[name].default is PydanticUndefined else fields[name].default
        for name in sorted(names & fields.keys())
    }


def column_defaults(model: type[SQLModel]) -> dict[str, Any]:
    """The default value of each column; lists and dicts are new and empty."""
    made: dict[str, Any] = {
        name: [] if field.default_factory is list else {}
        for name, field in model.model_fields.items()
        if field.default_factory in (list, dict)
    }
    return _scalar_defaults(model) | made


def _person_facts(values: Mapping[str, Any]) -> PersonFacts:
    facts = ("name", "birth_year", "birth_date", "phone", "email", "street")
    return PersonFacts(**{fact: values[fact] for fact in facts})
