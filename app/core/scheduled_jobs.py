"""Work that the server does by itself, at its own time, whatever number of processes serve: each duty is done by one.

A duty is claimed for a while; whoever dies with it lets it go by itself. What a duty does must be safe to begin again.
"""

from collections.abc import Callable, Iterable
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import or_, select, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlmodel import Field, Session, SQLModel, col

from app.core.database import UtcDateTime, table_of


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
    `asks`: a look that only reads, whether there is anything to do; without it the duty is done each time.
    """

    name: str
    every: timedelta
    act: Callable[[Session, datetime], None]
    asks: Callable[[Session, datetime], bool] | None = None


Begin = Callable[[], AbstractContextManager[Session]]  # a transaction of its own, kept when its block ends well


@dataclass(frozen=True)
class Errand:
    """A duty that waits for somebody outside, as a mail server: it begins and keeps its own short transactions, so that
    nothing is held while it waits."""

    name: str
    every: timedelta
    act: Callable[[Begin, datetime], None]
    asks: Callable[[Session, datetime], bool] | None = None


# The runners of this process, each to be called when something may be due: `woken.add(...)`, `woken.discard(...)`.
woken: set[Callable[[], None]] = set()


def wake() -> None:
    """Has the runners of this process look now what is due, instead of in a few seconds."""
    for look in tuple(woken):
        look()


_KEPT = select(col(Duty.name), col(Duty.held_until), col(Duty.done_at))
_INSERT = {
    name: dialect.insert(table_of(Duty)).on_conflict_do_nothing()
    for name, dialect in (("sqlite", sqlite), ("postgresql", postgresql))
}


def due(db: Session, duties: Iterable[Task | Errand], at: datetime) -> list[Task | Errand]:
    """Which of these seem to wait for somebody: a look that only reads, so that asking every few seconds costs nothing.

    Only `claim` says who does one.
    """
    kept = {name: (until, done) for name, until, done in db.execute(_KEPT)}

    def waits(duty: Task | Errand) -> bool:
        until, done = kept.get(duty.name, (None, None))
        free = (until is None or until <= at) and (done is None or done <= at - duty.every)
        return free and (duty.asks is None or duty.asks(db, at))

    return [duty for duty in duties if waits(duty)]


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
