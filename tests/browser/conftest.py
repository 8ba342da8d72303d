"""A real server on a loopback port and real Chromium. Each test fills its own shop, with a fixed clock."""

import socket
import threading
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import contextmanager, suppress
from datetime import datetime

import pytest
import uvicorn
from fastapi import FastAPI, Request
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright
from sqlalchemy import Engine
from sqlmodel import Session

from app.accounts import session_cookie, sessions
from app.accounts.models import Worker
from app.core.clock import request_time
from app.core.database import transaction
from app.factory import create_app
from app.web.event_stream import EventStreams
from tests.databases import PEOPLED, Templates
from tests.page_checkers import find_chromium
from tests.world import NOON, World

FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


class Clock:
    """The server's clock, which a test may move forward."""

    def __init__(self, at: datetime):
        self.at = at

    def __call__(self) -> datetime:
        return self.at


@pytest.fixture(scope="session")
def chromium() -> str:
    path = find_chromium()
    if not path:
        pytest.skip("Chromium is not installed: `apt-get install chromium`")
    return path


@pytest.fixture(scope="session")
def browser(chromium: str) -> Iterator[Browser]:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=FLAGS)
        yield browser
        browser.close()


@pytest.fixture(scope="session")
def clock() -> Clock:
    return Clock(NOON)


def create_test_app(engine: Engine, clock: Clock) -> FastAPI:
    """The real service, with this database and clock."""

    async def in_this_database(request: Request) -> AsyncIterator[Session]:
        reading = getattr(request.scope.get("endpoint"), "reads_only", False)
        with Session(engine.execution_options(reading=reading), expire_on_commit=False) as db, db.begin():
            yield db

    async def as_the_clock_says() -> datetime:
        return clock()

    app = create_app()
    app.dependency_overrides = {transaction: in_this_database, request_time: as_the_clock_says}
    app.state.live = EventStreams(lambda: engine)
    return app


class Service:
    """A server in its own thread, which can be stopped and restarted on the same port."""

    def __init__(self, app: Callable[[], FastAPI]):
        self.make, self.port = app, 0

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def start(self) -> None:
        listening = socket.create_server(("127.0.0.1", self.port))
        self.port, self.app = listening.getsockname()[1], self.make()
        self.server = uvicorn.Server(uvicorn.Config(self.app, log_level="warning", timeout_graceful_shutdown=1))
        self.thread = threading.Thread(target=self.server.run, kwargs={"sockets": [listening]}, daemon=True)
        self.thread.start()

    def stop(self) -> None:
        self.server.should_exit = True
        self.app.state.live.close()  # a process learns this from a signal, but a thread gets none
        self.thread.join(timeout=10)


@contextmanager
def serving(app: FastAPI) -> Iterator[str]:
    """Address of the service while the block runs."""
    service = Service(lambda: app)
    service.start()
    yield service.address
    service.stop()


@pytest.fixture
def served(databases: Templates, clock: Clock) -> Iterator[tuple[str, Engine]]:
    """Address of the server and its database, with the named cast.

    Each test has its own, so pending requests of a closed page cannot hold up another test.
    """
    with databases.copy(PEOPLED) as engine, serving(create_test_app(engine, clock)) as address:
        yield address, engine


@pytest.fixture
def town(served, clock: Clock) -> Iterator[World]:
    """The named cast, committed, in a database that is otherwise empty."""
    _address, engine = served
    clock.at = NOON
    with Session(engine, expire_on_commit=False) as db:
        world = World.load(db)
        db.commit()
        yield world


@pytest.fixture
def visit(served, browser: Browser, town: World) -> Iterator[Callable[..., Page]]:
    """visit(worker, "/door") opens a page as that worker, visit(None, …) without sign-in.

    Fails on console errors and on requests to other hosts.
    """
    address, engine = served
    contexts: list[BrowserContext] = []
    complaints: list[str] = []

    def open_page(
        worker: Worker | None, path: str = "/", *, expect_errors: bool = False, at: str = address, **options
    ) -> Page:
        context = browser.new_context(base_url=at, locale="nl-NL", **options)
        context.set_default_timeout(10_000)
        contexts.append(context)
        if worker is not None:
            with Session(engine) as db, db.begin():
                token = sessions.start(db, worker, town.home_of(worker).id, at=NOON)
            context.add_cookies([{"name": session_cookie.LOCAL_COOKIE, "value": token, "url": at}])
        page = context.new_page()
        if not expect_errors:
            page.on("console", lambda m: complaints.append(f"{page.url}: {m.text}") if m.type == "error" else None)
            page.on("pageerror", lambda e: complaints.append(f"{page.url}: {e}"))
        page.on("request", lambda r: None if r.url.startswith((at, "data:")) else complaints.append(r.url))
        page.goto(path)
        return page

    yield open_page
    for context in contexts:
        with suppress(Exception):
            for page in context.pages:  # ends its event stream first: closing a page that still streams can hang
                page.goto("about:blank")
            context.close()
    assert complaints == []
