"""One database for a whole run on each of SQLite and PostgreSQL; every test in a transaction that is rolled back."""

import os
from collections.abc import AsyncIterator, Callable, Iterator
from datetime import datetime
from uuid import uuid4

import pytest
from alembic import command
from alembic.config import Config
from fastapi.testclient import TestClient
from sqlalchemy import Engine, create_engine, text
from sqlmodel import Session

from app.accounts import sessions
from app.accounts.models import Worker
from app.core.clock import at_this_moment
from app.core.database import make_engine, redoing_after_rollback, transaction
from app.core.settings import ROOT
from app.factory import create_app
from app.wiring import wire
from tests.world import NOON, World

HTMX = {"HX-Request": "true", "HX-Request-Type": "partial"}


def migrate(engine: Engine, to: str = "head") -> None:
    config = Config(ROOT / "alembic.ini")
    config.set_main_option("script_location", str(ROOT / "migrations"))
    with engine.begin() as connection:
        config.attributes["connection"] = connection
        command.upgrade(config, to) if to != "base" else command.downgrade(config, to)


def fresh_database(folder) -> Iterator[str]:
    """The URL of an empty database, of the kind that this run is for."""
    if os.environ.get("WERKWINKEL_TEST_DATABASE", "sqlite") != "postgresql":
        yield f"sqlite:///{folder / f'{uuid4().hex}.db'}"
        return
    server, name = os.environ["WERKWINKEL_TEST_POSTGRES_URL"], f"test_{uuid4().hex}"
    root = create_engine(server, isolation_level="AUTOCOMMIT")
    with root.connect() as connection:
        connection.execute(text(f"CREATE DATABASE {name}"))
    yield root.url.set(database=name).render_as_string(hide_password=False)
    with root.connect() as connection:
        connection.execute(text(f"DROP DATABASE {name} WITH (FORCE)"))
    root.dispose()


@pytest.fixture(scope="session", autouse=True)
def wired() -> None:
    wire()


@pytest.fixture(scope="session")
def engine(tmp_path_factory) -> Iterator[Engine]:
    """Migrated, and empty: tests leave nothing behind in it."""
    for url in fresh_database(tmp_path_factory.mktemp("database")):
        engine = make_engine(url)
        migrate(engine)
        yield engine
        engine.dispose()


@pytest.fixture
def own_engine(tmp_path) -> Iterator[Engine]:
    """A migrated database of the test's own, for what must really commit: two at once, a crash, a migration."""
    for url in fresh_database(tmp_path):
        engine = make_engine(url)
        migrate(engine)
        yield engine
        engine.dispose()


@pytest.fixture
def db(engine) -> Iterator[Session]:
    """One session per test, shared with the routes, and never committed."""
    with engine.connect() as connection, connection.begin() as outer:
        with Session(connection, join_transaction_mode="create_savepoint", expire_on_commit=False) as session:
            yield session
        outer.rollback()


@pytest.fixture
def world(db) -> World:
    return World.build(db)


@pytest.fixture(scope="session")
def app():
    return create_app()


@pytest.fixture
def client(app, db) -> Iterator[TestClient]:
    async def as_a_request_does() -> AsyncIterator[Session]:
        # Like core.database.transaction: what a request that fails did is undone.
        with redoing_after_rollback(db):
            nested = db.begin_nested()
            try:
                yield db
            except BaseException:
                nested.rollback()
                db.expire_all()
                raise
            else:
                nested.commit()
                db.expire_all()

    async def at_noon() -> datetime:
        return NOON

    app.dependency_overrides = {transaction: as_a_request_does, at_this_moment: at_noon}
    with TestClient(app, base_url="http://localhost", raise_server_exceptions=False) as client:
        yield client
    app.dependency_overrides = {}


@pytest.fixture
def as_(client, world) -> Callable[[Worker], TestClient]:
    """The client, signed in as this worker. A later call signs somebody else in."""

    def sign_in(worker: Worker) -> TestClient:
        token = sessions.start(world.db, worker, world.home_of(worker).id, at=NOON)
        world.db.flush()
        client.cookies.set(sessions.LOCAL_COOKIE, token, domain="localhost.local")
        return client

    return sign_in
