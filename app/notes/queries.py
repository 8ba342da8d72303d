"""Reads of notes about a person the reader may see."""

from sqlmodel import Session, col, select

from app.notes.models import Note


def notes_of(db: Session, person_id: int, organisation_id: int | None = None) -> list[Note]:
    """Notes about a person, the newest first; only what one organisation wrote, if named."""
    statement = select(Note).where(Note.person_id == person_id)
    if organisation_id is not None:
        statement = statement.where(Note.organisation_id == organisation_id)
    return list(db.exec(statement.order_by(col(Note.written_at).desc(), col(Note.id).desc())))
