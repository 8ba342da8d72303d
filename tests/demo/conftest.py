"""A smaller demonstration, generated once by the same code as the complete one."""

from datetime import UTC, datetime

import pytest
from sqlmodel import Session

from app.demo.cast.simulation import Stage
from app.demo.generator import Scale, generate

NOW = datetime(2026, 3, 3, 10, 5, tzinfo=UTC)  # a Tuesday, five past eleven in the shop


@pytest.fixture(scope="session")
def made(databases):
    """The simulation in a database of its own, generated once per session."""
    with databases.copy() as engine, Session(engine, expire_on_commit=False) as db:
        yield generate(db, NOW, lambda words: None, Scale(0.03))


@pytest.fixture
def stage(made) -> Stage:
    """The simulation, without anything that an earlier test changed."""
    made.db.rollback()
    made.db.expire_all()
    return made
