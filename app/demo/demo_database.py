"""Creates the demonstration database: dated today, complete or not at all, and never in a real shop's database."""

import gc
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Engine
from sqlmodel import Session, col, select

from app.accounts.models import Worker
from app.core.database import make_engine
from app.core.settings import RESOURCES
from app.demo.cast.colleagues import COLLEAGUES, PASSWORD, SHOP_NAME, SIGN_IN_LOGINS, SignIn
from app.demo.generator import Scale, generate
from app.shop.roster.queries import present_now
from app.shop.shops.models import Shop
from app.wiring import wire


class DatabaseNotEmpty(Exception):
    """The given database holds other data, so nothing was written."""


def prepare(engine: Engine, now: datetime, say: Callable[[str], None], scale: Scale = Scale()) -> list[SignIn]:
    """Makes sure that the database behind `engine` holds a demonstration dated today.

    Returns the logins to sign in with. Raises DatabaseNotEmpty. On SQLite a new file is completed next to the old one
    and then replaces it; a file made today is kept if its shop is open now. On other databases, the database must be
    empty or already hold the demonstration.
    """
    wire()
    path = Path(engine.url.database) if engine.dialect.name == "sqlite" and engine.url.database else None
    if not _is_current_demo(engine, now):
        say("Making the demonstration: two years of invented life …")
        if path is None:
            _fill(engine, now, say, scale)
        else:
            _rebuild_file(engine, path, now, say, scale)
    return [
        SignIn(c.login, PASSWORD, c.name, c.role, c.organisation)
        for login in SIGN_IN_LOGINS
        for c in COLLEAGUES
        if c.login == login
    ]


def _rebuild_file(engine: Engine, path: Path, now: datetime, say: Callable[[str], None], scale: Scale) -> None:
    engine.dispose()
    fresh = path.with_name(f"{path.name}.new")
    _delete_files(fresh)
    draft = make_engine(f"sqlite:///{fresh}")
    _fill(draft, now, say, scale)
    with draft.connect() as connection:  # write everything to the one file that is moved
        connection.exec_driver_sql("ROLLBACK")  # nothing to undo; the next statement works only outside a transaction
        connection.exec_driver_sql("PRAGMA journal_mode=DELETE")
        connection.exec_driver_sql("BEGIN")
    draft.dispose()
    _delete_files(path)
    fresh.replace(path)


def _delete_files(path: Path) -> None:
    for name in (path.name, f"{path.name}-wal", f"{path.name}-shm", f"{path.name}-journal"):
        path.with_name(name).unlink(missing_ok=True)


def _fill(engine: Engine, now: datetime, say: Callable[[str], None], scale: Scale) -> None:
    """Creates the tables and the data in one transaction: everything or nothing."""
    config = Config(RESOURCES / "alembic.ini")
    config.set_main_option("script_location", str(RESOURCES / "migrations"))
    # With so many long-lived rows that refer to each other, garbage collection would take a third of the time.
    gc.disable()
    try:
        with engine.begin() as connection:
            config.attributes["connection"] = connection
            command.upgrade(config, "head")
            with Session(connection, expire_on_commit=False, join_transaction_mode="create_savepoint") as db:
                if db.exec(select(Shop.id)).first() is not None:
                    raise DatabaseNotEmpty(
                        "There is a shop in this database already. Name an empty one for the demonstration."
                    )
                db.rollback()
                generate(db, now, say, scale)
    finally:
        gc.enable()


def _is_current_demo(engine: Engine, now: datetime) -> bool:
    """Whether the database holds the demonstration at the current migration; for a file, also with a shop open now."""
    script = ScriptDirectory(str(RESOURCES / "migrations"))
    with engine.connect() as connection:
        if MigrationContext.configure(connection).get_current_heads() != tuple(script.get_heads()):
            return False
        with Session(connection) as db:
            shop = db.exec(select(Shop).where(Shop.name == SHOP_NAME)).first()
            known = db.exec(select(Worker.id).where(col(Worker.login).in_(SIGN_IN_LOGINS))).all()
            if shop is None or len(known) != len(SIGN_IN_LOGINS):
                return False
            return engine.dialect.name != "sqlite" or bool(present_now(db, shop.id, now))
