"""Notes: entries about a person, each with its author, its time and its reach."""

from datetime import datetime
from enum import StrEnum

from sqlmodel import Field, Relationship, SQLModel

from app.accounts.models import Organisation, Worker
from app.core.database import UtcDateTime, enum_column
from app.core.ids import new_key


class Reach(StrEnum):
    """Who reads a note, from few to many."""

    ONLY_ME = "only_me"
    ORGANISATION = "organisation"  # of its author
    FRONT_OFFICE = "front_office"  # of the shop, and the author's organisation
    HANDOVER = "handover"  # these, and partners to whom a handover shares notes


class Note(SQLModel, table=True):
    """An entry, written with the person. A correction keeps the old text (NoteCorrection)."""

    id: int = Field(default=None, primary_key=True)
    key: str = Field(default_factory=new_key, unique=True, max_length=16)
    person_id: int = Field(foreign_key="person.id", index=True)
    journey_id: int | None = Field(default=None, foreign_key="journey.id", index=True)
    organisation_id: int = Field(foreign_key="organisation.id")  # whose worker wrote it
    author_id: int = Field(foreign_key="worker.id")
    text: str = Field(max_length=10_000)
    written_at: datetime = Field(sa_type=UtcDateTime)
    reach: Reach = Field(default=Reach.FRONT_OFFICE, sa_type=enum_column(Reach))
    version: int = 1
    corrected_at: datetime | None = Field(default=None, sa_type=UtcDateTime)

    author: Worker = Relationship()
    organisation: Organisation = Relationship()


class NoteCorrection(SQLModel, table=True):
    """What a note said before its author corrected it, and whom it reached."""

    __tablename__ = "note_correction"

    id: int = Field(default=None, primary_key=True)
    note_id: int = Field(foreign_key="note.id", index=True)
    person_id: int = Field(foreign_key="person.id", index=True)
    text: str = Field(max_length=10_000)
    reach: Reach = Field(sa_type=enum_column(Reach))
    corrected_at: datetime = Field(sa_type=UtcDateTime)
