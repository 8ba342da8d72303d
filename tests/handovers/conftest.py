import pytest

from tests.handovers.shop import HandoverShop, build


@pytest.fixture
def shop(world) -> HandoverShop:
    return build(world)
