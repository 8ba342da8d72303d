"""Writing what was planned, in pieces so short that whoever registers a visitor meanwhile hardly waits.

Each piece is one transaction: its records, the index, the record of who did it, and what came of each line. Numbers are
given out inside it, so that rows may refer to one another before they stand in their tables. And so are the cards: a
person whose card was linked to another since the lines were counted is written on the main card.
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
from app.records.register_import.records import PlannedLine, Record, UnitRecords
from app.records.register_import.running.batches import ImportJob
from app.shop.half_days.models import Opening

# In the order in which they can be written.
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
    """One import at work. `doubles`: pairs of sides that may be one person; `different`: that were said to be two,
    with who said so and when."""

    def __init__(
        self,
        job: ImportJob,
        making: RecordBuilder,
        doubles: Iterable[tuple[str, str, float]] = (),
        different: Iterable[tuple[str, str, int | None, Any]] = (),
    ):
        self.job, self.making = job, making
        self.person_of: dict[str, int] = {}  # by side, once written
        self.pairs: dict[str, list[tuple[str, tuple[float | None, int, Any]]]] = defaultdict(list)
        for one, other, score in doubles:
            self._pair(one, other, (score, 0, None))
        for one, other, worker_id, at in different:
            self._pair(one, other, (None, worker_id or job.by.worker_id, at or job.at))

    def _pair(self, one: str, other: str, what: tuple[float | None, int, Any]) -> None:
        self.pairs[one].append((other, what))
        self.pairs[other].append((one, what))

    def lay_out(self, units: Sequence[Unit]) -> list[tuple[Unit, UnitRecords]] | None:
        """What needs no look into the books, before anybody is kept waiting; None where somebody is known already."""
        if any(unit.person_id is not None for unit in units):
            return None
        return [(unit, self.making.of(unit.entries, None, None)) for unit in units]

    def put(self, db: Session, units: Sequence[Unit], made: list[tuple[Unit, UnitRecords]] | None = None) -> None:
        """Writes some of the units, as they were laid out."""
        mains = lock_canonical_ids(db, self._named(units))
        units = merge_by_main_card(units, mains)
        numbers = [unit.person_id for unit in units if unit.person_id is not None]
        there, open_journeys = queries.persons_by_id(db, numbers), queries.open_journey_ids(db, numbers)
        made = made or [
            (unit, self.making.of(unit.entries, unit.person_id, open_journeys.get(unit.person_id or 0)))
            for unit in units
        ]
        by_table: dict[str, list[Record]] = defaultdict(list)
        for _unit, written in made:
            for one in written.records:
                by_table[one.table].append(one)
        rows = [(model, self._insert(db, model, by_table[name])) for name, model in TABLES.items() if by_table[name]]
        self._on_record(db, rows, "added")
        new = [(w.person.id, _person_facts(w.person.values)) for _unit, w in made if w.person is not None]
        finding.index_new_persons(db, self.job.shop_id, new)
        for unit, written in made:
            if unit.person_id is not None and unit.person_id in there:
                self._fill(db, there[unit.person_id], written)
        self._keep_lines(db, [line for _unit, written in made for line in written.lines])
        self._keep_pairs(db, made, mains)
        change_counter.bump(db, self.job.shop_id)

    def _named(self, units: Iterable[Unit]) -> set[int]:
        """Everybody in the books whom these units name: as whose lines they are, or as who they may be."""
        sides = [other for unit in units if unit.person_id is None for other, _what in self.pairs.get(unit.side, ())]
        found = {unit.person_id for unit in units} | {self._written_as(side) for side in sides}
        return {number for number in found if number is not None}

    def _written_as(self, side: str) -> int | None:
        """The number of who is called so in questions; None for who is not written yet."""
        return int(side[1:]) if side.startswith("=") else self.person_of.get(side)

    def _insert(self, db: Session, model: type[SQLModel], records: Sequence[Record]) -> list[dict[str, Any]]:
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

    def _on_record(self, db: Session, rows: Iterable[tuple[type[SQLModel], Any]], what: str) -> None:
        audit_log.log_bulk_changes(db, rows, what=what, basis=self.job.basis, by=self.job.by, at=self.job.at)

    def _fill(self, db: Session, person: Person, written: UnitRecords) -> None:
        """Who is known gets only what was empty."""
        new = missing_facts({fact: getattr(person, fact) for fact in PERSON_FIELDS}, written.said or {})
        if not new:
            return
        db.execute(update(Person).where(col(Person.id) == person.id).values(**new))
        db.refresh(person)
        people.update_search_index(db, person)
        old = {fact: [None if fact.startswith("birth") else "", value] for fact, value in new.items()}
        self._on_record(db, [(Person, [{"id": person.id, **old}])], "changed")
        written.lines[0].values["filled"] = {
            fact: value.isoformat() if fact == "birth_date" else value for fact, value in new.items()
        }

    def _keep_lines(self, db: Session, lines: Sequence[PlannedLine]) -> None:
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

    def _keep_pairs(self, db: Session, made: Sequence[tuple[Unit, UnitRecords]], mains: Mapping[int, int]) -> None:
        """Pairs of whom both are written by now. Main cards may be doubles; what was said stays said of its card."""
        doubles: dict[tuple[int, int], float] = {}
        different = []
        for unit, written in made:
            if written.person is None:  # a pair with who is known already is kept with the other one
                continue
            person_id = self.person_of[unit.side] = written.person.id
            for side, (score, worker_id, at) in self.pairs.get(unit.side, ()):
                other = self._written_as(side)
                if other is None or other == person_id:
                    continue
                if score is not None:
                    one_id, other_id = sorted((person_id, mains.get(other, other)))
                    doubles[one_id, other_id] = max(score, doubles.get((one_id, other_id), 0.0))
                else:
                    one_id, other_id = sorted((person_id, other))
                    pair = {"shop_id": self.job.shop_id, "one_id": one_id, "other_id": other_id}
                    said = {"key": bulk_key(), "by_id": worker_id, "said_at": at}
                    different.append(column_defaults(Different) | pair | said)
        if doubles:
            pairs = [{"one_id": one, "other_id": other, "score": score} for (one, other), score in doubles.items()]
            same = {"shop_id": self.job.shop_id, "found_at": self.job.at}
            insert_rows(db, Double, [same | pair for pair in pairs])
        if different:
            for row, number in zip(different, new_ids(db, Different, len(different)), strict=True):
                row["id"] = number
            insert_rows(db, Different, different)
            self._on_record(db, [(Different, different)], "added")


def insert_imported_rows(db: Session, job: ImportJob, lines: Sequence[Mapping[str, Any]]) -> None:
    """What came of these lines."""
    usual = column_defaults(ImportedRow) | {"import_id": job.import_id, "shop_id": job.shop_id}
    usual.pop("id", None)
    if lines:
        insert_rows(db, ImportedRow, [{**usual, **line} for line in lines])


def insert_rows(db: Session, model: type[SQLModel], rows: Sequence[Mapping[str, Any]]) -> None:
    """Into the table, not through the session: nobody works on with these rows."""
    db.connection().execute(_insert_statement(model), rows)


@cache
def _insert_statement(model: type[SQLModel]) -> Insert:
    return insert(table_of(model))


def new_ids(db: Session, model: type[SQLModel], count: int) -> Iterator[int]:
    """Numbers for rows that are written in this transaction. On SQLite it is the only writer, so the next ones are
    free; PostgreSQL gives them out."""
    table = table_of(model).name
    if db.get_bind().dialect.name == "postgresql":
        given = text("SELECT nextval(pg_get_serial_sequence(:table, 'id')) FROM generate_series(1, :count)")
        return iter(db.scalars(given, {"table": table, "count": count}).all())
    last = db.scalar(text(f'SELECT coalesce(max(id), 0) FROM "{table}"')) or 0  # noqa: S608 - the name of a table
    return iter(range(last + 1, last + 1 + count))


def bulk_key() -> str:
    """As core.ids.new_key, for very many."""
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
    """Every column with what it holds where nothing is said; lists and objects empty."""
    made: dict[str, Any] = {
        name: [] if field.default_factory is list else {}
        for name, field in model.model_fields.items()
        if field.default_factory in (list, dict)
    }
    return _scalar_defaults(model) | made


def _person_facts(values: Mapping[str, Any]) -> PersonFacts:
    facts = ("name", "birth_year", "birth_date", "phone", "email", "street")
    return PersonFacts(**{fact: values[fact] for fact in facts})
