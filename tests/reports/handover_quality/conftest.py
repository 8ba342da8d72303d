import pytest

from tests.reports.reported_rows import Life


@pytest.fixture
def life(world) -> Life:
    return Life(world)
