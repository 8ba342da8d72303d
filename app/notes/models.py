"""Notes: entries about a person, each with its author and its time."""

from datetime import datetime

from sqlmodel import Field, Relationship, SQLModel

from app.accounts.models import Organisation, Worker
from app.core.database import UtcDateTime
from app.core.ids import new_key


class Note(SQLModel, table=True):
    """An entry, written with the person. Never changed and never overwritten."""

    id: int = Field(default=None, primary_key=True)
    key: str = Field(default_factory=new_key, unique=True, max_length=16)
    person_id: int = Field(foreign_key="person.id", index=True)
    journey_id: int | None = Field(default=None, foreign_key="journey.id", index=True)
    organisation_id: int = Field(foreign_key="organisation.id")  # whose worker wrote it
    author_id: int = Field(foreign_key="worker.id")
    text: str = Field(max_length=10_000)
    written_at: datetime = Field(sa_type=UtcDateTime)

    author: Worker = Relationship()
    organisation: Organisation = Relationship()
