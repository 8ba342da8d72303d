"""Writes and corrects notes. `by` is the acting worker, `at` the moment of the action."""

from datetime import datetime

from sqlmodel import Session

from app.accounts.current_user import Actor
from app.core.database import lock_row
from app.core.state_machine import NO_LONGER_POSSIBLE, Refused
from app.guidance.journeys.models import Journey
from app.guidance.notes import rules
from app.guidance.notes.models import Note, NoteCorrection, Reach
from app.people.people.models import Person


def write_note(
    db: Session,
    person: Person,
    journey: Journey | None,
    text: str,
    *,
    reach: Reach = Reach.FRONT_OFFICE,
    by: Actor,
    at: datetime,
) -> Note:
    """Adds a note. Each is a row of its own, so that none overwrites another.

    The caller has checked that `by` may see the person.
    """
    note = Note(
        person_id=person.id,
        journey_id=journey.id if journey else None,
        organisation_id=by.organisation_id,
        author_id=by.worker_id,
        text=text,
        reach=reach,
        written_at=at,
    )
    db.add(note)
    db.flush()
    return note


def correct_note(
    db: Session, note: Note, text: str, *, reach: Reach, version: int | None = None, by: Actor, at: datetime
) -> Note:
    """Changes the text or reach of a note by its author. The earlier text and reach stay on record.

    `version`: the note's version that the author saw. Raises Refused for others, and when the note has changed since.
    """
    note = lock_row(db, note)
    rules.correct_note.check(note, by)
    if version is not None and version != note.version:
        raise Refused(NO_LONGER_POSSIBLE)
    if (text, reach) == (note.text, note.reach):
        return note
    db.add(NoteCorrection(note_id=note.id, person_id=note.person_id, text=note.text, reach=note.reach, corrected_at=at))
    note.text, note.reach, note.corrected_at = text, reach, at
    note.version += 1
    db.flush()
    return note
