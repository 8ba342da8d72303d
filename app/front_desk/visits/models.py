"""Visits: every contact with a visitor, named or anonymous."""

from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import CheckConstraint, Index, text
from sqlmodel import Field, Relationship, SQLModel

from app.accounts.models import Organisation, Worker
from app.core.database import UtcDateTime, enum_column
from app.core.ids import new_key
from app.people.people.models import Person

_PRESENT = text("state IN ('waiting', 'talking')")
_NUMBERED, _OF_THE_DAY = text("number IS NOT NULL"), ("shop_id", "day", "number")
# A number has a shape and colour too, for people who cannot read figures.
SHAPES = ("circle", "square", "triangle", "diamond", "star")
COLOURS = ("brand", "sun", "plum", "sky", "coral", "leaf")


class VisitKind(StrEnum):
    WALK_IN = "walk_in"
    APPOINTMENT = "appointment"
    PHONE = "phone"
    VIDEO = "video"
    OUTREACH = "outreach"
    EVENT = "event"


class VisitState(StrEnum):
    WAITING = "waiting"
    TALKING = "talking"
    DONE = "done"
    LEFT = "left"  # went away before anybody could help


class Visit(SQLModel, table=True):
    """One contact. Without a person it is anonymous, and still counts."""

    __table_args__ = (
        CheckConstraint("state != 'talking' OR helped_by_id IS NOT NULL", name="talking_with_somebody"),
        Index("ix_visit_shop_day", "shop_id", "day"),
        Index("ix_visit_person_day", "person_id", "day"),
        Index("uq_visit_card", "shop_id", "card", unique=True),
        # A person is in the shop at most once, whatever is clicked twice (DOMAIN: invariant 8).
        Index("uq_visit_present", "person_id", "day", unique=True, sqlite_where=_PRESENT, postgresql_where=_PRESENT),
        # Two tablets at the same moment give different numbers.
        Index("uq_visit_number", *_OF_THE_DAY, unique=True, sqlite_where=_NUMBERED, postgresql_where=_NUMBERED),
    )

    id: int = Field(default=None, primary_key=True)
    key: str = Field(default_factory=new_key, unique=True, max_length=16)
    shop_id: int = Field(foreign_key="shop.id")
    opening_id: int | None = Field(default=None, foreign_key="opening.id", index=True)  # None: outside opening hours
    person_id: int | None = Field(default=None, foreign_key="person.id")
    kind: VisitKind = Field(default=VisitKind.WALK_IN, sa_type=enum_column(VisitKind))
    state: VisitState = Field(default=VisitState.WAITING, sa_type=enum_column(VisitState))
    about: str = Field(default="", max_length=200)
    topic: str = Field(default="", max_length=16)  # key of the list topic that `about` was matched to
    day: date  # local day, used for counting
    arrived_at: datetime = Field(sa_type=UtcDateTime)
    helped_by_id: int | None = Field(default=None, foreign_key="worker.id", index=True)
    helped_from: datetime | None = Field(default=None, sa_type=UtcDateTime)
    ended_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    card: str | None = Field(default=None, max_length=4)  # code that finds an anonymous visit again
    named_at: datetime | None = Field(default=None, sa_type=UtcDateTime)  # when the name was added, if later
    registered_by_id: int | None = Field(default=None, foreign_key="worker.id")  # None: checked in on a tablet
    # From check-in on the tablet.
    number: int | None = Field(default=None)  # per shop and day, from 1
    language: str = Field(default="", max_length=5)
    call_name: str = Field(default="", max_length=40)  # erased after the day
    for_organisation_id: int | None = Field(default=None, foreign_key="organisation.id", index=True)
    for_worker_id: int | None = Field(default=None, foreign_key="worker.id", index=True)  # asked for; None: anybody

    person: Person | None = Relationship()
    helped_by: Worker | None = Relationship(sa_relationship_kwargs={"foreign_keys": "Visit.helped_by_id"})
    for_organisation: Organisation | None = Relationship()
    for_worker: Worker | None = Relationship(sa_relationship_kwargs={"foreign_keys": "Visit.for_worker_id"})

    @property
    def shape(self) -> str:
        """The shape around the number."""
        return SHAPES[(self.number or 0) % len(SHAPES)]

    @property
    def colour(self) -> str:
        """The colour of the number; shape and colour together repeat every thirty numbers."""
        return COLOURS[(self.number or 0) % len(COLOURS)]

    @property
    def shop_of_change(self) -> int:
        return self.shop_id
