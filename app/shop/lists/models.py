"""The lists that belong to a shop: topics, obstacles, kinds of outcome, reasons for declining."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import UniqueConstraint
from sqlmodel import Field, SQLModel

from app.core.database import UtcDateTime, enum_column
from app.core.ids import new_key


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


class DeclineSide(StrEnum):
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
    list: ListName = Field(sa_type=enum_column(ListName))
    code: str = Field(max_length=40)  # known to imports and the API; new ones get their key
    name_nl: str = Field(max_length=200)
    name_en: str = Field(default="", max_length=200)
    grouping: str = Field(default="", max_length=40)  # an OutcomeClass, a Side, or the key of a question
    counts_as: OutflowGroup | None = Field(default=None, sa_type=enum_column(OutflowGroup))
    body: str = Field(default="", max_length=2_000)
    asks: str = Field(default="", max_length=20)  # what a decline reason needs beside it: "text" or "date"
    position: int = 0
    retired_at: datetime | None = Field(default=None, sa_type=UtcDateTime)

    def name(self, language: str) -> str:
        return (self.name_en if language == "en" else "") or self.name_nl
