"""Session listeners that move rows to the canonical record when they were written while their record was merged.

Only on PostgreSQL, where a colleague may have chosen the other record before the merge and write to it afterwards.
SQLite has one writer at a time.
"""

from collections.abc import Callable
from typing import cast

from sqlalchemy import inspect
from sqlalchemy.orm import Session as OrmSession
from sqlalchemy.orm import UOWTransaction
from sqlmodel import Session

from app.records.duplicates.actions import move_late_writes
from app.records.duplicates.owned_rows import person_columns
from app.records.duplicates.queries import links_from

_WRITTEN_PERSONS = "persons with written rows"
_PERSON_COLUMNS: dict[type, list[str]] = {}


def _collect_written(db: OrmSession, context: UOWTransaction) -> None:
    if db.get_bind().dialect.name != "postgresql":
        return
    if not _PERSON_COLUMNS:
        for person_column in person_columns():
            _PERSON_COLUMNS.setdefault(person_column.model, []).append(person_column.name)
    persons = {
        getattr(row, column)
        for row in (*db.new, *db.dirty)
        for column in _PERSON_COLUMNS.get(type(row), ())
        if row in db.new or column in inspect(row).committed_state
    }
    if persons := persons - {None}:
        db.info.setdefault(_WRITTEN_PERSONS, set()).update(persons)


def _move_written(db: OrmSession) -> None:
    if db.in_nested_transaction():
        return
    db.flush()
    if persons := db.info.pop(_WRITTEN_PERSONS, None):
        session = cast("Session", db)
        for link in links_from(session, persons):
            move_late_writes(session, link)


def _discard_written(db: OrmSession) -> None:
    if not db.in_nested_transaction():
        db.info.pop(_WRITTEN_PERSONS, None)


# For app.wiring
LISTENERS: tuple[tuple[str, Callable[..., None]], ...] = (
    ("after_flush", _collect_written),
    ("before_commit", _move_written),
    ("after_rollback", _discard_written),
)
