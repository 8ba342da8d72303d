import pytest

from tests.reports.life import Life


@pytest.fixture
def life(world) -> Life:
    return Life(world)
