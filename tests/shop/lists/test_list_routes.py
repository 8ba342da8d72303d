"""The lists of a shop: items are added, renamed and retired, never removed."""

import pytest
from sqlmodel import select

from app.shop.lists import actions as lists_actions
from app.shop.lists import queries as lists_queries
from app.shop.lists.labels import LIST_LABELS
from app.shop.lists.models import ListItem, ListName
from tests.conftest import HTMX


@pytest.fixture(autouse=True)
def lists(world, db):
    lists_actions.create_default_lists(db, world.shop.id)
    db.flush()


def item(db, code, name=ListName.TOPIC):
    return db.exec(select(ListItem).where(ListItem.code == code, ListItem.list == name)).one()


def test_an_item_is_added_once_however_often_it_is_sent(as_, world, db):
    client = as_(world.carla)
    for _again in range(2):
        client.post("/lists/topic", data={"name_nl": "Rijbewijs", "intention": "a"})
    names = [i.name_nl for i in lists_queries.items(db, world.shop.id, ListName.TOPIC)]
    assert names.count("Rijbewijs") == 1
    assert names[-1] == "Rijbewijs"


@pytest.mark.parametrize(
    ("url", "typed", "field"),
    [
        ("topic", {"name_nl": " WERK "}, "name_nl"),
        ("topic", {}, "name_nl"),
        ("topic", {"name_nl": "Nieuw", "grouping": "outflow"}, "grouping"),
        ("outcome", {"name_nl": "Nieuw"}, "grouping"),
        ("outcome", {"name_nl": "Nieuw", "grouping": "outflow"}, "counts_as"),
        ("outcome", {"name_nl": "Nieuw", "grouping": "step", "counts_as": "work"}, "counts_as"),
        ("decline", {"name_nl": "Nieuw", "grouping": "outflow"}, "grouping"),
    ],
)
def test_an_invalid_item_is_refused(as_, world, db, url, typed, field):
    before = len(db.exec(select(ListItem)).all())
    page = as_(world.carla).post(f"/lists/{url}", data=typed | {"intention": "a"})
    assert page.status_code == 422
    assert (f'id="{field}-error"' in page.text) == (not (url == "topic" and field == "grouping"))
    assert len(db.exec(select(ListItem)).all()) == before


def test_an_item_can_be_renamed_to_a_free_name_only(as_, world, db):
    client, work = as_(world.carla), item(db, "work")
    client.post(f"/lists/entries/{work.key}/name", data={"name_nl": "Baan", "name_en": "Job"})
    db.refresh(work)
    assert (work.name_nl, work.name("en")) == ("Baan", "Job")
    page = client.post(f"/lists/entries/{work.key}/name", data={"name_nl": "Stage"})
    assert page.status_code == 422
    assert f'id="{work.key}-name_nl-error"' in page.text


def test_a_retired_item_is_no_longer_offered_until_it_is_restored(as_, world, db):
    client, work = as_(world.carla), item(db, "work")
    client.post(f"/lists/entries/{work.key}/retirement")
    assert "work" not in [i.code for i in lists_queries.items(db, world.shop.id, ListName.TOPIC)]
    assert "work" in [i.code for i in lists_queries.items(db, world.shop.id, ListName.TOPIC, with_retired=True)]
    client.post(f"/lists/entries/{work.key}/return")
    assert "work" in [i.code for i in lists_queries.items(db, world.shop.id, ListName.TOPIC)]


@pytest.mark.parametrize("name", LIST_LABELS)
def test_the_fragment_equals_its_block_of_the_page(as_, world, name):
    client = as_(world.carla)
    part, whole = client.get(f"/lists/{name}", headers=HTMX).text, client.get(f"/lists/{name}").text
    begin, end = part.split('name="intention"')[0], part.split('name="name_nl"')[-1]
    assert begin.strip() in whole
    assert end.strip() in whole


def test_other_shops_and_other_roles_cannot_reach_an_item(as_, world, db):
    work = item(db, "work")
    for worker in (world.olaf, world.samira, world.fatima, world.marleen):
        client = as_(worker)
        assert client.get("/lists").status_code == 404
        assert client.post(f"/lists/entries/{work.key}/retirement").status_code == 404
    assert client.get("/lists/nothing").status_code == 404
