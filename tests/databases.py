"""Databases for tests: migrated once as a template, and copied for each test that needs one of its own."""

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Protocol
from uuid import uuid4

from alembic import command
from alembic.config import Config
from sqlalchemy import Engine, create_engine, event, make_url, text
from sqlmodel import Session

from app.bootstrap.environment import ROOT
from app.core.database import make_engine
from tests.world import World

EMPTY, PEOPLED = "empty", "peopled"  # the templates: tables without rows, and with the cast of tests.world


def migrate(engine: Engine, to: str = "head") -> None:
    config = Config(ROOT / "alembic.ini")
    config.set_main_option("script_location", str(ROOT / "migrations"))
    with engine.begin() as connection:
        config.attributes["connection"] = connection
        command.upgrade(config, to) if to != "base" else command.downgrade(config, to)


def engine_of(url: str) -> Engine:
    """The engine that the service would make, but a test database need not survive a power cut."""
    engine = make_engine(url)
    if engine.dialect.name == "sqlite":
        event.listen(engine, "connect", lambda connection, record: connection.execute("PRAGMA synchronous=OFF"))
    return engine


@contextmanager
def open_engine(url: str) -> Iterator[Engine]:
    engine = engine_of(url)
    try:
        yield engine
    finally:
        engine.dispose()


class Server(Protocol):
    """Where databases are made: as files in a folder, or on a PostgreSQL server."""

    def new(self, template: str | None = None) -> str:
        """The URL of a new database: empty, or a copy of the one at that URL, to which nothing is connected."""

    def drop(self, url: str) -> None: ...


class Files:
    """SQLite: one file for each database."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def new(self, template: str | None = None) -> str:
        path = self.folder / f"{uuid4().hex}.db"
        if template:  # its last connection was closed, so nothing of it is in a write-ahead log any more
            shutil.copyfile(str(make_url(template).database), path)
        return f"sqlite:///{path}"

    def drop(self, url: str) -> None:
        for ending in ("", "-wal", "-shm"):
            Path(f"{make_url(url).database}{ending}").unlink(missing_ok=True)


class PostgreSQL:
    """One server for the whole run; its address is in WERKWINKEL_TEST_POSTGRES_URL."""

    def __init__(self, address: str) -> None:
        self.engine = create_engine(address, isolation_level="AUTOCOMMIT")

    def new(self, template: str | None = None) -> str:
        name = f"test_{uuid4().hex}"
        of = f" TEMPLATE {make_url(template).database}" if template else ""
        with self.engine.connect() as connection:
            connection.execute(text(f"CREATE DATABASE {name}{of}"))
        return self.engine.url.set(database=name).render_as_string(hide_password=False)

    def drop(self, url: str) -> None:
        with self.engine.connect() as connection:
            connection.execute(text(f"DROP DATABASE IF EXISTS {make_url(url).database} WITH (FORCE)"))


class Templates:
    """The migrated databases that others are copies of, each made when it is first asked for."""

    def __init__(self, server: Server) -> None:
        self.server = server
        self.urls: dict[str, str] = {}

    def url(self, name: str) -> str:
        if name not in self.urls:
            url = self.server.new(self.url(EMPTY) if name == PEOPLED else None)
            with open_engine(url) as engine:
                if name == PEOPLED:
                    with Session(engine) as db, db.begin():
                        World.build(db)
                else:
                    migrate(engine)
            self.urls[name] = url
        return self.urls[name]

    @contextmanager
    def copy(self, name: str = EMPTY) -> Iterator[Engine]:
        """The engine of a copy, which is dropped after the block."""
        url = self.server.new(self.url(name))
        try:
            with open_engine(url) as engine:
                yield engine
        finally:
            self.server.drop(url)

    def drop(self) -> None:
        for url in self.urls.values():
            self.server.drop(url)


def server_for_run(folder: Path) -> Server:
    """Of the kind that this run is for."""
    if os.environ.get("WERKWINKEL_TEST_DATABASE", "sqlite") == "postgresql":
        return PostgreSQL(os.environ["WERKWINKEL_TEST_POSTGRES_URL"])
    return Files(folder)
