"""Notices: what a worker is told of, in the service and, as each chooses, by mail."""

from datetime import date, datetime
from enum import StrEnum

from sqlmodel import Field, Relationship, SQLModel

from app.accounts.models import Worker
from app.core.database import UtcDateTime, enum_column
from app.core.ids import new_key


class MailFrequency(StrEnum):
    """How soon a worker is mailed of what happens. The list in the service is the same for all."""

    AT_ONCE = "at_once"
    DAILY = "daily"
    NONE = "none"


class Notice(SQLModel, table=True):
    """Something a worker should know of. It says what kind of thing happened and where to look, and names nobody.

    `kind`: a word of notices.words; `about`: the path where it is read, for who may read it then.
    """

    __table_args__ = {"info": {"audited": False}}  # what it tells of is on record itself

    id: int = Field(default=None, primary_key=True)
    key: str = Field(default_factory=new_key, unique=True, max_length=16)
    shop_id: int = Field(foreign_key="shop.id", index=True)
    worker_id: int = Field(foreign_key="worker.id", index=True)
    kind: str = Field(max_length=40)
    about: str = Field(max_length=200, index=True)
    at: datetime = Field(sa_type=UtcDateTime)
    seen_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    told_at: datetime | None = Field(default=None, sa_type=UtcDateTime)  # mailed, by itself or in a digest

    worker: Worker = Relationship()

    @property
    def shop_of_change(self) -> int:
        return self.shop_id


class NoticePreference(SQLModel, table=True):
    """How a worker wants to be mailed. Who chose nothing is mailed at once."""

    __tablename__ = "notice_choice"

    worker_id: int = Field(foreign_key="worker.id", primary_key=True)
    pace: MailFrequency = Field(default=MailFrequency.AT_ONCE, sa_type=enum_column(MailFrequency))
    digest_on: date | None = Field(default=None)  # the last day for which a digest was made
