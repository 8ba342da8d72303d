"""Notes about a person, and their earlier texts."""

from datetime import datetime
from enum import StrEnum

from sqlmodel import Field, Relationship, SQLModel

from app.accounts.models import Organisation, Worker
from app.core.database import UtcDateTime, enum_column
from app.core.ids import new_key


class Reach(StrEnum):
    """Who may read a note, from few to many."""

    ONLY_ME = "only_me"
    ORGANISATION = "organisation"  # the author's
    FRONT_OFFICE = "front_office"  # of the shop, and the author's organisation
    HANDOVER = "handover"  # those, and partners with a handover that shares notes


class Note(SQLModel, table=True):
    """A note about a person, written together with them. A correction keeps the earlier text (NoteCorrection)."""

    id: int = Field(default=None, primary_key=True)
    key: str = Field(default_factory=new_key, unique=True, max_length=16)
    person_id: int = Field(foreign_key="person.id", index=True)
    journey_id: int | None = Field(default=None, foreign_key="journey.id", index=True)
    organisation_id: int = Field(foreign_key="organisation.id")  # the author's organisation
    author_id: int = Field(foreign_key="worker.id")
    text: str = Field(max_length=10_000)
    written_at: datetime = Field(sa_type=UtcDateTime)
    reach: Reach = Field(default=Reach.FRONT_OFFICE, sa_type=enum_column(Reach))
    version: int = 1
    corrected_at: datetime | None = Field(default=None, sa_type=UtcDateTime)

    author: Worker = Relationship()
    organisation: Organisation = Relationship()


class NoteCorrection(SQLModel, table=True):
    """The text and reach of a note before a correction."""

    __tablename__ = "note_correction"

    id: int = Field(default=None, primary_key=True)
    note_id: int = Field(foreign_key="note.id", index=True)
    person_id: int = Field(foreign_key="person.id", index=True)
    text: str = Field(max_length=10_000)
    reach: Reach = Field(sa_type=enum_column(Reach))
    corrected_at: datetime = Field(sa_type=UtcDateTime)
