"""Notes are written. `by` acts, at `at`."""

from datetime import datetime

from sqlmodel import Session

from app.accounts.actors import Actor
from app.journeys.models import Journey
from app.notes.models import Note
from app.people.models import Person


def write_note(db: Session, person: Person, journey: Journey | None, text: str, *, by: Actor, at: datetime) -> Note:
    """An entry of its own, so that nobody's words are ever overwritten. Who may see the person may write."""
    note = Note(
        person_id=person.id, journey_id=journey.id if journey else None, organisation_id=by.organisation_id,
        author_id=by.worker_id, text=text, written_at=at,
    )  # fmt: skip
    db.add(note)
    db.flush()
    return note
