"""The journey: who answers for it, what comes next, and what is behind it."""

from datetime import date, datetime, time
from enum import StrEnum

from sqlalchemy import CheckConstraint, Index, text
from sqlmodel import Field, Relationship, SQLModel

from app.accounts.models import Organisation, Worker
from app.core.database import UtcDateTime, word
from app.core.ids import new_key
from app.people.models import Person
from app.shops.models import ListItem


class Journey(SQLModel, table=True):
    """The time in which the shop follows one person. Open, it has one responsible worker and one dated next step.

    Both are columns with a check, so no commit can ever leave an open journey without them (DOMAIN: invariant 1).
    """

    __table_args__ = (
        CheckConstraint(
            "ended_at IS NOT NULL OR (responsible_id IS NOT NULL AND next_what IS NOT NULL AND next_what != '' "
            "AND next_on IS NOT NULL AND next_worker_id IS NOT NULL)",
            name="open_is_followed",
        ),
        Index(
            "uq_journey_open", "person_id", unique=True,
            sqlite_where=text("ended_at IS NULL"), postgresql_where=text("ended_at IS NULL"),
        ),
    )  # fmt: skip

    id: int = Field(default=None, primary_key=True)
    key: str = Field(default_factory=new_key, unique=True, max_length=16)
    person_id: int = Field(foreign_key="person.id", index=True)
    shop_id: int = Field(foreign_key="shop.id", index=True)
    opened_at: datetime = Field(sa_type=UtcDateTime)
    opened_on: date  # local; what counting goes by
    responsible_id: int | None = Field(default=None, foreign_key="worker.id", index=True)
    next_what: str | None = Field(default=None, max_length=200)
    next_on: date | None = Field(default=None, index=True)
    next_time: time | None = Field(default=None)
    next_worker_id: int | None = Field(default=None, foreign_key="worker.id")
    ended_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    ended_on: date | None = Field(default=None)
    end_kind_id: int | None = Field(default=None, foreign_key="list_item.id")  # an outcome kind: how it ended
    end_word: str = Field(default="", max_length=200)
    version: int = 1

    person: Person = Relationship(sa_relationship_kwargs={"lazy": "joined", "innerjoin": True})
    responsible: Worker | None = Relationship(sa_relationship_kwargs={"foreign_keys": "Journey.responsible_id"})
    next_worker: Worker | None = Relationship(sa_relationship_kwargs={"foreign_keys": "Journey.next_worker_id"})
    end_kind: ListItem | None = Relationship()

    @property
    def is_open(self) -> bool:
        return self.ended_at is None


class Why(StrEnum):
    """Why responsibility moved: DOMAIN invariant 2 knows no other ways."""

    OPENED = "opened"
    TRANSFER = "transfer"
    RETURNED = "returned"
    REASSIGNED = "reassigned"
    DEPARTURE = "departure"
    REOPENED = "reopened"
    TAKEN_UP = "taken_up"  # set aside when two cards were linked, and open again since that was undone


class Responsibility(SQLModel, table=True):
    """Who answered for a journey, from when until when. Stays for good."""

    __table_args__ = (
        Index(
            "uq_responsibility_now", "journey_id", unique=True,
            sqlite_where=text("until IS NULL"), postgresql_where=text("until IS NULL"),
        ),
    )  # fmt: skip

    id: int = Field(default=None, primary_key=True)
    journey_id: int = Field(foreign_key="journey.id", index=True)
    person_id: int = Field(foreign_key="person.id", index=True)
    worker_id: int = Field(foreign_key="worker.id", index=True)
    organisation_id: int = Field(foreign_key="organisation.id", index=True)
    since: datetime = Field(sa_type=UtcDateTime)
    until: datetime | None = Field(default=None, sa_type=UtcDateTime)
    why: Why = Field(sa_type=word(Why))
    word: str = Field(default="", max_length=200)  # the word why, where one is asked

    worker: Worker = Relationship()
    organisation: Organisation = Relationship()


class StepResult(StrEnum):
    DONE = "done"
    MOVED = "moved"
    REPLACED = "replaced"


class PastStep(SQLModel, table=True):
    """A next step that is behind us: done, moved to another day, or replaced by another."""

    __tablename__ = "past_step"

    id: int = Field(default=None, primary_key=True)
    journey_id: int = Field(foreign_key="journey.id", index=True)
    person_id: int = Field(foreign_key="person.id", index=True)
    what: str = Field(max_length=200)
    due_on: date
    result: StepResult = Field(sa_type=word(StepResult))
    worker_id: int | None = Field(default=None, foreign_key="worker.id")
    at: datetime = Field(sa_type=UtcDateTime)

    worker: Worker | None = Relationship()
