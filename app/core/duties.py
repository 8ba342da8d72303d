"""Work that the server does by itself, at its own time, whatever number of processes serve: each duty is done by one.

A duty is claimed for a while; whoever dies with it lets it go by itself. What a duty does must be safe to begin again.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import or_, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlmodel import Field, Session, SQLModel, col

from app.core.database import UtcDateTime


class Duty(SQLModel, table=True):
    """Who does a duty now, and when it was done last."""

    __table_args__ = {"info": {"audited": False}}

    name: str = Field(primary_key=True, max_length=40)
    holder: str = Field(default="", max_length=40)
    held_until: datetime | None = Field(default=None, sa_type=UtcDateTime)
    done_at: datetime | None = Field(default=None, sa_type=UtcDateTime)


@dataclass(frozen=True)
class Task:
    """A duty in words of code: what it is called, how often it is done at most, and what is done.

    `act` gets a session of one transaction and the moment. It takes small bites: a worker at the door may be waiting.
    """

    name: str
    every: timedelta
    act: Callable[[Session, datetime], None]


_INSERT = {
    name: dialect.insert(Duty.__table__).on_conflict_do_nothing()  # type: ignore[attr-defined]
    for name, dialect in (("sqlite", sqlite), ("postgresql", postgresql))
}


def claim(db: Session, name: str, *, holder: str, every: timedelta, at: datetime, lasts: timedelta) -> bool:
    """Whether `holder` may do the duty now: nobody else has it, and it was not done for `every`.

    It is theirs for `lasts`; commit before working on it, so that others see it.
    """
    db.connection().execute(_INSERT[db.get_bind().dialect.name], {"name": name, "holder": ""})
    free = or_(col(Duty.held_until).is_(None), col(Duty.held_until) <= at)
    due = or_(col(Duty.done_at).is_(None), col(Duty.done_at) <= at - every)
    mine = update(Duty).where(col(Duty.name) == name, free, due).values(holder=holder, held_until=at + lasts)
    return bool(db.connection().execute(mine).rowcount)


def release(db: Session, name: str, *, holder: str, at: datetime) -> None:
    """The duty is done, by who held it."""
    mine = update(Duty).where(col(Duty.name) == name, col(Duty.holder) == holder)
    db.connection().execute(mine.values(holder="", held_until=None, done_at=at))
