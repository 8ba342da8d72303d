"""Deletes the files of imports when nobody needs their refused lines any more (TRUST 20)."""

from datetime import datetime, timedelta

from sqlalchemy import delete, or_, update
from sqlalchemy import select as columns
from sqlmodel import Session, col

from app.records.register_import.models import Import, Question, Stage
from app.records.register_import.running.actions import WAITING_STAGES

RETENTION = timedelta(days=30)  # after the writing, or after the upload of a file that was never written


def has_file(db: Session, imported: Import) -> bool:
    """Whether the file is still stored, without loading it."""
    return bool(db.scalar(columns(col(Import.content).is_not(None)).where(col(Import.id) == imported.id)))


def run_retention(db: Session, at: datetime) -> None:
    """Deletes old files. Called by the job runner."""
    delete_expired(db, at)


def delete_expired(db: Session, at: datetime) -> int:
    """Deletes files and questions of old imports, and closes those never written. Returns their number."""
    long_ago = at - RETENTION
    left = (col(Import.stage).in_(WAITING_STAGES), col(Import.made_at) < long_ago)
    written = (col(Import.stage) == Stage.WRITTEN, col(Import.written_at) < long_ago)
    numbers = db.scalars(
        columns(col(Import.id)).where(
            col(Import.content).is_not(None),
            or_(left[0] & left[1], written[0] & written[1]),
        )
    ).all()
    if numbers:
        these = col(Import.id).in_(numbers)
        db.execute(delete(Question).where(col(Question.import_id).in_(numbers)))
        db.execute(update(Import).where(these).values(content=None, found=[]))
        db.execute(update(Import).where(these, *left).values(stage=Stage.UNDONE, undone_at=at, counts={}))
    return len(numbers)
