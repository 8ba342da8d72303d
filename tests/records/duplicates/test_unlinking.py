"""Undoing a merge: rows return to their record, and rows added since move or stay by rule."""

import pytest
from sqlmodel import col, select

from app.core.state_machine import Refused
from app.front_desk.visits import actions as visits
from app.front_desk.visits.models import Visit
from app.guidance.intakes import actions as talks
from app.guidance.journeys import actions as journeys
from app.guidance.journeys.models import Journey, ResponsibilityReason
from app.guidance.journeys.queries import open_journey, responsibilities
from app.guidance.journeys.suspension_actions import suspend
from app.guidance.notes import actions as notes
from app.guidance.notes.models import Note
from app.handovers.consents.models import Consent
from app.handovers.lifecycle.models import Handover
from app.handovers.offers import sender_actions
from app.people.people.person_aliases import aliases_of, canonical_person
from app.records.duplicates import actions, rules
from app.records.duplicates.unlinking import count_by_table, unmerge_plan
from tests.records.duplicates.conftest import LATER
from tests.records.duplicates.merged_persons import end_first_journey, offer_handover, rows_owned_by, second_journey
from tests.world import NOON, TODAY


def test_unmerging_moves_back_exactly_what_came_from_the_other_record(world, db, shop, twin, link, carla):
    mine, theirs = rows_owned_by(db, world.hatice), rows_owned_by(db, twin)
    made = link()
    actions.unmerge(db, made, by=carla, at=LATER)
    assert (rows_owned_by(db, world.hatice), rows_owned_by(db, twin)) == (mine, theirs)
    assert (made.undone_by_id, made.undone_at) == (world.carla.id, LATER)
    assert aliases_of(db, world.hatice.id) == []


def test_rows_added_since_move_with_what_they_depend_on_and_otherwise_stay(world, db, shop, twin, link, carla):
    """The second record has a journey; after the merge Joost writes a note on it, and Hatice visits again."""
    journey = second_journey(world, twin, shop)
    end_first_journey(db, shop)
    made, joost = link(main=world.hatice), world.actor(world.joost)
    hanging = notes.write_note(db, world.hatice, journey, "Belde de kwekerij", by=joost, at=LATER)
    loose = notes.write_note(db, world.hatice, None, "Kwam even langs", by=joost, at=LATER)
    visit = visits.register(db, world.hatice, by=world.actor(world.hanna), at=LATER)
    plan = unmerge_plan(db, made)
    assert (count_by_table(plan.dependent), count_by_table(plan.staying)) == ({"note": 1}, {"visit": 1, "note": 1})
    actions.unmerge(db, made, by=carla, at=LATER)
    people = {row.id: row.person_id for row in db.exec(select(Note))}
    assert (people[hanging.id], people[loose.id]) == (twin.id, world.hatice.id)
    assert db.get(Visit, visit.id).person_id == world.hatice.id
    assert open_journey(db, twin.id).id == journey.id


@pytest.mark.parametrize("goes_on", ["first", "second"])
def test_of_two_open_journeys_one_continues_and_the_other_is_resumed_by_unmerging(
    world, db, shop, twin, link, carla, goes_on
):
    second = second_journey(world, twin, shop)
    with pytest.raises(Refused, match="Choose which"):
        link()
    keeps, aside = (shop.journey, second) if goes_on == "first" else (second, shop.journey)
    before = (aside.responsible_id, aside.next_what, aside.next_on, aside.next_worker_id)
    made = link(goes_on=keeps.key)
    assert open_journey(db, world.hatice.id).id == keeps.id
    assert db.get(Journey, aside.id).end_word
    actions.unmerge(db, made, by=carla, at=LATER)
    again = db.get(Journey, aside.id)
    assert again.is_open
    assert (again.responsible_id, again.next_what, again.next_on, again.next_worker_id) == before
    assert responsibilities(db, again.id)[-1].why == ResponsibilityReason.TAKEN_UP
    assert {open_journey(db, p.id).id for p in (world.hatice, twin)} == {second.id, shop.journey.id}


def test_a_worker_who_left_is_replaced_by_the_coordinator_who_unmerges(world, db, shop, twin, link, carla):
    second = second_journey(world, twin, shop)
    made = link(goes_on=shop.journey.key)
    db.get(type(world.joost), world.joost.id).disabled_at = LATER
    db.flush()
    actions.unmerge(db, made, by=carla, at=LATER)
    assert db.get(Journey, second.id).responsible_id == world.carla.id


def test_a_journey_opened_since_stays_open_and_the_suspended_one_closed(world, db, shop, twin, link, carla):
    second = second_journey(world, twin, shop)
    made, samira = link(goes_on=second.key), world.actor(world.samira)
    suspend(db, db.get_one(Journey, second.id), "klaar", by=samira, at=LATER)
    journeys.reopen(
        db,
        db.get_one(Journey, shop.journey.id),
        responsible=world.samira,
        next_what="Bellen",
        next_on=LATER.date(),
        by=samira,
        at=LATER,
    )
    actions.unmerge(db, made, by=carla, at=LATER)
    assert open_journey(db, world.hatice.id).id == shop.journey.id
    assert open_journey(db, twin.id) is None


def test_a_third_record_can_be_merged_and_merges_are_undone_last_first(world, db, twin, link, carla):
    third = world.kwame
    first = link()
    second = link(main=third, other=world.hatice)
    assert canonical_person(db, world.shop.id, twin.key).id == third.id
    assert {c.id for c in aliases_of(db, third.id)} == {twin.id, world.hatice.id}
    with pytest.raises(Refused, match="Undo that first"):
        actions.unmerge(db, first, by=carla, at=LATER)
    actions.unmerge(db, second, by=carla, at=LATER)
    assert canonical_person(db, world.shop.id, twin.key).id == world.hatice.id
    actions.unmerge(db, first, by=carla, at=LATER)
    assert {v.person_id for v in db.exec(select(Visit).where(col(Visit.about) != ""))} == {twin.id}


def test_a_handover_on_a_consent_of_the_other_record_has_to_end_first(world, db, shop, twin, link, carla):
    shop.consent(world.dock, ("wishes",), person=twin)
    made = link()
    handover = offer_handover(shop, db.get_one(Journey, shop.journey.id), world.dock, ("wishes",))
    with pytest.raises(Refused) as refused:
        actions.unmerge(db, made, by=carla, at=LATER)
    assert (refused.value.reason, refused.value.facts) == (rules.RESTS_ON, {"partner": "DOCK"})
    sender_actions.withdraw(db, handover, by=world.actor(world.samira), at=LATER)
    actions.unmerge(db, made, by=carla, at=LATER)
    assert db.exec(select(Consent).where(Consent.person_id == twin.id)).one()
    assert db.get(Handover, handover.id).person_id == world.hatice.id


def test_an_intake_finished_in_the_other_records_journey_returns_without_it(world, db, shop, twin, link, carla):
    samira = world.actor(world.samira)
    talk = talks.start_intake(db, twin, by=samira, at=NOON)
    made = link()
    talks.finish_intake(db, talk, responsible=world.samira, next_what="Bellen", next_on=TODAY, by=samira, at=NOON)
    assert talk.journey_id == shop.journey.id
    actions.unmerge(db, made, by=carla, at=LATER)
    db.refresh(talk)
    assert (talk.person_id, talk.journey_id) == (twin.id, None)
