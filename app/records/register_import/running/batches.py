"""Divides the work of a job into short batches with pauses, each with a heartbeat."""

import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, TypeVar

from sqlalchemy import update
from sqlmodel import Session, col

from app.core import database
from app.core.clock import now
from app.core.database import table_of
from app.records.register_import.models import Import, Stage

BATCH_SECONDS = 0.06  # how long a batch may hold the database
PAUSE_SECONDS = 0.04  # in which others can write: a writer that waits on SQLite first retries within 25 ms
MAX_BATCH = 500  # items in one batch

IMPORT_TABLE = table_of(Import)
T = TypeVar("T")


class LeaseLost(Exception):
    """Another job has this import now: it was first, or took over when this job had no heartbeat."""


@dataclass(frozen=True)
class ImportActor:
    """The worker in whose name an import writes, for the audit log."""

    worker_id: int
    organisation_id: int
    shop_id: int
    address: str = ""


@dataclass(frozen=True)
class ImportJob:
    """One job of one import, which holds its lease. `at`: the moment that the audit log gives to its changes."""

    import_id: int
    key: str
    shop_id: int
    by: ImportActor
    stage: Stage
    run: str
    at: datetime

    @property
    def basis(self) -> str:
        """The basis by which the audit log recognises the changes of this import."""
        return audit_basis(self.key)

    def heartbeat(self, db: Session, done: int | None = None, **values: Any) -> None:
        """Renews the lease, in the transaction of the work. `done`: lines done; `values`: other columns of the import.

        Raises LeaseLost when another job has taken over.
        """
        mine = (col(Import.id) == self.import_id, col(Import.stage) == self.stage, col(Import.run) == self.run)
        changes = {"worked_at": now(), **({"done": done} if done is not None else {}), **values}
        if db.connection().execute(update(IMPORT_TABLE).where(*mine).values(**changes)).rowcount != 1:
            raise LeaseLost


def audit_basis(key: str) -> str:
    return f"import {key}"


def in_batches(things: Sequence[T], weight: Callable[[T], int] = lambda thing: 1) -> Iterator[list[T]]:
    """Yields batches that take about BATCH_SECONDS each, measured from one batch to the next request.

    `weight`: the relative amount of work of each item.
    """
    size, at = 20.0, 0
    while at < len(things):
        some: list[T] = []
        load = 0
        while at < len(things) and load < size:
            some.append(things[at])
            load += weight(things[at])
            at += 1
        began = time.perf_counter()
        yield some
        spent = max(time.perf_counter() - began, 0.001)
        _checkpoint()
        size = max(5.0, min(MAX_BATCH, size * max(0.4, min(1.2, BATCH_SECONDS / spent))))
        if at < len(things):
            time.sleep(PAUSE_SECONDS)


def _checkpoint() -> None:
    """On SQLite: writes the log back to the database file now, while nobody waits. Otherwise a small commit of somebody
    else would have to do it."""
    engine = database.engine()
    if engine.dialect.name == "sqlite":
        connection = engine.raw_connection()
        try:
            connection.cursor().execute("PRAGMA wal_checkpoint(PASSIVE)")
        finally:
            connection.close()


def transaction() -> Any:
    """A transaction. Looked up at each call, so that tests can replace the database."""
    return database.transaction_scope()


def read_only_session() -> Session:
    """A session that only reads, so that it blocks nobody on SQLite."""
    return Session(database.engine().execution_options(reading=True), expire_on_commit=False)
