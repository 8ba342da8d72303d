"""Talks: what a person told, part by part."""

from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import UniqueConstraint
from sqlmodel import Field, Relationship, SQLModel

from app.accounts.models import Worker
from app.core.database import UtcDateTime, word
from app.core.ids import new_key
from app.people.models import Person


class Section(StrEnum):
    """The parts of a person's story. Each can be shared by itself (see consents)."""

    WISHES = "wishes"
    WISH_TOPIC = "wish_topic"
    SITUATION = "situation"
    OBSTACLE = "obstacle"
    TALENTS = "talents"
    STEPS = "steps"


class Intake(SQLModel, table=True):
    """A first talk. While it has no `finished_at` it can be taken up again; finishing it opens the journey."""

    id: int = Field(default=None, primary_key=True)
    key: str = Field(default_factory=new_key, unique=True, max_length=16)
    person_id: int = Field(foreign_key="person.id", index=True)
    shop_id: int = Field(foreign_key="shop.id", index=True)
    journey_id: int | None = Field(default=None, foreign_key="journey.id", index=True)
    worker_id: int = Field(foreign_key="worker.id")
    started_at: datetime = Field(sa_type=UtcDateTime)
    finished_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    finished_on: date | None = Field(default=None)  # local; what counting goes by

    person: Person = Relationship()
    worker: Worker = Relationship()
    passages: list["Passage"] = Relationship(back_populates="intake")


class Passage(SQLModel, table=True):
    """One part of the story, kept while it is typed. `subject` is the key of a list item, for topics and obstacles.

    `version` counts the times it was saved; a save that was made from an older version is refused.
    """

    __table_args__ = (UniqueConstraint("intake_id", "section", "subject"),)

    id: int = Field(default=None, primary_key=True)
    intake_id: int = Field(foreign_key="intake.id", index=True)
    person_id: int = Field(foreign_key="person.id", index=True)
    section: Section = Field(sa_type=word(Section))
    subject: str = Field(default="", max_length=16)
    text: str = Field(default="", max_length=10_000)
    removed: bool = False  # a topic or obstacle that was ticked off again
    version: int = 1
    changed_by_id: int = Field(foreign_key="worker.id")
    changed_at: datetime = Field(sa_type=UtcDateTime)

    intake: Intake = Relationship(back_populates="passages")
