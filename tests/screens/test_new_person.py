"""A new person at the front desk: possible matches come first and cost at most one press."""

import re

import pytest
from sqlmodel import col, select

from app.audit.models import AuditEntry, AuditKind
from app.front_desk.visits.models import Visit
from app.people.people import actions as people
from app.people.people.models import Person
from app.records.duplicates.models import Different, Double
from tests.world import NOON

TYPED = {
    "name": "Hatice Yildiz",
    "born": "1990",
    "phone": "06 8765 4321",
    "street": "Zambesidreef",
    "languages": "Turks",
    "about": "een formulier",
}


@pytest.fixture
def findable(world):
    for person in (world.hatice, world.kwame):
        people.update_search_index(world.db, person)
    return world


def written_down(db):
    return db.exec(select(Person).where(col(Person.name).like("Hatice%"))).all()


def test_a_probable_match_is_shown_first_and_nothing_typed_is_lost(as_, findable, db):
    answer = as_(findable.hanna).post("/door/people", data=TYPED | {"intention": "a"})
    assert answer.status_code == 200
    assert "Is dit misschien een bekende?" in answer.text
    assert "Nigerdreef" in answer.text
    for name, value in TYPED.items():
        assert f'name="{name}" type="hidden" value="{value}"' in answer.text or (
            f'type="hidden" name="{name}" value="{value}"' in answer.text
        )
    assert len(written_down(db)) == 1
    assert db.exec(select(Visit)).all() == []
    assert db.exec(select(AuditEntry.person_id).where(AuditEntry.kind == AuditKind.SEARCH)).all() == [
        findable.hatice.id
    ]


def test_nothing_else_is_offered_while_matches_are_shown(as_, findable):
    client = as_(findable.hanna)
    asked = client.post("/door/people", data=TYPED | {"intention": "a"}).text.split('id="found"')[1]
    asked, ordinary = asked.split('id="board"')[0], client.get("/door").text.split('id="board"')[0]
    for words in ("Zonder naam tellen", "Ander contact", "eerste naam is er"):
        assert words in ordinary
        assert words not in asked
    assert "Pas aan wat je typte" in asked  # a typing error can be corrected here
    assert asked.count('data-key="n"') == 1


def test_choosing_a_match_fills_its_empty_fields(as_, findable, db):
    findable.hatice.phone = ""
    form = TYPED | {"known": findable.hatice.key, "add": "on", "intention": "b"}
    for _again in range(2):
        as_(findable.hanna).post("/door/people", data=form)
    visit = db.exec(select(Visit)).one()
    assert (visit.person_id, visit.about) == (findable.hatice.id, "een formulier")
    db.refresh(findable.hatice)
    assert findable.hatice.phone == "06 8765 4321"
    assert (findable.hatice.name, findable.hatice.street) == ("Hatice Yıldız", "Nigerdreef")


def test_nothing_is_added_without_the_tick(as_, findable, db):
    findable.hatice.phone = ""
    as_(findable.hanna).post("/door/people", data=TYPED | {"known": findable.hatice.key, "intention": "b"})
    db.refresh(findable.hatice)
    assert findable.hatice.phone == ""


def test_rejecting_the_match_creates_the_person_with_one_press_and_is_remembered(as_, findable, db):
    form = TYPED | {"name": "H. Yildiz", "asked": [findable.hatice.key], "intention": "c"}
    for _again in range(2):
        as_(findable.hanna).post("/door/people", data=form)
    new = db.exec(select(Person).where(Person.name == "H. Yildiz")).one()
    assert db.exec(select(Visit)).one().person_id == new.id
    said = db.exec(select(Different)).one()
    assert {said.one_id, said.other_id} == {new.id, findable.hatice.id}
    assert (said.at_the_door, said.by_id) == (True, findable.hanna.id)
    assert db.exec(select(Double)).all() == []


def test_a_person_without_a_match_is_recorded_at_once(as_, findable, db):
    answer = as_(findable.hanna).post(
        "/door/people", data={"name": "Daniel Tesfay", "intention": "d"}, follow_redirects=False
    )
    assert (answer.status_code, answer.headers["location"]) == (303, "/door")


def test_a_match_in_the_shop_already_is_shown_as_present(as_, findable, db):
    client = as_(findable.hanna)
    client.post("/door/visits", data={"person": findable.hatice.key, "intention": "e"})
    page = client.post("/door/people", data=TYPED | {"intention": "f"}).text
    assert re.search(r"Is dit misschien.*in de winkel.*Nee, dit is iemand anders", page, re.S)
    assert f'name="known" value="{findable.hatice.key}"' not in page


@pytest.mark.parametrize("field", ["known", "asked"])
def test_a_key_of_another_shop_is_unknown(as_, findable, db, field):
    stranger = Person(shop_id=findable.other_shop.id, name="Hatice Yildiz", made_at=NOON)
    db.add(stranger)
    db.flush()
    answer = as_(findable.hanna).post("/door/people", data=TYPED | {field: stranger.key, "intention": "g"})
    assert answer.status_code == (404 if field == "known" else 200)
    assert db.exec(select(Different)).all() == []


@pytest.mark.parametrize("asked", [["x"] * 4, ["../"]])
def test_no_more_matches_can_be_rejected_than_were_shown(as_, findable, db, asked):
    answer = as_(findable.hanna).post("/door/people", data=TYPED | {"asked": asked, "intention": "h"})
    assert answer.status_code == 422
