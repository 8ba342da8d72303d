"""A smaller demonstration, made once by the code that makes the whole one."""

from datetime import UTC, datetime

import pytest
from sqlmodel import Session

from app.demo.cast.simulation import Stage
from app.demo.generator import Scale, generate

NOW = datetime(2026, 3, 3, 10, 5, tzinfo=UTC)  # a Tuesday, five past eleven in the shop


@pytest.fixture(scope="session")
def made(databases):
    """In a database of its own: it is made once, and stays."""
    with databases.copy() as engine, Session(engine, expire_on_commit=False) as db:
        yield generate(db, NOW, lambda words: None, Scale(0.03))


@pytest.fixture
def stage(made) -> Stage:
    """Nothing that a test does to it stays."""
    made.db.rollback()
    made.db.expire_all()
    return made
