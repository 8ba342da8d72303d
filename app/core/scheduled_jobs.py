"""Jobs that run at most once across all processes, under a lease that expires if the holder dies.

A job must be safe to start again: after a crash another process repeats it.
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
    """Which process runs a job now, and when it last ran."""

    __tablename__ = "duty"
    __table_args__ = {"info": {"audited": False}}

    name: str = Field(primary_key=True, max_length=40)
    holder: str = Field(default="", max_length=40)
    held_until: datetime | None = Field(default=None, sa_type=UtcDateTime)
    done_at: datetime | None = Field(default=None, sa_type=UtcDateTime)


@dataclass(frozen=True)
class Job:
    """A job in one transaction: its name, its shortest interval, and what it does.

    `act` gets the session and the moment. It works in small batches: a worker at the front desk may be waiting.
    `asks` reads whether there is anything to do; without it the job runs at every interval.
    """

    name: str
    every: timedelta
    act: Callable[[Session, datetime], None]
    asks: Callable[[Session, datetime], bool] | None = None


TransactionFactory = Callable[
    [], AbstractContextManager[Session]
]  # opens a transaction that is committed when its block ends without an error


@dataclass(frozen=True)
class ExternalJob:
    """A job that waits for something outside, such as a mail server. It opens its own short transactions, so that no
    transaction is open while it waits."""

    name: str
    every: timedelta
    act: Callable[[TransactionFactory, datetime], None]
    asks: Callable[[Session, datetime], bool] | None = None


# Wake-up calls of this process's job runners: `add(...)`, `discard(...)`.
wake_callbacks: set[Callable[[], None]] = set()


def wake_runners() -> None:
    """Lets the job runners of this process check for due jobs now, instead of in a few seconds."""
    for look in tuple(wake_callbacks):
        look()


_LEASES = select(col(JobLease.name), col(JobLease.held_until), col(JobLease.done_at))
_INSERT = {
    name: dialect.insert(table_of(JobLease)).on_conflict_do_nothing()
    for name, dialect in (("sqlite", sqlite), ("postgresql", postgresql))
}


def due_jobs(db: Session, duties: Iterable[Job | ExternalJob], at: datetime) -> list[Job | ExternalJob]:
    """Jobs that seem due: a read only, so that polling every few seconds is cheap. Only `acquire_lease` decides."""
    kept = {name: (until, done) for name, until, done in db.execute(_LEASES)}

    def waits(duty: Job | ExternalJob) -> bool:
        until, done = kept.get(duty.name, (None, None))
        free = (until is None or until <= at) and (done is None or done <= at - duty.every)
        return free and (duty.asks is None or duty.asks(db, at))

    return [duty for duty in duties if waits(duty)]


def acquire_lease(db: Session, name: str, *, holder: str, every: timedelta, at: datetime, lasts: timedelta) -> bool:
    """Takes the lease of a job for `lasts`, if no other process holds it and the job has not run within `every`.

    Returns whether it was taken. Commit before running the job, so that other processes see the lease.
    """
    db.connection().execute(_INSERT[db.get_bind().dialect.name], {"name": name, "holder": ""})
    free = or_(col(JobLease.held_until).is_(None), col(JobLease.held_until) <= at)
    due = or_(col(JobLease.done_at).is_(None), col(JobLease.done_at) <= at - every)
    mine = update(JobLease).where(col(JobLease.name) == name, free, due).values(holder=holder, held_until=at + lasts)
    return bool(db.connection().execute(mine).rowcount)


def release_lease(db: Session, name: str, *, holder: str, at: datetime) -> None:
    """Gives the lease back: the job is done."""
    mine = update(JobLease).where(col(JobLease.name) == name, col(JobLease.holder) == holder)
    db.connection().execute(mine.values(holder="", held_until=None, done_at=at))
