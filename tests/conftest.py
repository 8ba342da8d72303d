"""What every test may ask for. Each is in a transaction that is rolled back, or in a copy of a database of its own."""

import os
import zlib
from collections.abc import AsyncIterator, Callable, Iterator
from datetime import datetime

import pytest
from fastapi.testclient import TestClient
from pwdlib import PasswordHash
from pwdlib.hashers.argon2 import Argon2Hasher
from sqlalchemy import Engine
from sqlmodel import Session

from app.accounts import passwords, session_cookie, sessions
from app.accounts.models import Worker
from app.core.clock import request_time
from app.core.database import run_after_rollback, transaction
from app.factory import create_app
from app.wiring import wire
from tests.databases import EMPTY, PEOPLED, Templates, server_for_run
from tests.world import NOON, World

HTMX = {"HX-Request": "true", "HX-Request-Type": "partial"}


def pytest_configure(config: pytest.Config) -> None:
    config.addinivalue_line(
        "markers",
        "sweep: looks at very much in the same way on either database; a run on both does it on one, by turns",
    )


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Where a run is on both databases: what needs none is tested once, and each sweep on one of them.

    On which one depends on the seed of the run, so that in time each is done on both.
    """
    if not os.environ.get("WERKWINKEL_TEST_ON_BOTH"):
        return
    on, seed = os.environ["WERKWINKEL_TEST_DATABASE"], config.getoption("randomly_seed", 0)
    elsewhere = [item for item in items if on != database_of(item, seed)]
    if elsewhere:
        config.hook.pytest_deselected(items=elsewhere)
        items[:] = [item for item in items if item not in elsewhere]


def database_of(item: pytest.Item, seed: int) -> str:
    """The database on which a run on both does this test: for most, whichever it is on now."""
    if "databases" not in item.fixturenames:
        return "sqlite"
    if item.get_closest_marker("sweep"):
        group = item.get_closest_marker("xdist_group")  # these share what costs much to make
        together = group.args[0] if group else item.nodeid.split("[")[0]
        return ("sqlite", "postgresql")[(zlib.crc32(together.encode()) + seed) % 2]
    return os.environ["WERKWINKEL_TEST_DATABASE"]


@pytest.fixture(scope="session", autouse=True)
def hasher_of_the_service() -> Iterator[PasswordHash]:
    """Meanwhile passwords are hashed with what costs next to nothing: only how they are compared is tested."""
    original, quick = passwords._hasher, PasswordHash((Argon2Hasher(time_cost=1, memory_cost=8, parallelism=1),))
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(passwords, "_hasher", quick)
        patch.setattr(passwords, "_DUMMY_HASH", quick.hash("nobody has this password"))
        yield original


@pytest.fixture(scope="session", autouse=True)
def wired() -> None:
    wire()


@pytest.fixture(scope="session")
def databases(tmp_path_factory) -> Iterator[Templates]:
    """Copies of databases that were migrated once. A test that needs any database needs this."""
    templates = Templates(server_for_run(tmp_path_factory.mktemp("databases")))
    yield templates
    templates.drop()


@pytest.fixture(scope="session")
def empty(databases) -> Iterator[Engine]:
    """Migrated, and without rows: tests leave nothing behind in it."""
    with databases.copy(EMPTY) as engine:
        yield engine


@pytest.fixture(scope="session")
def peopled(databases) -> Iterator[Engine]:
    """Migrated, with the cast of tests.world in it and nothing else: tests leave it so."""
    with databases.copy(PEOPLED) as engine:
        yield engine


@pytest.fixture
def engine(request, databases) -> Engine:
    """The engine of the test's session: of the database with the cast, where the test knows the world."""
    return request.getfixturevalue("peopled" if "world" in request.fixturenames else "empty")


@pytest.fixture
def own_engine(databases) -> Iterator[Engine]:
    """A migrated database of the test's own, for what must really commit: two at once, a crash, a migration."""
    with databases.copy(EMPTY) as engine:
        yield engine


@pytest.fixture
def db(engine) -> Iterator[Session]:
    """One session per test, shared with the routes, and never committed."""
    with engine.connect() as connection, connection.begin() as outer:
        with Session(connection, join_transaction_mode="create_savepoint", expire_on_commit=False) as session:
            yield session
        outer.rollback()


@pytest.fixture
def world(db) -> World:
    return World.load(db)


@pytest.fixture(scope="session")
def app():
    return create_app()


@pytest.fixture(scope="session")
def portal(app):
    """The thread and event loop in which the application runs for all tests: started and stopped once."""
    with TestClient(app) as started:
        yield started.portal


@pytest.fixture
def client(app, portal, db) -> Iterator[TestClient]:
    async def as_a_request_does() -> AsyncIterator[Session]:
        # Like core.database.transaction: what a request that fails did is undone.
        with run_after_rollback(db):
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

    app.dependency_overrides = {transaction: as_a_request_does, request_time: at_noon}
    client = TestClient(app, base_url="http://localhost", raise_server_exceptions=False)
    client.portal = portal
    yield client
    app.dependency_overrides = {}


@pytest.fixture
def as_(client, world) -> Callable[[Worker], TestClient]:
    """The client, signed in as this worker. A later call signs somebody else in."""

    def sign_in(worker: Worker) -> TestClient:
        token = sessions.start(world.db, worker, world.home_of(worker).id, at=NOON)
        world.db.flush()
        client.cookies.set(session_cookie.LOCAL_COOKIE, token, domain="localhost.local")
        return client

    return sign_in
