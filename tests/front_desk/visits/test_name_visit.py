"""An anonymous visit gets a name later, through a card code that reveals nothing."""

from datetime import timedelta

import pytest
from sqlmodel import select

from app.audit.models import AuditEntry, AuditKind
from app.core.ids import ALPHABET, is_code, new_code
from app.core.state_machine import Refused
from app.front_desk.visits import actions, queries, rules
from app.front_desk.visits import actions as visits
from app.front_desk.visits.models import Visit
from app.people.people import actions as people
from app.people.people.models import Person
from tests.conftest import HTMX
from tests.world import NOON

NEXT_DAY = NOON + timedelta(days=1)


@pytest.fixture
def hanna(world):
    people.update_search_index(world.db, world.hatice)
    return world.actor(world.hanna)


@pytest.fixture
def nameless(world, hanna):
    return visits.register(world.db, None, about="een brief", by=hanna, at=NOON)


def test_a_code_is_four_plain_characters_and_never_a_word_or_a_year():
    for _code in range(300):
        code = new_code()
        assert is_code(code)
        assert is_code(code.upper() + " ")
        assert set(code) <= set(ALPHABET)
    assert not any(is_code(text) for text in ("anna", "1990", "k7m", "k7m2x", "k0m2", "", "ann1"[:3]))


def test_only_an_anonymous_visit_gets_a_code_and_every_code_is_unique(world, db, hanna, nameless, monkeypatch):
    assert visits.register(db, world.hatice, by=hanna, at=NOON).card is None
    codes = iter([nameless.card, nameless.card, "k7m2"])
    monkeypatch.setattr(actions, "new_code", lambda: next(codes))
    assert visits.register(db, None, by=hanna, at=NOON).card == "k7m2"


def test_the_code_finds_an_anonymous_visit_for_two_weeks(world, db, hanna, nameless):
    found = lambda at: queries.visit_by_card(db, hanna, f" {nameless.card.upper()} ", at)  # noqa: E731
    assert found(NOON).id == nameless.id
    assert found(NOON + timedelta(days=rules.CARD_DAYS)).id == nameless.id
    assert found(NOON + timedelta(days=rules.CARD_DAYS + 1)) is None
    for worker in (world.olaf, world.fatima, world.marleen):
        assert queries.visit_by_card(db, world.actor(worker), nameless.card, NOON) is None
    visits.give_name(db, nameless, world.hatice, by=hanna, at=NOON)
    assert found(NOON) is None


def test_naming_a_visit_keeps_its_time_and_place(world, db, hanna, nameless):
    before = (nameless.arrived_at, nameless.day, nameless.opening_id, nameless.about, nameless.state)
    visits.give_name(db, nameless, world.hatice, by=hanna, at=NEXT_DAY)
    assert (nameless.arrived_at, nameless.day, nameless.opening_id, nameless.about, nameless.state) == before
    assert (nameless.person_id, nameless.named_at) == (world.hatice.id, NEXT_DAY)
    line = db.exec(select(AuditEntry).where(AuditEntry.subject == "visit", AuditEntry.what == "changed")).one()
    assert line.details["person_id"] == [None, world.hatice.id]


def test_a_name_can_be_removed_on_the_day_it_was_added_and_the_card_works_again(world, db, hanna, nameless):
    visits.give_name(db, nameless, world.hatice, by=hanna, at=NEXT_DAY)
    with pytest.raises(Refused):
        visits.remove_name(db, nameless, by=hanna, at=NEXT_DAY + timedelta(days=1))
    visits.remove_name(db, nameless, by=hanna, at=NEXT_DAY)
    assert nameless.person_id is None
    assert queries.visit_by_card(db, hanna, nameless.card, NEXT_DAY).id == nameless.id


def test_impossible_naming_and_unnaming_is_refused(world, db, hanna, nameless):
    there = visits.register(db, world.hatice, by=hanna, at=NOON)
    with pytest.raises(Refused, match="already on the board"):
        visits.give_name(db, nameless, world.hatice, by=hanna, at=NOON)
    with pytest.raises(Refused, match="already has a name"):
        visits.give_name(db, there, world.kwame, by=hanna, at=NOON)
    with pytest.raises(Refused, match="from the start"):
        visits.remove_name(db, there, by=hanna, at=NOON)
    with pytest.raises(Refused, match="too old"):
        visits.give_name(db, nameless, world.kwame, by=hanna, at=NOON + timedelta(days=rules.CARD_DAYS + 1))


def test_the_code_is_shown_large_and_on_the_board(as_, world, db, hanna):
    client = as_(world.hanna)
    for _again in range(2):
        page = client.post("/door/visits", data={"intention": "a"})
        visit = db.exec(select(Visit)).one()
        assert page.url.query == f"visit={visit.key}".encode()
        assert "Schrijf op het kaartje:" in page.text
    assert page.text.count(f'dir="ltr">{visit.card}</span>') == 2


def test_the_code_typed_into_the_search_field_leads_to_the_name(as_, world, db, nameless):
    client = as_(world.hanna)
    html = client.post("/door", data={"q": nameless.card}, headers=HTMX).text
    assert f'href="/visits/{nameless.key}/naming" data-first' in html
    page = client.post(f"/visits/{nameless.key}/naming/search", data={"q": "hatice"}).text
    assert "Hatice Yıldız" in page
    page = client.post(f"/visits/{nameless.key}/naming", data={"person": world.hatice.key}).text
    assert "Dit bezoek is van Hatice Yıldız." in page
    page = client.post(f"/visits/{nameless.key}/naming/removal").text
    assert "Schrijf op het kaartje:" in page


def test_a_new_person_gets_the_visit_after_matches_are_shown(as_, world, db, nameless):
    client, there = as_(world.hanna), f"/visits/{nameless.key}/naming/people"
    typed = {"name": "Hatice Yildiz", "born": "1990", "intention": "a"}
    page = client.post(there, data=typed).text
    assert "Is dit misschien een bekende?" in page
    form = typed | {"asked": [world.hatice.key], "intention": "b"}
    for _again in range(2):
        client.post(there, data=form)
    db.refresh(nameless)
    assert db.get(Person, nameless.person_id).name == "Hatice Yildiz"
    assert client.post(there, data={"name": "", "intention": "c"}).status_code == 422


def test_only_front_desk_workers_name_visits(as_, world, db, nameless):
    for worker in (world.fatima, world.marleen, world.olaf):
        client = as_(worker)
        assert client.get(f"/visits/{nameless.key}/naming").status_code == 404
        answer = client.post(f"/visits/{nameless.key}/naming", data={"person": world.hatice.key})
        assert answer.status_code == 404


def test_reading_whose_visit_it_was_is_logged_even_off_the_board(as_, world, db, hanna):
    visit = visits.register(db, None, by=hanna, at=NOON - timedelta(days=3))
    visits.give_name(db, visit, world.hatice, by=hanna, at=NOON)
    assert "Hatice" in as_(world.hanna).get(f"/door?visit={visit.key}").text
    look = db.exec(select(AuditEntry).where(AuditEntry.kind == AuditKind.READ)).one()
    assert (look.worker_id, look.person_id, look.basis) == (world.hanna.id, world.hatice.id, "door")
