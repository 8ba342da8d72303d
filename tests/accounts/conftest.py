"""A worker who can sign in with a password."""

import pytest

from app.accounts import passwords

PASSWORD = "een fiets vol appels"


@pytest.fixture(scope="session")
def password_hash() -> str:
    return passwords.hash_password(PASSWORD)


@pytest.fixture
def samira(world, password_hash):
    """Samira, who can sign in with PASSWORD."""
    world.samira.password_hash = password_hash
    world.db.flush()
    return world.samira
