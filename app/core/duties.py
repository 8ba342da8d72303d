"""Work that the server does by itself, at its own time, whatever number of processes serve: each duty is done by one.

A duty is claimed for a while; whoever dies with it lets it go by itself. What a duty does must be safe to begin again.
"""

import logging
from collections.abc import Callable
from contextlib import AbstractContextManager
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


Transaction = Callable[[], AbstractContextManager[Session]]
Act = Callable[[Transaction, datetime], object]

log = logging.getLogger(__name__)

HELD_FOR = timedelta(minutes=10)  # who dies with a duty lets go of it after so long


@dataclass(frozen=True)
class Task:
    """A duty in words of code: what it is called, how often it is done at most, and what is done.

    `act` gets a way to begin transactions, and the moment. It takes small bites: a worker at the door may be waiting.
    """

    name: str
    every: timedelta
    act: Act


def in_one(act: Callable[[Session, datetime], object]) -> Act:
    """For a duty that is done in one transaction."""

    def done(transaction: Transaction, at: datetime) -> None:
        with transaction() as db:
            act(db, at)

    return done


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


def is_due(db: Session, task: Task, at: datetime) -> bool:
    """Whether it is worth asking for: reads only, so that looking keeps nobody from writing."""
    duty = db.get(Duty, task.name)
    if duty is None:
        return True
    held = duty.held_until is not None and duty.held_until > at
    return not held and (duty.done_at is None or duty.done_at <= at - task.every)


def do(task: Task, *, holder: str, at: datetime, transaction: Transaction) -> bool:
    """Does the duty if it is due and nobody else does it; whether it was done here.

    What goes wrong is logged by its kind alone, and tried again when the duty is due next.
    """
    with transaction() as db:
        if not claim(db, task.name, holder=holder, every=task.every, at=at, lasts=HELD_FOR):
            return False
    try:
        task.act(transaction, at)
    except Exception as problem:  # whatever it is, the other duties go on
        log.error("the duty %s failed: %s", task.name, type(problem).__name__)
    with transaction() as db:
        release(db, task.name, holder=holder, at=at)
    return True
