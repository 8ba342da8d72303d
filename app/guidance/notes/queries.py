"""Reads of notes, limited to what a reader may see (rules.Reader)."""

from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, false
from sqlalchemy.orm import joinedload
from sqlmodel import Session, and_, col, or_, select

from app.guidance.notes.models import Note, NoteCorrection, Reach
from app.guidance.notes.rules import Reader, can_read
from app.people.people.models import Person


def readable_by(reader: Reader) -> ColumnElement[bool]:
    """rules.can_read as a condition on the note."""
    own = col(Note.organisation_id) == reader.organisation_id
    reach = col(Note.reach)
    here = or_(
        and_(reach == Reach.ONLY_ME, col(Note.author_id) == reader.worker_id),
        and_(reach != Reach.ONLY_ME, own),
        reach.in_((Reach.FRONT_OFFICE, Reach.HANDOVER)) if reader.in_front_office else false(),
        and_(reach == Reach.HANDOVER, _written_since(reader.since)),
    )
    if reader.apart:
        here = and_(here, col(Note.id).not_in(reader.apart))
    if not reader.shared:
        return here
    shared = reach == Reach.HANDOVER
    return or_(here, and_(shared, col(Note.id).not_in(reader.unshared)) if reader.unshared else shared)


def _written_since(moment: datetime | None) -> ColumnElement[bool]:
    return col(Note.written_at) >= moment if moment is not None else false()


def notes_of(db: Session, person_id: int, reader: Reader, organisation_id: int | None = None) -> list[Note]:
    """Notes about a person that the reader may read, the newest first. `organisation_id`: only by this organisation."""
    statement = select(Note).where(Note.person_id == person_id, readable_by(reader))
    if organisation_id is not None:
        statement = statement.where(Note.organisation_id == organisation_id)
    statement = statement.options(joinedload(_author))
    return list(db.exec(statement.order_by(col(Note.written_at).desc(), col(Note.id).desc())))


def shared_notes(db: Session, person_id: int) -> list[Note]:
    """The notes that a handover shares: those with reach HANDOVER, the newest first."""
    statement = select(Note).where(Note.person_id == person_id, Note.reach == Reach.HANDOVER)
    return list(db.exec(statement.order_by(col(Note.written_at).desc(), col(Note.id).desc())))


def note_with_person(db: Session, shop_id: int, key: str) -> tuple[Note, Person] | None:
    """A note of the shop and its person. The caller checks with rules.can_read whether the reader may see it."""
    statement = select(Note, Person).join(Person, col(Person.id) == Note.person_id)
    return db.exec(statement.where(Note.key == key, Person.shop_id == shop_id).options(joinedload(_author))).first()


def earlier_texts(db: Session, note: Note, reader: Reader) -> list[NoteCorrection]:
    """Earlier texts of the note that this reader could read at the time, the newest first."""
    statement = select(NoteCorrection).where(NoteCorrection.note_id == note.id).order_by(col(NoteCorrection.id).desc())
    return [row for row in db.exec(statement) if can_read(reader, note, row.reach)]


_author: Any = Note.author
