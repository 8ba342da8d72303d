"""Tables for weekly half-days, half-days on a date, and the workers present in them."""

from datetime import date, datetime, time
from enum import StrEnum

from sqlalchemy import Index, UniqueConstraint, text
from sqlmodel import Field, Relationship, SQLModel

from app.accounts.models import Worker
from app.core.database import UtcDateTime, enum_column


class DayPart(StrEnum):
    """The three parts of a day that can be a half-day, in order."""

    MORNING = "morning"
    AFTERNOON = "afternoon"
    EVENING = "evening"


class WeeklyHalfDay(SQLModel, table=True):
    """A half-day in the weekly opening hours."""

    __tablename__ = "weekly_half_day"
    __table_args__ = (UniqueConstraint("shop_id", "weekday", "part"),)

    id: int = Field(default=None, primary_key=True)
    shop_id: int = Field(foreign_key="shop.id", index=True)
    weekday: int  # 0 is Monday
    part: DayPart = Field(sa_type=enum_column(DayPart))
    opens: time  # local time
    closes: time


class OpeningState(StrEnum):
    PLANNED = "planned"
    OPEN = "open"
    CLOSED = "closed"
    CANCELLED = "cancelled"


class Opening(SQLModel, table=True):
    """A half-day on one date. A row exists once something happened in it, or if it differs from the weekly hours."""

    __table_args__ = (UniqueConstraint("shop_id", "day", "part"),)

    id: int = Field(default=None, primary_key=True)
    shop_id: int = Field(foreign_key="shop.id", index=True)
    day: date
    part: DayPart = Field(sa_type=enum_column(DayPart))
    opens: time
    closes: time
    state: OpeningState = Field(default=OpeningState.OPEN, sa_type=enum_column(OpeningState))
    reason: str = Field(default="", max_length=200)  # why it is cancelled or closed; for colleagues only
    notice_nl: str = Field(default="", max_length=200)  # what visitors read about it
    notice_en: str = Field(default="", max_length=200)

    @property
    def shop_of_change(self) -> int:
        return self.shop_id


class Presence(SQLModel, table=True):
    """A worker who is, or was, in the shop during a half-day: actual attendance, as against the roster plan."""

    __table_args__ = (
        Index(
            "uq_presence_now",
            "opening_id",
            "worker_id",
            unique=True,
            sqlite_where=text("until IS NULL"),
            postgresql_where=text("until IS NULL"),
        ),
    )

    id: int = Field(default=None, primary_key=True)
    opening_id: int = Field(foreign_key="opening.id", index=True)
    worker_id: int = Field(foreign_key="worker.id", index=True)
    since: datetime = Field(sa_type=UtcDateTime)
    until: datetime | None = Field(default=None, sa_type=UtcDateTime)
    talks: int | None = Field(default=None)  # free talks at `talks_said_at`; None: not given
    talks_said_at: datetime | None = Field(default=None, sa_type=UtcDateTime)

    worker: Worker = Relationship(sa_relationship_kwargs={"lazy": "joined", "innerjoin": True})
    opening: Opening = Relationship()

    @property
    def shop_of_change(self) -> int:
        return self.opening.shop_id
