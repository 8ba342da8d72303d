"""Journeys, responsibilities, leave, past endings and the saved filters of caseload lists."""

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
    """Who takes a step. Every step also has a worker, who takes it or checks that it was taken."""

    WORKER = "worker"
    PERSON = "person"  # "ik bel zelf"
    PARTNER = "partner"


class Journey(SQLModel, table=True):
    """The period in which a shop guides one person. While open it has one responsible worker and one dated next step.

    A check constraint on their columns keeps every commit from breaking this (DOMAIN §5, invariant 1).
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
    opened_on: date  # local date, used in reports
    responsible_id: int | None = Field(default=None, foreign_key="worker.id", index=True)
    next_what: str | None = Field(default=None, max_length=200)
    next_on: date | None = Field(default=None, index=True)
    next_time: time | None = Field(default=None)
    next_worker_id: int | None = Field(default=None, foreign_key="worker.id", index=True)
    next_key: str | None = Field(default=None, max_length=16)  # the step's key, the same as a later, next and past step
    next_by: StepTaker = Field(default=StepTaker.WORKER, sa_type=enum_column(StepTaker))
    next_organisation_id: int | None = Field(default=None, foreign_key="organisation.id")  # if a partner takes it
    next_moved: int = 0  # how many times the step was moved to another day
    ended_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    ended_on: date | None = Field(default=None)
    end_kind_id: int | None = Field(default=None, foreign_key="list_item.id")  # the outcome that says how it ended
    end_word: str = Field(default="", max_length=200)
    last_word: str = Field(default="", max_length=1_000)  # what the person said about the ending
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
    """Why responsibility moved. DOMAIN §5, invariant 2 allows no other reasons."""

    OPENED = "opened"
    TRANSFER = "transfer"
    RETURNED = "returned"
    REASSIGNED = "reassigned"
    DEPARTURE = "departure"
    LEAVE = "leave"  # the worker goes on leave, and their whole caseload moves to colleagues
    REOPENED = "reopened"
    TAKEN_UP = "taken_up"  # suspended when two records were linked, and resumed when they were unlinked


class Responsibility(SQLModel, table=True):
    """A period in which a worker was responsible for a journey. Never deleted."""

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
    word: str = Field(default="", max_length=200)  # the reason, where one is required
    seen_at: datetime | None = Field(default=None, sa_type=UtcDateTime)  # when the worker confirmed that they know

    worker: Worker = Relationship(sa_relationship_kwargs={"foreign_keys": "Responsibility.worker_id"})
    organisation: Organisation = Relationship()


class Leave(SQLModel, table=True):
    """A period in which a worker is away and responsible for nobody. A cancelled leave stays, with who cancelled it."""

    id: int = Field(default=None, primary_key=True)
    key: str = Field(default_factory=new_key, unique=True, max_length=16)
    shop_id: int = Field(foreign_key="shop.id", index=True)
    worker_id: int = Field(foreign_key="worker.id", index=True)
    first: date
    last: date | None = Field(default=None)  # None: not yet known
    word: str = Field(default="", max_length=200)  # shown to colleagues, such as "verlof"; never an illness
    made_by_id: int = Field(foreign_key="worker.id")
    made_at: datetime = Field(sa_type=UtcDateTime)
    ended_at: datetime | None = Field(default=None, sa_type=UtcDateTime)  # when the worker came back or cancelled it
    ended_by_id: int | None = Field(default=None, foreign_key="worker.id")

    worker: Worker = Relationship(
        sa_relationship_kwargs={"foreign_keys": "Leave.worker_id", "lazy": "joined", "innerjoin": True}
    )


class PastEnding(SQLModel, table=True):
    """An earlier ending of a journey that was reopened, so that reopening erases no history."""

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
    """The filter that a worker last used on a list. Stored here, so that it follows them to any computer."""

    __tablename__ = "worker_choice"
    __table_args__ = {"info": {"audited": False}}

    worker_id: int = Field(foreign_key="worker.id", primary_key=True)
    shop_id: int = Field(foreign_key="shop.id", primary_key=True)
    place: str = Field(primary_key=True, max_length=40)
    chosen: dict[str, str] = Field(default_factory=dict, sa_type=JSON)
