"""The engine, column types, and the only place where transactions begin and end."""

from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from enum import StrEnum
from functools import cache
from pathlib import Path
from sqlite3 import OperationalError
from time import monotonic, sleep
from typing import Annotated, Any, Protocol, TypeVar

from fastapi import Depends, Request
from sqlalchemy import (
    JSON,
    DateTime,
    Dialect,
    Engine,
    Enum,
    Select,
    String,
    Table,
    TypeDecorator,
    bindparam,
    event,
    select,
)
from sqlalchemy.orm import QueryableAttribute
from sqlmodel import Session, SQLModel, create_engine

from app.core.hooks import require_wiring
from app.core.settings import settings

SQLModel.metadata.naming_convention = {  # so every constraint has the same name on SQLite and PostgreSQL
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s",
    "pk": "pk_%(table_name)s",
}

POOL_SIZE = 20  # for requests: the most that run at once (web.request_threads)
LOCK_TIMEOUT = 30  # seconds to wait for another writer, on SQLite
_AFTER_ROLLBACK = "after_rollback"  # in Session.info: what to do when the transaction is rolled back
MAX_OVERFLOW = 10  # outside requests: checking whether a session is still valid, or a board has changed


class HasId(Protocol):
    """A row with a numeric primary key."""

    id: int


T = TypeVar("T", bound=HasId)


class UtcDateTime(TypeDecorator[datetime]):
    """A moment, always aware and in UTC; SQLite forgets time zones, PostgreSQL does not."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        return value and value.astimezone(UTC)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        return value and (value.astimezone(UTC) if value.tzinfo else value.replace(tzinfo=UTC))


def enum_column(choices: type[StrEnum]) -> Enum:
    """A column for an enum, stored as readable text on every database."""
    return Enum(
        choices, native_enum=False, create_constraint=False, length=40, values_callable=lambda c: [w.value for w in c]
    )


class JsonList(TypeDecorator[list[str]]):
    """A short list of words in one column, as JSON. Replace it whole: changes inside are not seen."""

    impl = JSON
    cache_ok = True


Words = JsonList  # the name in migrations that have landed


def table_of(model: Any) -> Table:
    """The table of a model or a row; SQLModel does not declare it."""
    table: Table = model.__table__
    return table


def relation(attribute: Any) -> QueryableAttribute[Any]:
    """A relationship for `joinedload` and similar options; SQLModel types it as the row that it leads to."""
    found: QueryableAttribute[Any] = attribute
    return found


# Ordered by code point on both databases, so a search for a beginning is one range of an index.
SORTED_TEXT = String().with_variant(String(collation="C"), "postgresql")


def make_engine(url: str) -> Engine:
    """An engine for `url`. On SQLite: write-ahead log, full sync, foreign keys, and writers that queue."""
    if not url.startswith("sqlite"):
        return create_engine(url, pool_pre_ping=True, pool_size=POOL_SIZE, max_overflow=MAX_OVERFLOW)
    path = url.removeprefix("sqlite:///")
    if path and path != ":memory:" and "?" not in path:
        Path(path).parent.mkdir(parents=True, exist_ok=True)
    engine = create_engine(
        url,
        connect_args={"check_same_thread": False, "timeout": LOCK_TIMEOUT},
        pool_size=POOL_SIZE,
        max_overflow=MAX_OVERFLOW,
    )
    event.listen(engine, "connect", _prepare_sqlite)
    event.listen(engine, "begin", _begin_sqlite)
    return engine


def _prepare_sqlite(connection: Any, record: Any) -> None:
    connection.isolation_level = None  # the driver must not begin transactions: a listener does
    for pragma in ("journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON", f"busy_timeout={LOCK_TIMEOUT * 1000}"):
        connection.execute(f"PRAGMA {pragma}")


def _begin_sqlite(connection: Any) -> None:
    # A transaction that begins as a reader and writes later fails if another wrote in between, whatever the
    # timeout; so a transaction that may write takes the write lock at once.
    if connection.get_execution_options().get("reading", False):
        connection.connection.execute("BEGIN")
    else:
        _begin_immediate(connection.connection)


def _begin_immediate(connection: Any) -> None:
    """Waits in short steps. SQLite's own waits grow to a tenth of a second; by then an import, which writes in batches
    with pauses in between, has begun its next batch, and the front desk would wait for several of them.
    """
    until = monotonic() + LOCK_TIMEOUT
    connection.execute("PRAGMA busy_timeout=0")
    try:
        while True:
            try:
                connection.execute("BEGIN IMMEDIATE")
                return
            except OperationalError:
                if monotonic() > until:
                    raise
                sleep(0.005)
    finally:
        connection.execute(f"PRAGMA busy_timeout={LOCK_TIMEOUT * 1000}")


@cache
def engine() -> Engine:
    """The database of the settings. Raises NotWired: without its listeners a session would leave no audit log."""
    require_wiring()
    return make_engine(settings().database)


F = TypeVar("F", bound=Callable[..., Any])


def reads_only(route: F) -> F:
    """Marks a route that writes nothing, not even to the audit log: it does not wait for a writer."""
    marked: Any = route
    marked.reads_only = True
    return route


async def transaction(request: Request) -> AsyncIterator[Session]:
    """One request, one transaction: commit when the route returns, roll back when it raises."""
    reading = getattr(request.scope.get("endpoint"), "reads_only", False)
    bind = engine().execution_options(reading=reading)
    with Session(bind, expire_on_commit=False) as session, run_after_rollback(session), session.begin():
        yield session


@contextmanager
def transaction_scope() -> Iterator[Session]:
    """The same outside a request: for a command, or the first start."""
    with Session(engine(), expire_on_commit=False) as session, session.begin():
        yield session


def after_commit(session: Session, do: Callable[[], None]) -> None:
    """Runs a function once the transaction is committed, so that what it starts finds the rows."""
    event.listen(session, "after_commit", lambda session: do(), once=True)


def after_rollback(session: Session, do: Callable[[], object]) -> None:
    """Repeats a write in a separate transaction if the transaction of the request is rolled back."""
    if (redo := session.info.get(_AFTER_ROLLBACK)) is not None:
        redo.append(do)


@contextmanager
def run_after_rollback(session: Session) -> Iterator[None]:
    """Wraps the transaction of a request: when its block raises, does what `after_rollback` was given."""
    redo: list[Callable[[], object]] = []
    session.info[_AFTER_ROLLBACK] = redo
    try:
        yield
    except BaseException:
        if redo:
            with separate_transaction(session):
                for do in redo:
                    do()
        raise
    finally:
        del session.info[_AFTER_ROLLBACK]


@contextmanager
def separate_transaction(session: Session) -> Iterator[None]:
    """A separate transaction, for what must be kept of a request whose own transaction was rolled back."""
    with session.begin_nested() if session.in_transaction() else session.begin():
        yield


@contextmanager
def audit_transaction(session: Session) -> Iterator[Session]:
    """A separate transaction for a slow route that only reads: the read is recorded before anything is returned, and
    nobody waits for the route."""
    bind: Any = session.get_bind()
    with Session(bind.execution_options(reading=False), expire_on_commit=False) as beside, beside.begin():
        yield beside


# scope="function": commit BEFORE the response leaves, so a 303 never outruns its own row.
Db = Annotated[Session, Depends(transaction, scope="function")]


def lock_row(db: Session, thing: T) -> T:
    """The current row of `thing`, locked against changes by others until the transaction ends.

    PostgreSQL locks the row; on SQLite the transaction is the only writer already.
    """
    return db.scalars(_select_for_lock(type(thing)), {"id": thing.id}).one()


def lock_key_share(db: Session, thing: T, *, shared: bool = False) -> T:
    """The same, but others may write rows that refer to it. With `shared`, several hold it at once; an exclusive lock
    waits for them, and they wait for it."""
    kind = "shared" if shared else "claimed"
    return db.scalars(_select_for_lock(type(thing), kind), {"id": thing.id}).one()


_LOCKS = {"locked": {}, "claimed": {"key_share": True}, "shared": {"read": True}}


@cache
def _select_for_lock(model: type[Any], kind: str = "locked") -> Select[Any]:
    statement = select(model).where(model.id == bindparam("id")).with_for_update(of=model, **_LOCKS[kind])
    return statement.execution_options(populate_existing=True)
