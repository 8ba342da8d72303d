"""A shop, when it is open, who is there, and the lists that are its own."""

from datetime import date, datetime, time
from enum import StrEnum

from sqlalchemy import Index, UniqueConstraint, text
from sqlmodel import Field, Relationship, SQLModel

from app.accounts.models import Worker
from app.core.database import UtcDateTime, word
from app.core.ids import new_key


class Shop(SQLModel, table=True):
    id: int = Field(default=None, primary_key=True)
    key: str = Field(default_factory=new_key, unique=True, max_length=16)
    name: str = Field(max_length=200)  # "De Amazone"
    place: str = Field(default="", max_length=200)  # "Overvecht"
    phone: str = Field(default="", max_length=40)  # whom visitors call when it stays quiet
    made_at: datetime = Field(sa_type=UtcDateTime)


class Part(StrEnum):
    """The three half-days of a day, in order."""

    MORNING = "morning"
    AFTERNOON = "afternoon"
    EVENING = "evening"


class WeeklyHalfDay(SQLModel, table=True):
    """A half-day that comes back every week."""

    __tablename__ = "weekly_half_day"
    __table_args__ = (UniqueConstraint("shop_id", "weekday", "part"),)

    id: int = Field(default=None, primary_key=True)
    shop_id: int = Field(foreign_key="shop.id", index=True)
    weekday: int  # 0 is Monday
    part: Part = Field(sa_type=word(Part))
    opens: time  # on the wall clock
    closes: time


class OpeningState(StrEnum):
    PLANNED = "planned"
    OPEN = "open"
    CLOSED = "closed"
    CANCELLED = "cancelled"


class Opening(SQLModel, table=True):
    """One half-day on one date. A row exists once something happened in it, or once it differs from the week."""

    __table_args__ = (UniqueConstraint("shop_id", "day", "part"),)

    id: int = Field(default=None, primary_key=True)
    shop_id: int = Field(foreign_key="shop.id", index=True)
    day: date
    part: Part = Field(sa_type=word(Part))
    opens: time
    closes: time
    state: OpeningState = Field(default=OpeningState.OPEN, sa_type=word(OpeningState))
    reason: str = Field(default="", max_length=200)  # why it is cancelled or closed; for colleagues only
    notice_nl: str = Field(default="", max_length=200)  # what visitors read about that
    notice_en: str = Field(default="", max_length=200)

    @property
    def beats_for(self) -> int:
        return self.shop_id


class RosterPlan(SQLModel, table=True):
    """A worker who means to be there in a half-day: the roster as it is planned.

    It names the half-day and not its opening: most of what is planned has no row yet.
    """

    __tablename__ = "roster_plan"
    __table_args__ = (UniqueConstraint("shop_id", "day", "part", "worker_id"),)

    id: int = Field(default=None, primary_key=True)
    shop_id: int = Field(foreign_key="shop.id")
    worker_id: int = Field(foreign_key="worker.id", index=True)
    day: date
    part: Part = Field(sa_type=word(Part))
    talks: int | None = Field(default=None)  # how many talks there is room for; None: not said

    worker: Worker = Relationship(sa_relationship_kwargs={"lazy": "joined", "innerjoin": True})

    @property
    def beats_for(self) -> int:
        return self.shop_id


class Presence(SQLModel, table=True):
    """A worker who is (or was) in the shop during a half-day: the roster as it really was."""

    __table_args__ = (
        Index(
            "uq_presence_now", "opening_id", "worker_id", unique=True,
            sqlite_where=text("until IS NULL"), postgresql_where=text("until IS NULL"),
        ),
    )  # fmt: skip

    id: int = Field(default=None, primary_key=True)
    opening_id: int = Field(foreign_key="opening.id", index=True)
    worker_id: int = Field(foreign_key="worker.id", index=True)
    since: datetime = Field(sa_type=UtcDateTime)
    until: datetime | None = Field(default=None, sa_type=UtcDateTime)
    talks: int | None = Field(default=None)  # how many talks there was room for when that was said; None: not said
    talks_said_at: datetime | None = Field(default=None, sa_type=UtcDateTime)

    worker: Worker = Relationship(sa_relationship_kwargs={"lazy": "joined", "innerjoin": True})
    opening: Opening = Relationship()

    @property
    def beats_for(self) -> int:
        return self.opening.shop_id


class ListName(StrEnum):
    TOPIC = "topic"  # what people come or wish for
    OBSTACLE = "obstacle"  # what may stand in the way
    OUTCOME = "outcome"  # kinds of outcome; grouping is the class, counts_as the column of the report
    DECLINE = "decline"  # reasons why a handover does not fit; grouping is the side
    ANSWER = "answer"  # choices of a question of the talk; grouping is the question's key
    NOTE = "note"  # beginnings of notes that are written often; body is their text


class OutcomeClass(StrEnum):
    """DOMAIN §7: classes are never added up."""

    OUTFLOW = "outflow"
    STEP = "step"
    NEUTRAL_END = "neutral_end"
    STOPPED = "stopped"
    CONTACT_LOST = "contact_lost"
    UNKNOWN = "unknown"


class OutflowGroup(StrEnum):
    """The columns in which outflow is reported."""

    WORK = "work"
    LEARN_WORK = "learn_work"
    STUDY = "study"
    INTERNSHIP = "internship"


class Side(StrEnum):
    """Where the reason for declining a handover lies."""

    PERSON = "person"
    PARTNER = "partner"
    SENDER = "sender"
    CIRCUMSTANCE = "circumstance"


class ListItem(SQLModel, table=True):
    """An entry of one of the shop's lists. Retired ones stay on old rows and are no longer offered."""

    __tablename__ = "list_item"
    __table_args__ = (UniqueConstraint("shop_id", "list", "code"),)

    id: int = Field(default=None, primary_key=True)
    key: str = Field(default_factory=new_key, unique=True, max_length=16)
    shop_id: int = Field(foreign_key="shop.id", index=True)
    list: ListName = Field(sa_type=word(ListName))
    code: str = Field(max_length=40)  # known to imports and the API; new ones get their key
    name_nl: str = Field(max_length=200)
    name_en: str = Field(default="", max_length=200)
    grouping: str = Field(default="", max_length=40)  # an OutcomeClass, a Side, or the key of a question
    counts_as: OutflowGroup | None = Field(default=None, sa_type=word(OutflowGroup))
    body: str = Field(default="", max_length=2_000)
    asks: str = Field(default="", max_length=20)  # what a decline reason needs beside it: "text" or "date"
    position: int = 0
    retired_at: datetime | None = Field(default=None, sa_type=UtcDateTime)

    def name(self, language: str) -> str:
        return (self.name_en if language == "en" else "") or self.name_nl
