"""Rows that are retired instead of deleted: no longer offered, kept where they are used, and restorable."""

from datetime import datetime
from typing import Protocol, TypeVar

from sqlmodel import Session

from app.core.database import HasId, lock_row


class Retirable(HasId, Protocol):
    """A table with a column `retired_at`."""

    retired_at: datetime | None


R = TypeVar("R", bound=Retirable)


def retire(db: Session, row: R, *, at: datetime) -> None:
    """Retires a row. A row that is retired already keeps its moment."""
    row = lock_row(db, row)
    row.retired_at = row.retired_at or at
    db.flush()


def restore(db: Session, row: R) -> None:
    """Brings a retired row back into use."""
    row = lock_row(db, row)
    row.retired_at = None
    db.flush()
