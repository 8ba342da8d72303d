import pytest

from tests.tablets.door import a_tablet


@pytest.fixture
def tablet(world):
    return a_tablet(world)
