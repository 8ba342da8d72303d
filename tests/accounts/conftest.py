from collections.abc import Iterator

import pytest

from app.accounts import passwords, throttle

PASSWORD = "een fiets vol appels"


@pytest.fixture(autouse=True)
def _first_attempt() -> Iterator[None]:
    """Attempts are counted in memory, which outlives a test."""
    throttle.forget()
    yield
    throttle.forget()


@pytest.fixture(scope="session")
def password_hash() -> str:
    return passwords.kept(PASSWORD)


@pytest.fixture
def samira(world, password_hash):
    """Samira, who can sign in with PASSWORD."""
    world.samira.password_hash = password_hash
    world.db.flush()
    return world.samira
