"""One rule for whatever a shop retires: entries of lists, questions of talks, partners and their services."""

import re
from datetime import timedelta
from pathlib import Path

import pytest
from sqlmodel import select

from app.core.retirement import restore, retire
from app.guidance.intakes.models import Question
from app.shop.lists import queries
from app.shop.lists.models import ListItem, ListName
from app.shop.partners.models import Partner, Service
from tests.world import NOON

APP = Path(__file__).parents[2] / "app"


def test_nothing_else_retires_a_row_or_uses_it_again():
    sets = re.compile(r"\.retired_at\s*=[^=]")
    assert [path.name for path in APP.rglob("*.py") if sets.search(path.read_text())] == ["retirement.py"]


@pytest.fixture(params=[ListItem, Question, Partner, Service])
def row(request, world):
    item = ListItem(shop_id=world.shop.id, list=ListName.TOPIC, code="sport", name_nl="Sport", position=1)
    partner = world.db.exec(select(Partner).where(Partner.organisation_id == world.dock.id)).one()
    service = Service(shop_id=world.shop.id, partner_id=partner.id, name="Taalles", changed_at=NOON)
    world.db.add_all([item, service])
    world.db.flush()
    return world.db.exec(select(request.param).where(request.param.shop_id == world.shop.id).limit(1)).one()


def test_a_row_is_retired_once_and_can_be_used_again(world, row):
    retire(world.db, row, at=NOON)
    retire(world.db, row, at=NOON + timedelta(days=1))
    world.db.expire(row)
    assert row.retired_at == NOON
    restore(world.db, row)
    world.db.expire(row)
    assert row.retired_at is None


def test_a_retired_entry_is_not_offered(world):
    item = ListItem(shop_id=world.shop.id, list=ListName.TOPIC, code="sport", name_nl="Sport", position=1)
    world.db.add(item)
    world.db.flush()
    retire(world.db, item, at=NOON)
    assert item.id not in {one.id for one in queries.items(world.db, world.shop.id, ListName.TOPIC)}
    assert item.id in {one.id for one in queries.items(world.db, world.shop.id, ListName.TOPIC, with_retired=True)}
