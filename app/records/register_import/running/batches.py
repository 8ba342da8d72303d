"""The pace of work beside the server: short pieces with pauses, each with a sign of life."""

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

BATCH_SECONDS = 0.06  # seconds that a piece may hold the database
PAUSE_SECONDS = 0.04  # seconds in which others can write: who waits on SQLite looks again after 25 ms at most, at first
MAX_BATCH = 500  # things in one piece

IMPORT_TABLE = table_of(Import)
T = TypeVar("T")


class LeaseLost(Exception):
    """Somebody else goes on with this import: it was thought dead, or another was first."""


@dataclass(frozen=True)
class ImportActor:
    """Who imports, as the record needs it."""

    worker_id: int
    organisation_id: int
    shop_id: int
    address: str = ""


@dataclass(frozen=True)
class ImportJob:
    """One run of one import. `at`: the moment under which the record tells what it did."""

    import_id: int
    key: str
    shop_id: int
    by: ImportActor
    stage: Stage
    run: str
    at: datetime

    @property
    def basis(self) -> str:
        """How the record knows what this import did itself."""
        return audit_basis(self.key)

    def alive(self, db: Session, done: int | None = None, **values: Any) -> None:
        """Says so, in the transaction of the work: raises Lost when this import is not ours any more."""
        mine = (col(Import.id) == self.import_id, col(Import.stage) == self.stage, col(Import.run) == self.run)
        said = {"worked_at": now(), **({"done": done} if done is not None else {}), **values}
        if db.connection().execute(update(IMPORT_TABLE).where(*mine).values(**said)).rowcount != 1:
            raise LeaseLost


def audit_basis(key: str) -> str:
    return f"import {key}"


def in_batches(things: Sequence[T], weight: Callable[[T], int] = lambda thing: 1) -> Iterator[list[T]]:
    """Things in pieces that take about PIECE seconds each, from when one is given until the next is asked for."""
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
    """On SQLite: moves what was written from its log to where it belongs, while nobody waits for that. Otherwise a
    small commit of somebody else would have to."""
    engine = database.engine()
    if engine.dialect.name == "sqlite":
        connection = engine.raw_connection()
        try:
            connection.cursor().execute("PRAGMA wal_checkpoint(PASSIVE)")
        finally:
            connection.close()


def transaction() -> Any:
    """A transaction; found at each call, so that tests can put another database under it."""
    return database.transaction_scope()


def read_only_session() -> Session:
    """A session that only reads, and so keeps nobody waiting on SQLite."""
    return Session(database.engine().execution_options(reading=True), expire_on_commit=False)
