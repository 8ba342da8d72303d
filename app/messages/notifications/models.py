"""Tables for notices and email preferences."""

from datetime import date, datetime
from enum import StrEnum

from sqlmodel import Field, Relationship, SQLModel

from app.accounts.models import Worker
from app.core.database import UtcDateTime, enum_column
from app.core.ids import new_key


class MailFrequency(StrEnum):
    """How often a worker is emailed about notices. The list in the service is always complete."""

    AT_ONCE = "at_once"
    DAILY = "daily"
    NONE = "none"


class Notice(SQLModel, table=True):
    """News for one worker: what kind of thing happened and on which page. It names nobody.

    `kind`: a `labels.NoticeKind`; `about`: the path of the page, which checks again who may read it.
    """

    __table_args__ = {"info": {"audited": False}}  # the event behind it is audited

    id: int = Field(default=None, primary_key=True)
    key: str = Field(default_factory=new_key, unique=True, max_length=16)
    shop_id: int = Field(foreign_key="shop.id", index=True)
    worker_id: int = Field(foreign_key="worker.id", index=True)
    kind: str = Field(max_length=40)
    about: str = Field(max_length=200, index=True)
    at: datetime = Field(sa_type=UtcDateTime)
    seen_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    told_at: datetime | None = Field(default=None, sa_type=UtcDateTime)  # when it was emailed, alone or in a digest

    worker: Worker = Relationship()

    @property
    def shop_of_change(self) -> int:
        return self.shop_id


class NoticePreference(SQLModel, table=True):
    """How often a worker wants email. Without a row: right away."""

    __tablename__ = "notice_choice"

    worker_id: int = Field(foreign_key="worker.id", primary_key=True)
    pace: MailFrequency = Field(default=MailFrequency.AT_ONCE, sa_type=enum_column(MailFrequency))
    digest_on: date | None = Field(default=None)  # day of the last digest
