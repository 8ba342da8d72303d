"""Merging two records of one person: nothing is lost, and it can be undone."""

import pytest
from sqlalchemy import inspect
from sqlmodel import SQLModel, select

from app.audit.audit_log import set_actor
from app.audit.models import AuditEntry, AuditKind
from app.core.state_machine import Refused
from app.front_desk.visits import actions as visits
from app.front_desk.visits.models import Visit
from app.handovers.lifecycle.models import State
from app.people.people.models import Person
from app.people.people.person_aliases import aliases_of, canonical_person
from app.people.people.queries import search_persons
from app.records.duplicates import actions
from app.records.duplicates.owned_rows import person_columns
from tests.records.duplicates.conftest import LATER
from tests.records.duplicates.merged_persons import offer_handover, rows_owned_by, second_journey
from tests.world import NOON


def test_every_table_that_refers_to_a_person_moves_or_declares_that_it_stays():
    """A new table moves automatically, or its column is declared NOT_MERGED (people.people.person_aliases)."""
    moving = {(column.table, column.name) for column in person_columns()}
    named = {("link", "main_id"), ("visit", "person_id"), ("consent", "person_id"), ("passage", "person_id")}
    assert named <= moving
    for mapper in inspect(Person).registry.mappers:
        table = mapper.local_table
        for column in table.columns:
            if any(key.target_fullname == "person.id" for key in column.foreign_keys):
                stays = column.info.get("stays") or not table.info.get("audited", True)
                assert ((table.name, column.name) in moving) != bool(stays), f"{table.name}.{column.name}"
                assert stays or "id" in table.columns
    assert {mapper.local_table.name for mapper in inspect(Person).registry.mappers} == set(SQLModel.metadata.tables)


def test_after_a_merge_all_rows_belong_to_the_main_record(world, db, shop, twin, link):
    before = rows_owned_by(db, world.hatice) | rows_owned_by(db, twin)
    link()
    assert rows_owned_by(db, twin) == set()
    assert before <= rows_owned_by(db, world.hatice)
    assert [c.name for c in aliases_of(db, world.hatice.id)] == ["Hatice Yildiz"]


def test_the_key_of_the_other_record_still_leads_to_the_person(world, db, twin, link):
    assert canonical_person(db, world.shop.id, twin.key).id == twin.id
    link()
    assert canonical_person(db, world.shop.id, twin.key).id == world.hatice.id
    assert canonical_person(db, world.other_shop.id, twin.key) is None


def test_the_person_is_found_once_under_either_name(world, db, twin, link):
    twin.name = "Hatiye Yilmaz"
    link()
    found = lambda typed: [p.id for p, _ in search_persons(db, world.actor(world.hanna), typed)]  # noqa: E731
    assert found("yilmaz") == [world.hatice.id]
    assert found("yildiz") == [world.hatice.id]


def test_who_merged_and_what_moved_is_logged(world, db, twin, link):
    set_actor(db, world.actor(world.carla), NOON)
    link(why="Zelfde telefoon")
    lines = db.exec(select(AuditEntry).where(AuditEntry.kind == AuditKind.CHANGE)).all()
    moved = next(line for line in lines if line.subject == "visit" and line.what == "changed")
    assert moved.details["person_id"] == [twin.id, world.hatice.id]
    assert any(line.subject == "link" and line.worker_id == world.carla.id for line in lines)


def test_two_records_present_in_the_shop_are_not_merged(world, db, twin, link):
    hanna = world.actor(world.hanna)
    visits.register(db, world.hatice, by=hanna, at=NOON)
    visit = visits.register(db, twin, by=hanna, at=NOON)
    with pytest.raises(Refused, match="off the board"):
        link()
    visits.unregister(db, visit, by=hanna, at=NOON)
    link()


def test_handovers_in_progress_in_both_journeys_prevent_a_merge(world, db, shop, twin, link):
    second = second_journey(world, twin, shop, world.samira)
    shop.in_state(State.OFFERED)
    shop.consent(world.pozitive, ("wishes",), person=twin)
    offer_handover(shop, second, world.pozitive, ("wishes",))
    with pytest.raises(Refused, match="in both journeys"):
        link(goes_on=second.key)


def test_the_journey_with_a_handover_in_progress_has_to_continue(world, db, shop, twin, link):
    second = second_journey(world, twin, shop)
    shop.in_state(State.OFFERED)
    with pytest.raises(Refused, match="other journey"):
        link(goes_on=second.key)
    link(goes_on=shop.journey.key)


def test_a_record_is_not_merged_twice_or_with_itself_or_across_shops(world, db, twin, link, carla):
    for pair in ((world.hatice, world.hatice), (world.hatice, person_of_other_shop(world))):
        with pytest.raises(Refused):
            link(*pair)
    made = link()
    with pytest.raises(Refused):
        link()
    actions.unmerge(db, made, by=carla, at=LATER)
    with pytest.raises(Refused):
        actions.unmerge(db, made, by=carla, at=LATER)


def person_of_other_shop(world):
    person = Person(shop_id=world.other_shop.id, name="Hatice Yildiz", made_at=NOON)
    world.db.add(person)
    world.db.flush()
    return person


@pytest.mark.parametrize("who", ["samira", "hanna", "fatima", "marleen", "anton", "petra", "olaf"])
def test_only_a_coordinator_of_the_shop_merges(world, link, who):
    with pytest.raises(Refused):
        link(by=world.actor(getattr(world, who)))


def test_late_writes_on_the_other_record_move_and_move_back(world, db, twin, link, carla):
    made = link()
    stray = visits.register(db, twin, by=world.actor(world.hanna), at=LATER)
    assert actions.move_all_late_writes(db) == 1
    assert actions.move_all_late_writes(db) == 0
    assert db.get(Visit, stray.id).person_id == world.hatice.id
    actions.unmerge(db, made, by=carla, at=LATER)
    assert db.get(Visit, stray.id).person_id == twin.id


def test_the_access_log_covers_all_records_and_the_front_desk_shows_the_other_name(as_, world, db, twin, link):
    twin.name = "Emine Kaplan"
    as_(world.hanna).get(f"/people/{twin.key}/details")  # reads the second record
    link()
    found = as_(world.hanna).post("/door", data={"q": "kaplan"}).text
    assert "ook bekend als <bdi>Emine Kaplan</bdi>" in found
    page = as_(world.petra).get("/record?person=hatice").text
    assert "Emine Kaplan" in page
