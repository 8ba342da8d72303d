"""The table of list items, and the lists and groups they belong to."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import UniqueConstraint
from sqlmodel import Field, SQLModel

from app.core.database import UtcDateTime, enum_column
from app.core.ids import new_key


class ListName(StrEnum):
    TOPIC = "topic"  # what people come for or wish for
    OBSTACLE = "obstacle"  # what may get in the way
    OUTCOME = "outcome"  # kinds of outcome; grouping is the class, counts_as the column of the report
    DECLINE = "decline"  # reasons for declining a handover; grouping is a DeclineSide
    ANSWER = "answer"  # answers to a question of the intake; grouping is the key of the question
    NOTE = "note"  # note templates; body is the text


class OutcomeClass(StrEnum):
    """The classes of outcomes, which are never added up (DOMAIN §7)."""

    OUTFLOW = "outflow"
    STEP = "step"
    NEUTRAL_END = "neutral_end"
    STOPPED = "stopped"
    CONTACT_LOST = "contact_lost"
    UNKNOWN = "unknown"


class OutflowGroup(StrEnum):
    """The columns of the outflow report."""

    WORK = "work"
    LEARN_WORK = "learn_work"
    STUDY = "study"
    INTERNSHIP = "internship"


class DeclineSide(StrEnum):
    """Where the reason for declining a handover lies: with whom, or in the circumstances."""

    PERSON = "person"
    PARTNER = "partner"
    SENDER = "sender"
    CIRCUMSTANCE = "circumstance"


class ListItem(SQLModel, table=True):
    """An item of one of the shop's lists. Retired items stay where they are used and can no longer be chosen."""

    __tablename__ = "list_item"
    __table_args__ = (UniqueConstraint("shop_id", "list", "code"),)

    id: int = Field(default=None, primary_key=True)
    key: str = Field(default_factory=new_key, unique=True, max_length=16)
    shop_id: int = Field(foreign_key="shop.id", index=True)
    list: ListName = Field(sa_type=enum_column(ListName))
    code: str = Field(max_length=40)  # imports and the API refer to it; an item added by a shop has its key here
    name_nl: str = Field(max_length=200)
    name_en: str = Field(default="", max_length=200)
    grouping: str = Field(default="", max_length=40)  # an OutcomeClass, a DeclineSide, or the key of a question
    counts_as: OutflowGroup | None = Field(default=None, sa_type=enum_column(OutflowGroup))
    body: str = Field(default="", max_length=2_000)
    asks: str = Field(default="", max_length=20)  # what a reason for declining asks for as well: "text" or "date"
    position: int = 0
    retired_at: datetime | None = Field(default=None, sa_type=UtcDateTime)

    def name(self, language: str) -> str:
        return (self.name_en if language == "en" else "") or self.name_nl
