"""Contacts other than walk-ins, recorded and undone at the front desk."""

from datetime import timedelta

import pytest
from sqlmodel import select

from app.audit.models import AuditEntry, AuditKind
from app.core.state_machine import Refused
from app.front_desk.visits import actions as visits
from app.front_desk.visits import other_contacts
from app.front_desk.visits.models import Visit, VisitKind, VisitState
from app.front_desk.visits.rules import MAX_AT_ONCE, several_obstacle
from app.people.people import actions as people
from app.people.people.forms import PersonDetails
from tests.conftest import HTMX
from tests.world import NOON, TODAY


def contact_data(world, **more):
    return {"person": world.hatice.key, "kind": "phone", "about": "vraagt naar de taalles", "intention": "a"} | more


def test_a_caller_is_recorded_once_and_does_not_wait(as_, world, db):
    client = as_(world.hanna)
    for _again in range(2):
        answer = client.post("/door/contacts", data=contact_data(world), follow_redirects=False)
        assert answer.headers["location"] == "/door"
    visit = db.exec(select(Visit)).one()
    assert (visit.person_id, visit.kind, visit.state) == (world.hatice.id, VisitKind.PHONE, VisitState.DONE)
    assert (visit.about, visit.day, visit.helped_by_id) == ("vraagt naar de taalles", TODAY, world.hanna.id)


def test_an_appointment_comes_in_and_waits(as_, world, db):
    as_(world.hanna).post("/door/contacts", data=contact_data(world, kind="appointment"))
    visit = db.exec(select(Visit)).one()
    assert (visit.kind, visit.state) == (VisitKind.APPOINTMENT, VisitState.WAITING)


def test_an_event_records_several_anonymous_contacts_each_in_its_own_row(as_, world, db):
    client = as_(world.samira)
    client.post("/door/contacts", data=contact_data(world, person="nobody", kind="event", several="40"))
    rows = db.exec(select(Visit)).all()
    assert len(rows) == 40
    assert {(v.kind, v.state, v.person_id, v.day) for v in rows} == {(VisitKind.EVENT, VisitState.DONE, None, TODAY)}
    assert "40 bezoekers zonder naam" in client.get("/door/contacts").text
    assert "40 bezoeken vandaag" in client.get("/door").text


def test_one_press_removes_contacts_recorded_by_mistake_and_nothing_else(as_, world, db):
    by = world.actor(world.samira)
    counted = other_contacts.record_several(db, 3, kind=VisitKind.EVENT, about="beroepenmarkt", by=by, at=NOON)
    other_contacts.record_several(db, 2, kind=VisitKind.EVENT, about="bij de school", by=by, at=NOON)
    as_(world.hanna).post(f"/door/contacts/{counted[1].key}/mistake")
    assert [v.about for v in db.exec(select(Visit))] == ["bij de school", "bij de school"]
    removed = select(AuditEntry).where(AuditEntry.subject == "visit", AuditEntry.what == "removed")
    assert len(db.exec(removed).all()) == 3


def test_visits_to_the_shop_or_of_another_day_cannot_be_undone_there(world, db):
    by = world.actor(world.hanna)
    walked_in = visits.register(db, world.kwame, by=by, at=NOON)
    yesterday = visits.register(db, world.hatice, kind=VisitKind.PHONE, by=by, at=NOON - timedelta(days=1))
    for visit in (walked_in, yesterday):
        with pytest.raises(Refused):
            other_contacts.undo_entry(db, visit, by=by, at=NOON)


@pytest.mark.parametrize(
    ("typed", "field"),
    [
        ({"kind": ""}, "kind"),
        ({"kind": "walk_in"}, "kind"),
        ({"person": ""}, "person"),
        ({"person": "abcdefghijklmnop"}, "person"),
        ({"person": "\x00"}, "person"),
        ({"several": "2"}, "several"),
        ({"person": "nobody", "several": "2"}, "several"),
        ({"person": "nobody", "kind": "event", "several": str(MAX_AT_ONCE + 1)}, "several"),
        ({"person": "nobody", "kind": "event", "several": "0"}, "several"),
        ({"about": "nummer 111 222 333"}, "about"),
    ],
)
def test_impossible_values_are_refused_at_their_field_and_stay(as_, world, db, typed, field):
    page = as_(world.hanna).post("/door/contacts", data=contact_data(world) | typed)
    assert page.status_code == 422
    assert f'id="contact-{field}-error"' in page.text
    assert typed.get("about", "vraagt naar de taalles") in page.text
    assert db.exec(select(Visit)).all() == []


def test_a_person_of_another_shop_does_not_exist_here(as_, world, db):
    other = people.add(db, PersonDetails(name="Anders"), by=world.actor(world.olaf), at=NOON)
    assert as_(world.hanna).post("/door/contacts", data=contact_data(world, person=other.key)).status_code == 422


@pytest.mark.parametrize("who", ["fatima", "marleen", "anton", "petra"])
def test_only_front_desk_workers_record_contacts(as_, world, who):
    client = as_(getattr(world, who))
    assert client.get("/door/contacts").status_code == 404
    assert client.post("/door/contacts", data=contact_data(world)).status_code == 404


def test_a_single_search_result_is_preselected_and_of_several_none(as_, world, db):
    for person in (world.hatice, world.kwame):
        people.update_search_index(db, person)
    html = as_(world.hanna).post("/door", data={"q": "yildiz"}, headers=HTMX).text
    assert f'value="{world.hatice.key}"' in html.split('action="/door/contacts"')[1].split("checked")[0][-200:]


def test_reading_todays_contacts_is_logged(as_, world, db):
    visits.register(db, world.hatice, kind=VisitKind.PHONE, by=world.actor(world.samira), at=NOON)
    as_(world.hanna).get("/door/contacts")
    line = db.exec(select(AuditEntry).where(AuditEntry.kind == AuditKind.READ)).one()
    assert (line.person_id, line.what) == (world.hatice.id, "list")


def test_the_fragment_is_that_block_of_the_page(as_, world, db):
    visits.register(db, world.hatice, kind=VisitKind.PHONE, by=world.actor(world.samira), at=NOON)
    client = as_(world.hanna)
    part, whole = client.get("/door/contacts", headers=HTMX).text, client.get("/door/contacts").text
    assert part.split('name="intention"')[0].strip() in whole


@pytest.mark.parametrize(
    ("kind", "named", "refused"),
    [
        (VisitKind.EVENT, False, False),
        (VisitKind.OUTREACH, False, False),
        (VisitKind.PHONE, False, True),
        (VisitKind.WALK_IN, False, True),
        (VisitKind.EVENT, True, True),
    ],
)
def test_several_at_once_are_allowed_only_without_a_name_outside_or_at_an_event(kind, named, refused):
    assert (several_obstacle(kind, named=named) is not None) == refused


def test_a_new_person_who_called_does_not_wait(as_, world, db):
    client = as_(world.hanna)
    client.post("/door/people", data={"name": "Ayşe Demir", "how": "phone", "intention": "a"})
    client.post("/door/people", data={"name": "Łukasz Wójcik", "how": "", "intention": "b"})
    found = {visit.person.name: (visit.kind, visit.state) for visit in db.exec(select(Visit))}
    assert found == {
        "Ayşe Demir": (VisitKind.PHONE, VisitState.DONE),
        "Łukasz Wójcik": (VisitKind.WALK_IN, VisitState.WAITING),
    }


def test_the_kind_of_contact_stays_while_matches_are_shown(as_, world, db):
    people.update_search_index(db, world.hatice)
    typed = {"name": "Hatice Yıldız", "born": "1990", "how": "phone", "intention": "a"}
    page = as_(world.hanna).post("/door/people", data=typed).text
    assert 'name="how" value="phone"' in page
