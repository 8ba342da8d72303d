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


class JobLease(SQLModel, table=True):
    """Who does a duty now, and when it was done last."""

    __tablename__ = "duty"
    __table_args__ = {"info": {"audited": False}}

    name: str = Field(primary_key=True, max_length=40)
    holder: str = Field(default="", max_length=40)
    held_until: datetime | None = Field(default=None, sa_type=UtcDateTime)
    done_at: datetime | None = Field(default=None, sa_type=UtcDateTime)


@dataclass(frozen=True)
class Job:
    """A duty in words of code: what it is called, how often it is done at most, and what is done.

    `act` gets a session of one transaction and the moment. It takes small bites: a worker at the door may be waiting.
    `asks`: a look that only reads, whether there is anything to do; without it the duty is done each time.
    """

    name: str
    every: timedelta
    act: Callable[[Session, datetime], None]
    asks: Callable[[Session, datetime], bool] | None = None


TransactionFactory = Callable[
    [], AbstractContextManager[Session]
]  # a transaction of its own, kept when its block ends well


@dataclass(frozen=True)
class ExternalJob:
    """A duty that waits for somebody outside, as a mail server: it begins and keeps its own short transactions, so that
    nothing is held while it waits."""

    name: str
    every: timedelta
    act: Callable[[TransactionFactory, datetime], None]
    asks: Callable[[Session, datetime], bool] | None = None


# The runners of this process, each to be called when something may be due: `woken.add(...)`, `woken.discard(...)`.
wake_callbacks: set[Callable[[], None]] = set()


def wake_runners() -> None:
    """Has the runners of this process look now what is due, instead of in a few seconds."""
    for look in tuple(wake_callbacks):
        look()


_LEASES = select(col(JobLease.name), col(JobLease.held_until), col(JobLease.done_at))
_INSERT = {
    name: dialect.insert(table_of(JobLease)).on_conflict_do_nothing()
    for name, dialect in (("sqlite", sqlite), ("postgresql", postgresql))
}


def due_jobs(db: Session, duties: Iterable[Job | ExternalJob], at: datetime) -> list[Job | ExternalJob]:
    """Which of these seem to wait for somebody: a look that only reads, so that asking every few seconds costs nothing.

    Only `claim` says who does one.
    """
    kept = {name: (until, done) for name, until, done in db.execute(_LEASES)}

    def waits(duty: Job | ExternalJob) -> bool:
        until, done = kept.get(duty.name, (None, None))
        free = (until is None or until <= at) and (done is None or done <= at - duty.every)
        return free and (duty.asks is None or duty.asks(db, at))

    return [duty for duty in duties if waits(duty)]


def acquire_lease(db: Session, name: str, *, holder: str, every: timedelta, at: datetime, lasts: timedelta) -> bool:
    """Whether `holder` may do the duty now: nobody else has it, and it was not done for `every`.

    It is theirs for `lasts`; commit before working on it, so that others see it.
    """
    db.connection().execute(_INSERT[db.get_bind().dialect.name], {"name": name, "holder": ""})
    free = or_(col(JobLease.held_until).is_(None), col(JobLease.held_until) <= at)
    due = or_(col(JobLease.done_at).is_(None), col(JobLease.done_at) <= at - every)
    mine = update(JobLease).where(col(JobLease.name) == name, free, due).values(holder=holder, held_until=at + lasts)
    return bool(db.connection().execute(mine).rowcount)


def release_lease(db: Session, name: str, *, holder: str, at: datetime) -> None:
    """The duty is done, by who held it."""
    mine = update(JobLease).where(col(JobLease.name) == name, col(JobLease.holder) == holder)
    db.connection().execute(mine.values(holder="", held_until=None, done_at=at))
