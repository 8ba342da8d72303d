"""Rows that a shop retires instead of deleting: no longer offered, kept where they were used, and used again."""

from datetime import datetime
from typing import Protocol, TypeVar

from sqlmodel import Session

from app.core.database import HasId, lock_row


class Retirable(HasId, Protocol):
    """A table with a column `retired_at`."""

    retired_at: datetime | None


R = TypeVar("R", bound=Retirable)


def retire(db: Session, row: R, *, at: datetime) -> None:
    """No longer offered; it stays where it was used. What was retired before keeps its moment."""
    row = lock_row(db, row)
    row.retired_at = row.retired_at or at
    db.flush()


def restore(db: Session, row: R) -> None:
    """In use again."""
    row = lock_row(db, row)
    row.retired_at = None
    db.flush()
