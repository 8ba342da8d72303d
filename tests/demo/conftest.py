"""A smaller demonstration, made once by the code that makes the whole one."""

from datetime import UTC, datetime

import pytest
from sqlmodel import Session

from app.core.database import make_engine
from app.demo.life import Scale, live
from app.demo.stage import Stage
from tests.conftest import fresh_database, migrate

NOW = datetime(2026, 3, 3, 10, 5, tzinfo=UTC)  # a Tuesday, five past eleven in the shop


@pytest.fixture(scope="session")
def made(tmp_path_factory):
    """In a database of its own: it is made once, and stays."""
    for url in fresh_database(tmp_path_factory.mktemp("demo")):
        engine = make_engine(url)
        migrate(engine)
        with Session(engine, expire_on_commit=False) as db:
            yield live(db, NOW, lambda words: None, Scale(0.03))
        engine.dispose()


@pytest.fixture
def stage(made) -> Stage:
    """Nothing that a test does to it stays."""
    made.db.rollback()
    made.db.expire_all()
    return made
