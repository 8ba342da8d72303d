"""What the board shows to whom: for whom a visitor comes, introductions, and live changes."""

from datetime import timedelta

import pytest

from app.front_desk.visits import actions as visits
from app.handovers.consents import actions as consents
from app.handovers.consents.models import ConsentMethod
from app.handovers.introductions import actions
from app.handovers.offers import receiver_actions, sender_actions
from app.shop.roster import actions as roster_actions
from tests.conftest import HTMX
from tests.world import NOON, TODAY


def waiting(world):
    return visits.register(world.db, world.hatice, by=world.actor(world.hanna), at=NOON)


@pytest.mark.parametrize(("whom", "words"), [("fatima", "voor Fatima Amrani"), ("pozitive", "voor Pozitive")])
def test_a_visitor_can_come_for_a_worker_or_an_organisation(as_, world, whom, words):
    visit, client = waiting(world), as_(world.hanna)
    assert words not in client.get("/door").text
    client.post(f"/visits/{visit.key}/wish", data={"whom": getattr(world, whom).key})
    assert words in client.get("/door").text
    client.post(f"/visits/{visit.key}/wish", data={"whom": ""})
    assert words not in client.get("/door").text


def test_a_visitor_cannot_come_for_a_worker_of_another_shop_or_after_being_helped(as_, world):
    visit, client = waiting(world), as_(world.hanna)
    for nobody in (world.olaf.key, "a" * 16):
        assert client.post(f"/visits/{visit.key}/wish", data={"whom": nobody}).status_code == 404
    assert client.post(f"/visits/{visit.key}/wish", data={"whom": "%00 ?"}).status_code == 422
    visits.help_visitor(world.db, visit, by=world.actor(world.samira), at=NOON)
    assert client.post(f"/visits/{visit.key}/wish", data={"whom": world.fatima.key}).status_code == 409


@pytest.mark.parametrize("who", ["olaf", "fatima", "marleen"])
def test_other_shops_and_roles_cannot_say_for_whom_a_visitor_comes(as_, world, who):
    visit = waiting(world)
    client = as_(getattr(world, who))
    assert client.post(f"/visits/{visit.key}/wish", data={"whom": world.fatima.key}).status_code == 404


@pytest.fixture
def accepted(world, journey):
    """Hatice is in conversation with Samira, and DOCK accepted her, to meet today at eleven."""
    by = world.actor(world.samira)
    visits.help_visitor(world.db, waiting(world), by=by, at=NOON)
    handover = sender_actions.draft(
        world.db, journey, world.dock, question="Hulp met de post", shared=["contact"], by=by, at=NOON
    )
    consents.record_consent(
        world.db, world.hatice, world.dock, ["contact"], how=ConsentMethod.SPOKEN, language="nl", by=by, at=NOON
    )
    sender_actions.offer(world.db, handover, by=by, at=NOON)
    soon = NOON + timedelta(minutes=30)
    return receiver_actions.accept(world.db, handover, planned_for=soon, by=world.actor(world.fatima), at=NOON)


def test_the_front_office_sees_todays_introduction_on_the_board(as_, world, accepted):
    assert "kennismaking met Fatima om 11.00" in as_(world.samira).get("/door").text
    actions.record_introduction(
        world.db,
        accepted,
        with_person=True,
        with_sender=True,
        with_receiver=True,
        by=world.actor(world.samira),
        at=NOON,
    )
    assert "maakt kennis met Fatima" in as_(world.samira).get("/door/board", headers=HTMX).text


def test_the_host_sees_no_handover(as_, world, accepted):
    html = as_(world.hanna).get("/door").text
    assert "Hatice" in html
    assert "Fatima" not in html.split('id="board"')[1].split("In gesprek")[1]
    assert "overdracht" not in html.split("In gesprek")[1].lower()


def test_an_introduction_on_another_day_is_not_shown_today(as_, world, accepted):
    actions.plan_introduction(
        world.db, accepted, planned_for=NOON + timedelta(days=1), by=world.actor(world.fatima), at=NOON
    )
    assert "kennismaking met Fatima" not in as_(world.samira).get("/door").text


def test_a_refresh_includes_the_staff_present(as_, world):
    roster_actions.arrive(world.db, world.fatima.id, by=world.actor(world.hanna), at=NOON)
    html = as_(world.samira).get("/door/board", headers=HTMX).text
    assert "Fatima" in html.split('<hx-partial hx-target="#crew"')[1]


def test_the_event_stream_is_for_front_desk_workers_and_contains_no_name(as_, world, app, monkeypatch):
    waiting(world)
    monkeypatch.setattr(app.state.live, "_closed", True)  # so that the answer ends
    answer = as_(world.hanna).get("/door/events")
    assert (answer.status_code, answer.headers["cache-control"]) == (200, "no-store")
    assert answer.text == "retry: 2000\n\n"
    for who in (world.fatima, world.marleen, world.anton, world.petra):
        assert as_(who).get("/door/events").status_code == 404


def test_a_form_sent_by_script_gets_the_url_to_go_to(as_, world):
    visit = waiting(world)
    answer = as_(world.hanna).post(
        f"/visits/{visit.key}/departure", headers={"Sent-By": "page"}, follow_redirects=False
    )
    assert (answer.status_code, answer.headers["go-to"], answer.text) == (200, "/door", "")
    assert "location" not in answer.headers
    assert visit.day == TODAY
