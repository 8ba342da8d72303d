"""The page with the deadlines of a partner."""

import re
from datetime import date

import pytest

from app.shop.partners.deadlines import DEFAULT_DEADLINES, Deadlines, deadlines_of
from app.shop.partners.models import DeadlineUnit
from app.shop.partners.queries import active_partner
from app.shop.partners.service_queries import closures_of
from tests.conftest import HTMX
from tests.world import TODAY

INTENTION = re.compile(r'name="intention" value="[^"]*"')


@pytest.fixture
def dock(world):
    return active_partner(world.db, world.shop.id, world.dock.id)


def post(client, dock, path="clock", **fields):
    return client.post(f"/organisations/{dock.key}/{path}", data=fields, follow_redirects=False)


def test_a_coordinator_finds_the_page_from_the_lists_and_sees_the_defaults(as_, world, dock):
    client = as_(world.carla)
    assert 'href="/organisations/clocks"' in client.get("/lists").text
    assert f'href="/organisations/{dock.key}/clock"' in client.get("/organisations/clocks").text
    page = client.get(f"/organisations/{dock.key}/clock").text
    assert 'placeholder="2 als je niets invult"' in page
    fragment = client.get(f"/organisations/{dock.key}/clock", headers=HTMX).text
    assert INTENTION.sub("", fragment).strip() in INTENTION.sub("", page)


def test_deadlines_days_and_contact_are_stored_and_empty_ones_get_the_defaults(as_, world, dock):
    client = as_(world.anton)
    kept = {"remind_after": "3", "feedback_within": "30", "counts": "half_days", "days": ["3", "1"]}
    assert (
        post(client, dock, **kept, email="post@dock.example", contact_name="Ria", phone="030 1234567").status_code
        == 303
    )
    assert deadlines_of(dock) == Deadlines(remind=3, feedback=30)
    assert (dock.counts, dock.days, dock.email, dock.contact_name) == (
        DeadlineUnit.HALF_DAYS,
        ["1", "3"],
        "post@dock.example",
        "Ria",
    )
    post(client, dock)
    assert (deadlines_of(dock), dock.days) == (DEFAULT_DEADLINES, [])


@pytest.mark.parametrize(
    "wrong",
    [
        {"remind_after": "0"},
        {"remind_after": "7"},
        {"choose_after": "5"},
        {"email": "dock"},
        {"days": ["7"]},
        {"x": "1"},
    ],
)
def test_invalid_input_is_refused_at_its_field_and_changes_nothing(as_, world, dock, wrong):
    answer = post(as_(world.carla), dock, **wrong, contact_name="Ria")
    assert answer.status_code == 422
    assert 'value="Ria"' in answer.text
    assert (deadlines_of(dock), dock.contact_name) == (DEFAULT_DEADLINES, "")


def test_a_closure_is_added_once_and_can_be_removed(as_, world, dock):
    client, days = as_(world.carla), {"first": "2026-04-20", "last": "2026-05-01", "word": "meivakantie"}
    for _ in range(2):
        assert post(client, dock, "closures", intention="abc", **days).status_code == 303
    assert [(c.first, c.last) for c in closures_of(world.db, dock, TODAY)] == [(date(2026, 4, 20), date(2026, 5, 1))]
    assert "meivakantie" in client.get(f"/organisations/{dock.key}/clock").text
    assert post(client, dock, "closures", first="2026-04-20", last="2026-04-19").status_code == 422
    post(client, dock, f"closures/{closures_of(world.db, dock, TODAY)[0].key}/removal")
    assert closures_of(world.db, dock, TODAY) == []


@pytest.mark.parametrize("who", ["samira", "fatima", "marleen", "olaf", "hanna"])
def test_other_roles_cannot_set_deadlines(as_, world, dock, who):
    client = as_(getattr(world, who))
    assert client.get(f"/organisations/{dock.key}/clock").status_code == 404
    assert post(client, dock).status_code == post(client, dock, "closures").status_code == 404
