import pytest

from app.accounts.models import Worker
from tests.handovers.shop import HandoverShop, build


@pytest.fixture
def shop(world) -> HandoverShop:
    return build(world)


@pytest.fixture
def mark(shop) -> Worker:
    """Mark of DOCK comes on Tuesdays and has no account."""
    mark = Worker(name="Mark Bakker", login="mark", organisation_id=shop.dock.id)
    shop.db.add(mark)
    shop.db.flush()
    return mark
