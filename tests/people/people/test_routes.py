"""The page on which a person's details are changed."""

import pytest
from sqlalchemy import update

from app.people.people import queries
from app.people.people.fill_gaps import fill_missing_details
from app.people.people.forms import PersonDetails
from app.people.people.models import Person
from tests.conftest import HTMX
from tests.world import NOON


def fields(world, **more):
    return {"name": "Hatice Yıldız", "born": "1990", **more}


def seen(page):
    return page.text.split('name="seen" value="')[1].split('"')[0]


def test_the_host_changes_a_phone_number_and_finds_the_person_by_it(as_, world, db):
    client = as_(world.hanna)
    url = f"/people/{world.hatice.key}/details"
    token = seen(client.get(url))
    typed = fields(world, seen=token, phone="06 9876 5432", born="2-3-1990")
    assert client.post(url, data=typed, follow_redirects=False).headers["location"] == "/door"
    db.refresh(world.hatice)
    assert (world.hatice.phone, world.hatice.birth_year) == ("06 9876 5432", 1990)
    assert "Hatice" in client.post("/door", data={"q": "5432"}, headers=HTMX).text


def test_a_stale_edit_is_refused_and_shows_the_current_values(as_, world):
    client = as_(world.hanna)
    url = f"/people/{world.hatice.key}/details"
    token = seen(client.get(url))
    client.post(url, data=fields(world, seen=token, street="Zambesidreef"))
    page = client.post(url, data=fields(world, seen=token, street="Tigrisdreef"))
    assert page.status_code == 422
    assert "Tigrisdreef" in page.text
    assert "Zambesidreef" in page.text
    assert client.post(url, data=fields(world, seen=seen(page), street="Tigrisdreef")).status_code != 422


@pytest.mark.parametrize(
    ("field", "typed"),
    [
        ("born", "1890"),
        ("born", "31-2-1990"),
        ("born", "x"),
        ("phone", "bel mij"),
        ("email", "geen adres"),
        ("name", ""),
        ("street", "a\x07b"),
        ("languages", "BSN 111.222.333"),
        ("born", "9" * 5000),
        ("born", "1-1-99999999999999999999"),
    ],
)
def test_invalid_input_is_refused_at_its_field(as_, world, field, typed):
    client = as_(world.hanna)
    url = f"/people/{world.hatice.key}/details"
    page = client.post(url, data=fields(world, seen=seen(client.get(url))) | {field: typed})
    assert page.status_code == 422
    assert f'id="{field}-error"' in page.text


def test_the_form_alone_equals_that_part_of_the_page(as_, world):
    client = as_(world.samira)
    url = f"/people/{world.hatice.key}/details"
    part, whole = client.get(url, headers=HTMX).text, client.get(url).text
    assert part.split('name="seen"')[1].strip() in whole


def test_another_shop_neither_sees_nor_changes(as_, world, db):
    client = as_(world.olaf)
    url = f"/people/{world.hatice.key}/details"
    assert client.get(url).status_code == 404
    assert client.post(url, data=fields(world, seen="x", street="Elders")).status_code == 404
    db.refresh(world.hatice)
    assert world.hatice.street == "Nigerdreef"


def test_a_simultaneous_change_by_a_colleague_is_not_overwritten(as_, world, db, monkeypatch):
    """On PostgreSQL a colleague's save may be committed between reading the record and changing it."""
    client = as_(world.hanna)
    url = f"/people/{world.hatice.key}/details"
    token = seen(client.get(url))
    person_for = queries.person_for

    def with_simultaneous_change(*given):
        person = person_for(*given)
        db.connection().execute(update(Person.__table__).values(street="Zambesidreef"))
        return person

    monkeypatch.setattr(queries, "person_for", with_simultaneous_change)
    page = client.post(url, data=fields(world, seen=token, street="Tigrisdreef"))
    assert page.status_code == 422
    assert "Zambesidreef" in page.text


def test_filling_gaps_leaves_a_simultaneous_change_by_a_colleague_alone(world, db):
    world.hatice.phone = ""
    db.flush()
    db.connection().execute(update(Person.__table__).values(street="Zambesidreef"))
    fill_missing_details(
        db, world.hatice, PersonDetails(name="x", phone="06 8765 4321"), by=world.actor(world.hanna), at=NOON
    )
    db.refresh(world.hatice)
    assert (world.hatice.street, world.hatice.phone) == ("Zambesidreef", "06 8765 4321")
