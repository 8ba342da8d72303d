"""The outbox: letters that wait to be sent, in the transaction of what they tell of (TRUST 27)."""

from datetime import datetime
from enum import StrEnum

from sqlmodel import Field, SQLModel

from app.core.database import UtcDateTime, enum_column
from app.core.ids import new_key


class LetterState(StrEnum):
    WAITING = "waiting"
    SENT = "sent"
    RECALLED = "recalled"  # what it tells of may not be told any more
    DEAD = "dead"  # tried often enough; the coordinator sees it


class Letter(SQLModel, table=True):
    """One mail. It names nobody and tells no story (TRUST 23). Once it is sent or recalled, its text is wiped.

    `about`: the path of what it is about, by which it is recalled; `fills`: what is put in the place of {link} when it
    is sent (post.filling), so that a link which opens something by itself is stored nowhere as it is.
    """

    __table_args__ = {"info": {"audited": False}}

    id: int = Field(default=None, primary_key=True)
    key: str = Field(default_factory=new_key, unique=True, max_length=16)  # its Message-ID: sent twice, it is one mail
    shop_id: int = Field(foreign_key="shop.id", index=True)
    worker_id: int | None = Field(default=None, foreign_key="worker.id", index=True)  # to whom; None: to a partner
    organisation_id: int | None = Field(default=None, foreign_key="organisation.id", index=True)
    address: str = Field(max_length=200)
    language: str = Field(default="nl", max_length=5)
    subject: str = Field(default="", max_length=200)
    text: str = Field(default="", max_length=10_000)
    invitation: str = Field(default="", max_length=10_000)  # a calendar file that goes along
    about: str = Field(default="", max_length=200, index=True)
    fills: str = Field(default="", max_length=40)
    state: LetterState = Field(default=LetterState.WAITING, sa_type=enum_column(LetterState), index=True)
    written_at: datetime = Field(sa_type=UtcDateTime)
    try_at: datetime = Field(sa_type=UtcDateTime, index=True)
    tries: int = 0
    sent_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    trouble: str = Field(default="", max_length=300)  # what the mail server said last
