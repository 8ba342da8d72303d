"""What a colleague writes on a card in the very moment in which it is linked comes to the main card as they commit.

Only on PostgreSQL: there they may have chosen the other card before it was linked, and write to it afterwards. On
SQLite there is one writer at a time.
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

_WRITTEN_PERSONS = "cards that were written on"
_PERSON_COLUMNS: dict[type, list[str]] = {}


def _collect_written(db: OrmSession, context: UOWTransaction) -> None:
    if db.get_bind().dialect.name != "postgresql":
        return
    if not _PERSON_COLUMNS:
        for one in person_columns():
            _PERSON_COLUMNS.setdefault(one.model, []).append(one.column)
    cards = {
        getattr(row, column)
        for row in (*db.new, *db.dirty)
        for column in _PERSON_COLUMNS.get(type(row), ())
        if row in db.new or column in inspect(row).committed_state
    }
    if cards := cards - {None}:
        db.info.setdefault(_WRITTEN_PERSONS, set()).update(cards)


def _move_written(db: OrmSession) -> None:
    if db.in_nested_transaction():
        return
    db.flush()
    if cards := db.info.pop(_WRITTEN_PERSONS, None):
        session = cast("Session", db)
        for made in links_from(session, cards):
            move_late_writes(session, made)


def _discard_written(db: OrmSession) -> None:
    if not db.in_nested_transaction():
        db.info.pop(_WRITTEN_PERSONS, None)


# For app.wiring
LISTENERS: tuple[tuple[str, Callable[..., None]], ...] = (
    ("after_flush", _collect_written),
    ("before_commit", _move_written),
    ("after_rollback", _discard_written),
)
