"""Table of outcomes: what a person achieved on a journey, with a start date."""

from datetime import date, datetime
from enum import StrEnum

from sqlmodel import Field, Relationship, SQLModel

from app.accounts.models import Organisation, Worker
from app.core.database import UtcDateTime, enum_column
from app.core.ids import new_key
from app.guidance.journeys.models import Journey
from app.shop.lists.models import ListItem


class Source(StrEnum):
    """How we know about the outcome."""

    OWN_WORD = "own_word"
    PARTNER = "partner"
    PAPER = "paper"
    REGISTER = "register"  # imported from an old register


class Outcome(SQLModel, table=True):
    """One result of a person, of one of the shop's kinds. It may have stopped, or be marked as a mistake."""

    id: int = Field(default=None, primary_key=True)
    key: str = Field(default_factory=new_key, unique=True, max_length=16)
    person_id: int = Field(foreign_key="person.id", index=True)
    journey_id: int = Field(foreign_key="journey.id", index=True)
    shop_id: int = Field(foreign_key="shop.id", index=True)
    kind_id: int = Field(foreign_key="list_item.id", index=True)
    starts_on: date = Field(index=True)
    hours: int | None = Field(default=None)  # per week
    source: Source = Field(default=Source.OWN_WORD, sa_type=enum_column(Source))
    where: str = Field(default="", max_length=200)
    recorded_by_id: int = Field(foreign_key="worker.id")
    organisation_id: int = Field(foreign_key="organisation.id")  # of the worker who recorded it
    recorded_at: datetime = Field(sa_type=UtcDateTime)
    stopped_on: date | None = Field(default=None)
    stop_reason: str = Field(default="", max_length=200)
    mistaken_at: datetime | None = Field(default=None, sa_type=UtcDateTime)  # recorded by mistake: kept, not counted

    kind: ListItem = Relationship(sa_relationship_kwargs={"lazy": "joined", "innerjoin": True})
    journey: Journey = Relationship()
    recorded_by: Worker = Relationship()
    organisation: Organisation = Relationship()
