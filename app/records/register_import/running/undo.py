"""Undoes an import completely, as long as nobody has changed what it wrote; in short batches, like the writing.

Lines are undone from last to first, so that the records of an earlier line are deleted after those that depend on them.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, and_, delete, exists, or_, update
from sqlalchemy import select as columns
from sqlalchemy.orm import aliased
from sqlmodel import Session, SQLModel, col, select

from app.accounts.models import Worker
from app.audit import audit_log
from app.audit.models import AuditEntry, AuditKind
from app.core import change_counter
from app.core.clock import local_day
from app.core.database import table_of
from app.core.state_machine import Refused
from app.core.text_rules import N_
from app.front_desk.visits.models import Visit
from app.guidance.intakes.models import Intake
from app.guidance.journeys.models import Journey, Responsibility
from app.guidance.journeys.step_models import LaterStep, PastStep
from app.guidance.notes.models import Note
from app.handovers.lifecycle.models import Handover, Introduction
from app.outcomes.models import Outcome
from app.people.people import actions as people
from app.people.people.models import Person
from app.people.people.person_aliases import Link
from app.people.search import actions as finding
from app.records.duplicates.models import Different, Double
from app.records.register_import.models import Import, ImportedRow, Question
from app.records.register_import.running.batches import ImportJob, audit_basis
from app.shop.half_days.models import Opening, Presence
from app.web.i18n import gettext as _

BUILT_ON = N_(
    "%(worker)s changed something for %(person)s on %(day)s, so you can no longer undo this import. "
    "You can correct mistakes on the visitor's page."
)
LINKED = N_(
    "%(person)s was linked to another card, or marked as a different person. "
    "Undo that first. Then you can undo this import."
)
UNNAMED_VISITOR = N_("a visitor without a name")


def obstacle(db: Session, imported: Import) -> Refused | None:
    """Why an import can no longer be undone: the first later change, with its worker and person. None if it can."""
    if (entry := db.scalars(_later_changes(imported).limit(1)).first()) is not None:
        worker = db.get(Worker, entry.worker_id) if entry.worker_id else None
        person = db.get(Person, entry.person_id) if entry.person_id else None
        return Refused(
            BUILT_ON,
            worker=worker.name if worker else "?",
            person=person.name if person else _(UNNAMED_VISITOR),
            day=f"{local_day(entry.at):%d-%m-%Y}",
        )
    linked = db.scalars(_linked_persons(imported).limit(1)).first() or next(
        iter(_persons_with_dependents(db, imported)), None
    )
    if linked is not None and (person := db.get(Person, linked)):
        return Refused(LINKED, person=person.name)
    return None


def _later_changes(imported: Import) -> Any:
    """The logged changes that others made to its records since it began."""
    row: Any = aliased(ImportedRow)
    made: list[tuple[str, Any, Any]] = [
        ("visit", row.visit_id, None),
        ("handover", row.handover_id, None),
        ("outcome", row.outcome_id, None),
        ("note", row.note_id, None),
        ("journey", row.journey_id, row.journey_is_new),
    ]
    ours, entry = row.import_id == imported.id, AuditEntry
    ways: list[ColumnElement[bool]] = [exists().where(ours, row.person_is_new, row.person_id == col(entry.person_id))]
    for table, column, only in made:
        of_ours = [ours, column == col(entry.subject_id), *([only] if only is not None else [])]
        ways.append(and_(col(entry.subject) == table, exists().where(*of_ours)))
    return (
        select(AuditEntry)
        .where(
            col(AuditEntry.at) >= imported.began_at,
            col(AuditEntry.kind) == AuditKind.CHANGE,
            col(AuditEntry.shop_id) == imported.shop_id,
            col(AuditEntry.basis) != audit_basis(imported.key),
            col(AuditEntry.subject) != "import",
            or_(*ways),  # answers for another import change no records
        )
        .order_by(col(AuditEntry.id))
    )


def _new_persons(imported: Import) -> Any:
    return columns(col(ImportedRow.person_id)).where(
        col(ImportedRow.import_id) == imported.id, col(ImportedRow.person_is_new)
    )


def _linked_persons(imported: Import) -> Any:
    """New persons whose card was linked since, or marked as a different person than another card."""
    new = _new_persons(imported).subquery()
    either = or_(
        exists().where(or_(col(Link.main_id) == new.c.person_id, col(Link.other_id) == new.c.person_id)),
        exists().where(
            or_(col(Different.one_id) == new.c.person_id, col(Different.other_id) == new.c.person_id),
            col(Different.said_at) > imported.began_at,
        ),
    )
    return columns(new.c.person_id).where(either)


def _persons_with_dependents(db: Session, imported: Import) -> Iterable[int]:
    """Persons with a record by somebody else that depends on a journey or a handover of the import."""
    ours = col(ImportedRow.import_id) == imported.id
    journeys = columns(col(ImportedRow.journey_id)).where(ours, col(ImportedRow.journey_is_new))
    hanging: tuple[tuple[Any, str], ...] = (
        (Note, "note_id"),
        (Outcome, "outcome_id"),
        (Handover, "handover_id"),
        (Intake, ""),
        (PastStep, ""),
        (LaterStep, ""),
    )
    for model, column in hanging:
        statement = columns(model.person_id).where(model.journey_id.in_(journeys))
        if column:
            known: Any = getattr(ImportedRow, column)
            statement = statement.where(model.id.not_in(columns(known).where(ours, known.is_not(None))))
        yield from db.scalars(statement.limit(1))
    handovers = columns(col(ImportedRow.handover_id)).where(ours, col(ImportedRow.handover_id).is_not(None))
    later = columns(col(Handover.person_id)).where(col(Handover.previous_id).in_(handovers))
    yield from db.scalars(later.limit(1))


def untouchable_persons(db: Session, imported: Import) -> frozenset[int]:
    """Persons whose records others have changed. When a half-written import is undone, their lines stay."""
    built = {entry.person_id for entry in db.scalars(_later_changes(imported)) if entry.person_id}
    return frozenset({*built, *db.scalars(_linked_persons(imported)), *_persons_with_dependents(db, imported)})


def imported_lines(db: Session, import_id: int) -> list[tuple[int, int | None]]:
    """The id of the ImportedRow and of the person for each line of an import, last line first."""
    found = columns(col(ImportedRow.id), col(ImportedRow.person_id)).where(col(ImportedRow.import_id) == import_id)
    return [(row[0], row[1]) for row in db.execute(found.order_by(col(ImportedRow.id).desc()))]


def undo_lines(db: Session, job: ImportJob, row_ids: Sequence[int]) -> None:
    """Deletes the records made from these lines. `row_ids`: ids of ImportedRow."""
    rows = db.exec(select(ImportedRow).where(col(ImportedRow.id).in_(row_ids))).all()
    db.execute(delete(ImportedRow).where(col(ImportedRow.id).in_(row_ids)))
    person_of = _persons_by_record(rows)
    handovers, journeys = _ids(rows, "handover_id"), {r.journey_id for r in rows if r.journey_is_new and r.journey_id}
    _delete(db, job, Introduction, person_of, _dependents(db, Introduction, "handover_id", handovers, person_of))
    _delete(db, job, Outcome, person_of, _ids(rows, "outcome_id"))
    _delete(db, job, Note, person_of, _ids(rows, "note_id"))
    _delete(db, job, Handover, person_of, handovers)
    _delete(db, job, Responsibility, person_of, _dependents(db, Responsibility, "journey_id", journeys, person_of))
    _delete(db, job, Journey, person_of, journeys)
    _delete(db, job, Visit, person_of, _ids(rows, "visit_id"))
    for row in rows:
        if row.filled and row.person_id:
            _clear_filled(db, job, row.person_id, row.filled)
    new = {r.person_id for r in rows if r.person_is_new and r.person_id}
    if new:
        finding.remove_persons(db, job.shop_id, new)
        for pairs in (Double, Different):
            found = or_(col(pairs.one_id).in_(new), col(pairs.other_id).in_(new))
            if pairs is Different:
                _delete(db, job, Different, {}, set(db.scalars(columns(col(Different.id)).where(found))))
            else:
                db.execute(delete(pairs).where(found))
        _delete(db, job, Person, {}, new)
    _delete(db, job, Opening, {}, _unused_openings(db, _ids(rows, "opening_id")))
    change_counter.bump(db, job.shop_id)


def delete_working_data(db: Session, imported: Import) -> None:
    """Deletes the file, the counts and the questions, which an undone import does not need."""
    db.execute(delete(Question).where(col(Question.import_id) == imported.id))
    imported.content, imported.counts = None, {}


def _ids(rows: Iterable[ImportedRow], column: str) -> set[int]:
    return {getattr(row, column) for row in rows} - {None}


_TABLE_BY_COLUMN = {
    "visit_id": "visit",
    "journey_id": "journey",
    "handover_id": "handover",
    "outcome_id": "outcome",
    "note_id": "note",
}


def _persons_by_record(rows: Iterable[ImportedRow]) -> dict[tuple[str, int], int | None]:
    return {
        (table, getattr(row, column)): row.person_id
        for row in rows
        for column, table in _TABLE_BY_COLUMN.items()
        if getattr(row, column) is not None
    }


def _dependents(
    db: Session, model: type[SQLModel], column: str, on: Collection[int], person_of: dict[tuple[str, int], int | None]
) -> set[int]:
    """The ids of the rows whose `column` refers to `on`; adds their persons to `person_of`."""
    number: Any = model.id  # type: ignore[attr-defined]
    found = (
        db.execute(
            columns(number, model.person_id).where(getattr(model, column).in_(on))  # type: ignore[attr-defined]
        ).all()
        if on
        else []
    )
    person_of |= {(table_of(model).name, row[0]): row[1] for row in found}
    return {row[0] for row in found}


def _delete(
    db: Session,
    job: ImportJob,
    model: type[SQLModel],
    person_of: dict[tuple[str, int], int | None],
    numbers: Collection[int],
) -> None:
    if not numbers:
        return
    table = table_of(model).name
    db.execute(delete(model).where(model.id.in_(numbers)))  # type: ignore[attr-defined]
    gone = [{"id": number, "person_id": person_of.get((table, number))} for number in sorted(numbers)]
    audit_log.log_bulk_changes(db, [(model, gone)], what="removed", basis=job.basis, by=job.by, at=job.at)


def _clear_filled(db: Session, job: ImportJob, person_id: int, filled: dict[str, Any]) -> None:
    """Clears the details that the import added to a person, unless somebody changed them since."""
    person = db.get(Person, person_id)
    if person is None:
        return
    changed: dict[str, list[Any]] = defaultdict(list)
    for fact, value in filled.items():
        now = getattr(person, fact)
        if (date.fromisoformat(value) if fact == "birth_date" else value) == now:
            changed[fact] = [now, None if fact.startswith("birth") else ""]
    if changed:
        emptied = {fact: pair[1] for fact, pair in changed.items()}
        db.execute(update(Person).where(col(Person.id) == person_id).values(**emptied))
        db.refresh(person)
        people.update_search_index(db, person)
        row = [{"id": person_id, **changed}]
        audit_log.log_bulk_changes(db, [(Person, row)], what="changed", basis=job.basis, by=job.by, at=job.at)


def _unused_openings(db: Session, openings: Collection[int]) -> set[int]:
    """The half-days that nothing else uses."""
    if not openings:
        return set()
    used = [columns(col(model.opening_id)).where(col(model.opening_id).in_(openings)) for model in (Visit, Presence)]
    return set(openings) - {number for statement in used for number in db.scalars(statement)}
