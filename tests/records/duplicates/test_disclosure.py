"""After a merge a partner sees no more than before, because a consent covers only the record it was given on."""

import pytest

from app.front_desk.visits import actions as visits
from app.guidance.intakes import actions as talks
from app.guidance.intakes.models import Section
from app.guidance.notes import actions as notes
from app.guidance.notes.models import Reach
from app.guidance.notes.queries import notes_of
from app.handovers.consents import actions as consents
from app.handovers.consents.models import ConsentMethod
from app.handovers.disclosure.queries import person_view
from app.handovers.lifecycle.models import Kind, State
from app.handovers.offers import closing_actions
from app.records.duplicates import actions
from tests.records.duplicates.conftest import LATER
from tests.records.duplicates.merged_persons import offer_handover
from tests.world import NOON, TODAY

SHARED = ("contact", "wishes", "notes", "steps")
MARKS = {"Tweedewens", "Tweedenotitie", "Zambesidreef", "06 8765 4321", "Hatice Yildiz", "vraag over taalles"}


@pytest.fixture
def told(world, db, shop, twin):
    """The second record has a newer intake and a note of its own."""
    by = world.actor(world.joost)
    talk = talks.start_intake(db, twin, by=by, at=NOON)
    talks.save_passage(db, talk, Section.WISHES, "", "Tweedewens", 0, by=by, at=NOON)
    notes.write_note(db, twin, None, "Tweedenotitie", reach=Reach.HANDOVER, by=by, at=NOON)
    return talk


def read_by(client, handover, person):
    """All text that this worker sees of the person and the handover."""
    return "".join(
        client.get(url).text for url in (f"/people/{person.key}", f"/handovers/{handover.key}", "/handovers")
    )


@pytest.mark.parametrize("kind", Kind)
@pytest.mark.parametrize("state", [State.OFFERED, State.ACCEPTED, State.RUNNING])
def test_a_handover_shows_nothing_of_the_merged_record(as_, world, shop, twin, told, link, state, kind):
    handover = shop.in_state(state, shared=SHARED, kind=kind)
    client = as_(world.fatima)
    before = person_view(world.db, shop.as_("fatima"), world.hatice.key, NOON).story
    link()
    text = read_by(client, handover, world.hatice)
    assert {mark for mark in MARKS if mark in text} == set()
    assert "Hatice Yıldız" in text
    assert [p.id for p in person_view(world.db, shop.as_("fatima"), world.hatice.key, NOON).story] == [
        p.id for p in before
    ]


def test_a_handover_from_the_other_record_still_shows_that_record_and_nothing_of_the_main_one(
    as_, world, db, shop, twin, told, link
):
    """Hatice's journey is on her second record, with the name and number recorded there."""
    by = world.actor(world.samira)
    journeys_end_of_first(db, shop)
    second = talks.finish_intake(
        db, told, responsible=world.samira, next_what="Tweede stap", next_on=TODAY, by=by, at=NOON
    )
    shop.consent(world.dock, SHARED, person=twin)
    handover = offer_handover(shop, second, world.dock, SHARED)
    link()
    text = read_by(as_(world.fatima), handover, twin)
    assert {mark for mark in MARKS if mark in text} == MARKS - {"vraag over taalles"}
    for mark in ("Work in a kitchen", "Hatice Yıldız", "0612345678", "Nigerdreef"):
        assert mark not in text


def journeys_end_of_first(db, shop):
    from app.guidance.journeys.suspension_actions import suspend

    suspend(db, shop.journey, "verhuisd", by=shop.as_("samira"), at=NOON)


def test_additions_after_a_merge_are_shown_as_usual(world, db, shop, twin, told, link):
    shop.in_state(State.RUNNING, shared=SHARED, kind=Kind.TRANSFER)
    link()
    notes.write_note(
        db, world.hatice, shop.journey, "Nieuwe notitie", reach=Reach.HANDOVER, by=shop.as_("samira"), at=LATER
    )
    visits.register(db, world.hatice, by=shop.as_("hanna"), at=LATER)
    view = person_view(db, shop.as_("fatima"), world.hatice.key, LATER)
    assert [note.text for note in notes_of(db, world.hatice.id, view.reader)] == ["Nieuwe notitie"]


def test_a_consent_given_after_a_merge_covers_both_records(world, db, shop, twin, told, link):
    link()
    consents.record_consent(
        db, world.hatice, world.dock, SHARED, how=ConsentMethod.SPOKEN, language="nl", by=shop.as_("samira"), at=NOON
    )
    offer_handover(shop, shop.journey, world.dock, SHARED)
    view = person_view(db, shop.as_("fatima"), world.hatice.key, NOON)
    assert [p.text for p in view.story] == ["Tweedewens"]
    assert [n.text for n in notes_of(db, world.hatice.id, view.reader)] == ["Tweedenotitie"]


def test_after_undoing_each_handover_shows_its_own_person_again(world, db, shop, twin, told, link, carla):
    handover, made = shop.in_state(State.RUNNING, shared=SHARED), link()
    actions.unmerge(db, made, by=carla, at=LATER)
    fatima = shop.as_("fatima")
    assert person_view(db, fatima, twin.key, LATER) is None
    assert person_view(db, fatima, world.hatice.key, LATER).name == "Hatice Yıldız"
    closing_actions.complete(db, handover, "Gelukt", by=fatima, at=LATER)
    assert person_view(db, fatima, world.hatice.key, LATER) is None


def test_the_front_office_sees_everything_and_is_redirected_to_the_main_record(as_, world, db, shop, twin, told, link):
    link()
    client = as_(world.samira)
    answer = client.get(f"/people/{twin.key}", follow_redirects=False)
    assert (answer.status_code, answer.headers["location"]) == (303, f"/people/{world.hatice.key}")
    page = client.get(f"/people/{world.hatice.key}").text
    for mark in ("Tweedenotitie", "vraag over taalles", "Hatice Yildiz", "06 8765 4321", "Zambesidreef"):
        assert mark in page
    assert "van de andere kaart" in page
