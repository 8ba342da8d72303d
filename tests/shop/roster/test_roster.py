"""The roster: who is planned, who is present, their languages, and how many talks they have room for."""

from datetime import date, datetime, time, timedelta
from types import SimpleNamespace

import pytest
from sqlmodel import select

from app.core.clock import moment
from app.core.state_machine import Refused
from app.front_desk.visits import actions as visits
from app.front_desk.visits.models import VisitKind, VisitState
from app.front_desk.visits.staff_present_queries import staff_present
from app.shop.half_days import actions as half_days_actions
from app.shop.half_days import queries as half_days_queries
from app.shop.half_days.models import DayPart, Presence
from app.shop.roster import actions as roster_actions
from app.shop.roster import queries as roster_queries
from app.shop.roster import rules as roster_rules
from app.shop.roster.models import RosterPlan
from tests.conftest import HTMX
from tests.world import NOON, TODAY

THURSDAY = TODAY + timedelta(days=2)


def plan(world, worker, day=TODAY, **more):
    half_day = half_days_queries.half_day_on(world.db, world.shop.id, day, DayPart.MORNING)
    return roster_actions.plan(world.db, worker.id, half_day, by=more.pop("by", world.actor(worker)), at=NOON, **more)


def days_of(world, worker):
    return sorted(p.day for p in world.db.exec(select(RosterPlan).where(RosterPlan.worker_id == worker.id)))


def test_a_worker_of_a_partner_can_plan_and_withdraw_themselves(as_, world):
    client, typed = as_(world.fatima), {"half_day": f"{THURSDAY} morning"}
    for _twice in range(2):
        client.post("/roster", data={**typed, "here": "on"})
    assert days_of(world, world.fatima) == [THURSDAY]
    assert "Fatima Amrani" in client.get("/roster").text
    client.post("/roster", data={**typed, "here": ""})
    assert days_of(world, world.fatima) == []


def test_planning_for_several_weeks_skips_days_when_the_shop_is_closed(as_, world):
    """One of these Mondays is Easter Monday."""
    monday = date(2026, 3, 16)
    as_(world.samira).post("/roster", data={"half_day": f"{monday} morning", "weeks": "5", "here": "on", "talks": "3"})
    assert days_of(world, world.samira) == [date(2026, 3, 16), date(2026, 3, 23), date(2026, 3, 30), date(2026, 4, 13)]
    as_(world.samira).post("/roster", data={"half_day": "2026-03-30 morning", "weeks": "4", "here": "off"})
    assert days_of(world, world.samira) == [date(2026, 3, 16), date(2026, 3, 23)]


def test_planning_for_several_weeks_keeps_local_time_when_the_clock_changes(world):
    assert plan(world, world.samira, date(2026, 10, 19), weeks=2) == 2  # the clock goes back on the 25th
    assert days_of(world, world.samira) == [date(2026, 10, 19), date(2026, 10, 26)]


def test_only_a_coordinator_can_plan_a_colleague(as_, world):
    typed = {"half_day": f"{THURSDAY} morning", "here": "on", "worker": world.karim.key}
    for worker in (world.samira, world.hanna, world.fatima):
        page = as_(worker).post("/roster", data=typed)
        assert page.status_code == 422
        with pytest.raises(Refused):
            plan(world, world.karim, THURSDAY, by=world.actor(worker))
    as_(world.carla).post("/roster", data=typed)
    assert days_of(world, world.karim) == [THURSDAY]


def test_workers_of_another_shop_and_managers_cannot_be_planned(as_, world):
    for worker in (world.olaf, world.marleen):
        typed = {"half_day": f"{THURSDAY} morning", "here": "on", "worker": worker.key}
        assert as_(world.carla).post("/roster", data=typed).status_code == 422


@pytest.mark.parametrize("who", ["marleen", "anton", "petra"])
def test_roles_that_receive_no_visitors_have_no_roster(as_, world, who):
    assert as_(getattr(world, who)).get("/roster").status_code == 404


@pytest.mark.parametrize(
    ("typed", "field"),
    [
        ({"half_day": "2026-03-07 morning"}, "half_day"),
        ({"half_day": ""}, "half_day"),
        ({"weeks": "27"}, "weeks"),
        ({"talks": "many"}, "talks"),
        ({"talks": "21"}, "talks"),
    ],
)
def test_an_invalid_plan_is_refused_with_a_reason(as_, world, typed, field):
    page = as_(world.carla).post("/roster", data={"half_day": f"{THURSDAY} morning", "here": "on"} | typed)
    assert page.status_code == 422
    assert f'href="#{field}"' in page.text


def test_the_fragment_equals_its_block_of_the_page(as_, world):
    plan(world, world.samira)
    client = as_(world.carla)
    part, whole = client.get("/roster", headers=HTMX).text, client.get("/roster").text
    assert part.strip() in whole


def test_the_roster_shows_actual_attendance(as_, world, db):
    for worker in (world.samira, world.joost):
        plan(world, worker)
    for worker in (world.joost, world.karim):
        roster_actions.arrive(db, worker.id, by=world.actor(worker), at=NOON)
    page = " ".join(as_(world.carla).get("/roster").text.split())
    assert "<bdi>UWV</bdi></span> · <b>is er</b>" in page or "<bdi>UWV</bdi> · <b>is er</b>" in page
    assert "Karim Aydin" in page  # not planned


def test_the_front_desk_shows_who_is_present_who_is_expected_and_their_languages(as_, world, db):
    world.samira.languages, world.fatima.languages = "Nederlands, Arabisch", "Nederlands en Berbers"
    for worker in (world.samira, world.fatima, world.karim):
        plan(world, worker)
    for worker in (world.samira, world.fatima):
        roster_actions.arrive(db, worker.id, by=world.actor(worker), at=NOON)
    page = " ".join(as_(world.hanna).get("/door").text.split())
    assert "<b><bdi>Arabisch</bdi></b> <bdi>Samira</bdi>" in page
    assert "<b>Nog niet hier</b> <bdi>Karim</bdi>" in page
    assert "<b><bdi>Nederlands</bdi></b>" not in page  # everybody speaks it
    assert "<summary>Wie spreekt welke taal? · 1 is er nog niet</summary>" in page  # folded in: one line, at any size


def test_expected_workers_come_first_among_those_absent(world, db):
    plan(world, world.samira)
    absent = staff_present(db, world.actor(world.hanna), NOON).absent
    assert absent[0] == world.samira
    names = [worker.name for worker in absent[1:]]
    assert names == sorted(names)


def test_a_worker_who_came_and_left_is_not_expected(world, db):
    plan(world, world.samira)
    by = world.actor(world.samira)
    roster_actions.arrive(db, world.samira.id, by=by, at=NOON)
    roster_actions.depart(db, world.samira.id, by=by, at=NOON + timedelta(minutes=5))
    assert staff_present(db, by, NOON + timedelta(minutes=6)).awaited == []


def test_planned_room_for_talks_counts_down_as_talks_start(as_, world, db):
    plan(world, world.samira, talks=2)
    by = world.actor(world.samira)
    roster_actions.arrive(db, world.samira.id, by=by, at=NOON)
    visits.register(db, world.kwame, kind=VisitKind.PHONE, by=by, at=NOON)  # on the phone, not in the shop
    assert staff_present(db, by, NOON).talks_left == {world.samira.id: 2}
    visit = visits.register(db, world.hatice, by=by, at=NOON)
    visits.help_visitor(db, visit, by=by, at=NOON + timedelta(minutes=1))
    assert staff_present(db, by, NOON).talks_left == {world.samira.id: 1}
    assert "Samira</bdi> (nog 1)" in " ".join(as_(world.hanna).get("/door").text.split())
    visits.undo_step(db, visit, shown_state=VisitState.TALKING, by=by, at=NOON + timedelta(minutes=2))
    assert staff_present(db, by, NOON).talks_left == {world.samira.id: 2}


def test_a_partner_registers_presence_and_room_for_talks_on_the_handovers_page(as_, world, db):
    client = as_(world.fatima)
    assert "Ik ben er" in client.get("/handovers").text
    assert client.post("/presence/talks", data={"talks": "2"}).status_code == 409  # not here yet
    client.post("/presence", data={"here": "on", "back": "/handovers"})
    client.post("/presence/talks", data={"talks": "2", "back": "/handovers"})
    assert "Je bent er, voor nog 2 gesprekken" in client.get("/handovers").text
    client.post("/presence/talks", data={"talks": "", "back": "/handovers"})
    presence = db.exec(select(Presence)).one()
    assert (presence.talks, presence.talks_said_at) == (None, None)


def test_the_front_office_registers_presence_at_the_front_desk_only(as_, world):
    assert 'action="/presence"' not in as_(world.samira).get("/handovers").text


@pytest.mark.parametrize(
    ("talks", "said", "begun", "left"),
    [
        (None, None, [NOON], None),
        (3, NOON, [], 3),
        (3, NOON, [NOON - timedelta(minutes=1)], 3),
        (3, NOON, [NOON, NOON + timedelta(minutes=20)], 1),
        (1, NOON, [NOON, NOON, NOON], 0),
    ],
)
def test_talks_left_are_the_given_number_minus_talks_started_since(talks, said, begun, left):
    assert roster_rules.talks_left(Presence(talks=talks, talks_said_at=said), begun) == left


@pytest.mark.parametrize(
    ("written", "found"),
    [
        ("", []),
        ("Nederlands, Arabisch", ["Nederlands", "Arabisch"]),
        ("Nederlands en Turks; Engels / Frans,", ["Nederlands", "Turks", "Engels", "Frans"]),
        ("Engels", ["Engels"]),
        ("Papiamentu and English", ["Papiamentu", "English"]),
    ],
)
def test_languages_are_read_from_free_text(written, found):
    assert roster_rules.split_languages(written) == found


def test_languages_are_grouped_ignoring_capitals_the_rarest_first():
    one, other = (SimpleNamespace(languages=text) for text in ("Turks, arabisch", "Arabisch"))
    assert roster_rules.speakers_by_language([one, other]) == [("Turks", [one]), ("arabisch", [one, other])]


def test_workers_set_their_own_languages_and_the_administrator_can_too(as_, world, db):
    as_(world.fatima).post("/account", data={"name": "Fatima Amrani", "language": "nl", "languages": "Arabisch"})
    db.refresh(world.fatima)
    assert world.fatima.languages == "Arabisch"
    client = as_(world.anton)
    client.post(f"/workers/{world.fatima.key}/languages", data={"languages": "Arabisch, Berbers"})
    db.refresh(world.fatima)
    assert world.fatima.languages == "Arabisch, Berbers"
    page = client.post(f"/workers/{world.fatima.key}/languages", data={"languages": "nummer 111222333"})
    assert page.status_code == 422
    assert as_(world.carla).post(f"/workers/{world.fatima.key}/languages", data={}).status_code == 404


def test_a_worker_who_leaves_the_shop_is_taken_off_the_roster(as_, world):
    plan(world, world.dirk, THURSDAY, weeks=3)
    as_(world.anton).post(f"/workers/{world.dirk.key}/departure", data={})
    assert days_of(world, world.dirk) == []


def test_two_half_days_of_a_day_are_planned_separately(world, db):
    half_days_actions.set_weekly(db, 1, DayPart.AFTERNOON, time(13), time(17), by=world.actor(world.carla), at=NOON)
    plan(world, world.samira)
    afternoon = half_days_queries.half_day_on(db, world.shop.id, TODAY, DayPart.AFTERNOON)
    assert roster_queries.plans_for_half_day(db, world.shop.id, afternoon) == []
    at: datetime = moment(TODAY, time(14))
    assert staff_present(db, world.actor(world.samira), at).awaited == []
