"""The table of the outbox. Emails are stored in the transaction of what they are about (TRUST 27)."""

from datetime import datetime
from enum import StrEnum

from sqlmodel import Field, SQLModel

from app.core.database import UtcDateTime, enum_column
from app.core.ids import new_key


class LetterState(StrEnum):
    WAITING = "waiting"
    SENT = "sent"
    RECALLED = "recalled"  # cancelled before it was sent: its news is out of date
    DEAD = "dead"  # undeliverable; listed for the coordinator


class Letter(SQLModel, table=True):
    """One email. It names nobody and gives no details (TRUST 23). Its text is erased once it is sent or recalled.

    `about`: the path of the page it is about, by which it can be recalled; `fills`: the kind of link that replaces
    {link} when it is sent (a key of `link_placeholders.LINK_MAKERS`), so that no secret link is ever stored.
    """

    __table_args__ = {"info": {"audited": False}}

    id: int = Field(default=None, primary_key=True)
    key: str = Field(default_factory=new_key, unique=True, max_length=16)  # also its Message-ID
    shop_id: int = Field(foreign_key="shop.id", index=True)
    worker_id: int | None = Field(default=None, foreign_key="worker.id", index=True)  # the recipient; None: a partner
    organisation_id: int | None = Field(default=None, foreign_key="organisation.id", index=True)
    address: str = Field(max_length=200)
    language: str = Field(default="nl", max_length=5)
    subject: str = Field(default="", max_length=200)
    text: str = Field(default="", max_length=10_000)
    invitation: str = Field(default="", max_length=10_000)  # a calendar file to include
    about: str = Field(default="", max_length=200, index=True)
    fills: str = Field(default="", max_length=40)
    state: LetterState = Field(default=LetterState.WAITING, sa_type=enum_column(LetterState), index=True)
    written_at: datetime = Field(sa_type=UtcDateTime)
    try_at: datetime = Field(sa_type=UtcDateTime, index=True)
    tries: int = 0
    sent_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    trouble: str = Field(default="", max_length=300)  # the last reply of the mail server
