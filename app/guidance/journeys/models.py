"""The journey: who answers for it, what comes next, and what is behind it."""

from datetime import date, datetime, time
from enum import StrEnum

from sqlalchemy import JSON, CheckConstraint, Index, text
from sqlmodel import Field, Relationship, SQLModel

from app.accounts.models import Organisation, Worker
from app.core.database import UtcDateTime, enum_column
from app.core.ids import new_key
from app.people.people.models import Person
from app.shop.lists.models import ListItem


class StepTaker(StrEnum):
    """Who takes a step. Its worker minds it all the same: takes it, or looks whether it was taken."""

    WORKER = "worker"
    PERSON = "person"  # "ik bel zelf"
    PARTNER = "partner"


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
        CheckConstraint("ended_at IS NULL OR ended_by_id IS NOT NULL", name="ended_by_somebody"),  # never by a clock
        CheckConstraint("next_by IN ('worker', 'person') OR next_organisation_id IS NOT NULL", name="partner_is_named"),
        Index(
            "uq_journey_open",
            "person_id",
            unique=True,
            sqlite_where=text("ended_at IS NULL"),
            postgresql_where=text("ended_at IS NULL"),
        ),
    )

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
    next_worker_id: int | None = Field(default=None, foreign_key="worker.id", index=True)
    next_key: str | None = Field(default=None, max_length=16)  # the step's own name: planned, next and past
    next_by: StepTaker = Field(default=StepTaker.WORKER, sa_type=enum_column(StepTaker))
    next_organisation_id: int | None = Field(default=None, foreign_key="organisation.id")  # a partner takes it
    next_moved: int = 0  # how many times it was moved to another day
    ended_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    ended_on: date | None = Field(default=None)
    end_kind_id: int | None = Field(default=None, foreign_key="list_item.id")  # an outcome kind: how it ended
    end_word: str = Field(default="", max_length=200)
    last_word: str = Field(default="", max_length=1_000)  # what the person said about it
    ended_by_id: int | None = Field(default=None, foreign_key="worker.id")
    version: int = 1

    person: Person = Relationship(sa_relationship_kwargs={"lazy": "joined", "innerjoin": True})
    responsible: Worker | None = Relationship(sa_relationship_kwargs={"foreign_keys": "Journey.responsible_id"})
    next_worker: Worker | None = Relationship(sa_relationship_kwargs={"foreign_keys": "Journey.next_worker_id"})
    next_organisation: Organisation | None = Relationship()
    end_kind: ListItem | None = Relationship()
    ended_by: Worker | None = Relationship(sa_relationship_kwargs={"foreign_keys": "Journey.ended_by_id"})

    @property
    def is_open(self) -> bool:
        return self.ended_at is None


class ResponsibilityReason(StrEnum):
    """Why responsibility moved: DOMAIN invariant 2 knows no other ways."""

    OPENED = "opened"
    TRANSFER = "transfer"
    RETURNED = "returned"
    REASSIGNED = "reassigned"
    DEPARTURE = "departure"
    LEAVE = "leave"  # away for a while: all of theirs moved, deliberately, to colleagues
    REOPENED = "reopened"
    TAKEN_UP = "taken_up"  # set aside when two cards were linked, and open again since that was undone


class Responsibility(SQLModel, table=True):
    """Who answered for a journey, from when until when. Stays for good."""

    __table_args__ = (
        Index(
            "uq_responsibility_now",
            "journey_id",
            unique=True,
            sqlite_where=text("until IS NULL"),
            postgresql_where=text("until IS NULL"),
        ),
    )

    id: int = Field(default=None, primary_key=True)
    journey_id: int = Field(foreign_key="journey.id", index=True)
    person_id: int = Field(foreign_key="person.id", index=True)
    worker_id: int = Field(foreign_key="worker.id", index=True)
    organisation_id: int = Field(foreign_key="organisation.id", index=True)
    since: datetime = Field(sa_type=UtcDateTime)
    until: datetime | None = Field(default=None, sa_type=UtcDateTime)
    why: ResponsibilityReason = Field(sa_type=enum_column(ResponsibilityReason))
    word: str = Field(default="", max_length=200)  # the word why, where one is asked
    seen_at: datetime | None = Field(default=None, sa_type=UtcDateTime)  # the worker knows that they answer now

    worker: Worker = Relationship(sa_relationship_kwargs={"foreign_keys": "Responsibility.worker_id"})
    organisation: Organisation = Relationship()


class Leave(SQLModel, table=True):
    """A worker is away for a while, and answers for nobody meanwhile. Called off it stays, with who did that."""

    id: int = Field(default=None, primary_key=True)
    key: str = Field(default_factory=new_key, unique=True, max_length=16)
    shop_id: int = Field(foreign_key="shop.id", index=True)
    worker_id: int = Field(foreign_key="worker.id", index=True)
    first: date
    last: date | None = Field(default=None)  # None: not known yet
    word: str = Field(default="", max_length=200)  # what colleagues read: "verlof". Never an illness
    made_by_id: int = Field(foreign_key="worker.id")
    made_at: datetime = Field(sa_type=UtcDateTime)
    ended_at: datetime | None = Field(default=None, sa_type=UtcDateTime)  # back, or called off
    ended_by_id: int | None = Field(default=None, foreign_key="worker.id")

    worker: Worker = Relationship(
        sa_relationship_kwargs={"foreign_keys": "Leave.worker_id", "lazy": "joined", "innerjoin": True}
    )


class PastEnding(SQLModel, table=True):
    """How a journey had ended before it was opened again: reopening takes nothing of its history away."""

    __tablename__ = "past_ending"

    id: int = Field(default=None, primary_key=True)
    journey_id: int = Field(foreign_key="journey.id", index=True)
    person_id: int = Field(foreign_key="person.id", index=True)
    kind_id: int | None = Field(default=None, foreign_key="list_item.id")
    word: str = Field(default="", max_length=200)
    last_word: str = Field(default="", max_length=1_000)
    ended_at: datetime = Field(sa_type=UtcDateTime)
    ended_by_id: int = Field(foreign_key="worker.id")
    reopened_at: datetime = Field(sa_type=UtcDateTime)
    reopened_by_id: int = Field(foreign_key="worker.id")

    kind: ListItem | None = Relationship()
    ended_by: Worker = Relationship(sa_relationship_kwargs={"foreign_keys": "PastEnding.ended_by_id"})


class SavedFilter(SQLModel, table=True):
    """What a worker last chose to see in a place, so that it stays when they come back, on whatever computer."""

    __tablename__ = "worker_choice"
    __table_args__ = {"info": {"audited": False}}

    worker_id: int = Field(foreign_key="worker.id", primary_key=True)
    shop_id: int = Field(foreign_key="shop.id", primary_key=True)
    place: str = Field(primary_key=True, max_length=40)
    chosen: dict[str, str] = Field(default_factory=dict, sa_type=JSON)
