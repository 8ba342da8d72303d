"""Half-days: the weekly hours, cancellations, and who is present."""

from datetime import date, datetime, time, timedelta

import pytest
from sqlmodel import select

from app.core.clock import moment
from app.core.state_machine import Refused
from app.shop import new_shop
from app.shop.half_days import actions as half_days_actions
from app.shop.half_days import queries as half_days_queries
from app.shop.half_days.models import DayPart, Opening, OpeningState, Presence
from app.shop.lists import queries as lists_queries
from app.shop.lists.models import ListName
from app.shop.roster import actions as roster_actions
from app.shop.roster import queries as roster_queries
from tests.conftest import HTMX
from tests.world import NOON, TODAY

THURSDAY = TODAY + timedelta(days=2)


def cancelled(world, day=THURSDAY, at=NOON, reason="Studiedag"):
    half_day = half_days_queries.half_day_on(world.db, world.shop.id, day, DayPart.MORNING)
    return half_days_actions.cancel(world.db, half_day, reason, by=world.actor(world.carla), at=at)


def test_a_new_shop_has_its_lists_and_its_week(db):
    week = [(0, DayPart.MORNING, time(9), time(12)), (2, DayPart.EVENING, time(18), time(20))]
    shop = new_shop.create_shop(db, name="De Hub", place="Kanaleneiland", half_days=week, at=NOON)
    assert [(w.weekday, w.part) for w in half_days_queries.weekly(db, shop.id)] == [(0, "morning"), (2, "evening")]
    lists = [lists_queries.items(db, shop.id, name) for name in ListName if name != ListName.ANSWER]
    assert all(len(items) > 5 for items in lists)
    assert all(i.name_en and i.name_nl for items in lists for i in items)
    assert all(i.body for i in lists_queries.items(db, shop.id, ListName.NOTE))
    outflow = [i for i in lists_queries.items(db, shop.id, ListName.OUTCOME) if i.grouping == "outflow"]
    assert len(outflow) == 6
    assert all(i.counts_as for i in outflow)


@pytest.mark.parametrize(
    ("clock", "is_open"), [((8, 59), False), ((9, 0), True), ((12, 29), True), ((12, 30), False), ((23, 59), False)]
)
def test_a_half_day_is_open_from_its_first_minute_until_its_last(world, clock, is_open):
    at = moment(TODAY, time(*clock))
    assert (half_days_queries.half_day_now(world.db, world.shop.id, at) is not None) == is_open
    assert (half_days_actions.current_opening(world.db, world.shop.id, at=at) is not None) == is_open


def test_the_shop_opens_at_the_same_local_time_when_the_clock_changes(world):
    half_days_actions.set_weekly(world.db, 6, DayPart.MORNING, time(9), time(12), by=world.actor(world.carla), at=NOON)
    for day, utc in ((date(2026, 3, 29), "07:00"), (date(2026, 10, 25), "08:00")):
        half_day = half_days_queries.half_day_now(world.db, world.shop.id, datetime.fromisoformat(f"{day}T{utc}+00:00"))
        assert half_day is not None
        assert half_day.starts_at.strftime("%H:%M") == utc


def test_asking_for_the_current_opening_twice_creates_one_row(world, db):
    for _again in range(2):
        half_days_actions.current_opening(db, world.shop.id, at=NOON)
    assert len(db.exec(select(Opening)).all()) == 1


def test_a_cancelled_half_day_shows_its_reason_and_is_a_closed_day_until_reopened(as_, world, db):
    client = as_(world.carla)
    typed = {"half_day": f"{THURSDAY} morning", "reason": "Studiedag"}
    client.post("/openings/closures", data=typed)
    assert half_days_queries.closed_days(db, world.shop.id) == {THURSDAY}
    assert "Studiedag" in client.get("/openings").text
    client.post("/openings/reopenings", data={"half_day": f"{THURSDAY} morning"})
    assert half_days_queries.closed_days(db, world.shop.id) == set()


def test_closing_an_open_half_day_marks_everybody_as_gone(world, db):
    roster_actions.arrive(db, world.samira.id, by=world.actor(world.samira), at=NOON)
    opening = cancelled(world, TODAY)
    assert opening.state == OpeningState.CLOSED
    assert roster_queries.present_now(db, world.shop.id, NOON) == []
    assert half_days_queries.half_day_now(db, world.shop.id, NOON) is None


def test_a_closed_period_cancels_every_half_day_in_it(as_, world, db):
    client = as_(world.carla)
    client.post("/openings/pauses", data={"first": "2026-03-16", "last": "2026-03-20", "why": "Corona"})
    assert half_days_queries.closed_days(db, world.shop.id) == {date(2026, 3, 16) + timedelta(days=n) for n in range(5)}
    at = moment(date(2026, 3, 13), time(15))
    assert half_days_queries.next_half_day(db, world.shop.id, at).day == date(2026, 3, 23)


@pytest.mark.parametrize(
    ("url", "typed", "field"),
    [
        ("/openings/closures", {"half_day": "2026-03-05 morning"}, "reason"),
        ("/openings/closures", {"half_day": "2026-03-07 morning", "reason": "x"}, "half_day"),
        ("/openings/closures", {"half_day": "yesterday", "reason": "x"}, "half_day"),
        ("/openings/pauses", {"first": "2026-03-20", "last": "2026-03-16", "why": "x"}, "last"),
        ("/openings/pauses", {"first": "0001-01-01", "last": "9999-12-31", "why": "x"}, "last"),
        ("/openings/week", {"weekday": "0", "part": "evening", "opens": "20:00", "closes": "18:00"}, "closes"),
        ("/openings/week", {"weekday": "9", "part": "evening", "opens": "18:00", "closes": "20:00"}, "weekday"),
    ],
)
def test_invalid_input_is_refused_at_its_field(as_, world, url, typed, field):
    page = as_(world.carla).post(url, data=typed)
    assert page.status_code == 422
    assert f'id="{field}-error"' in page.text


def test_weekly_half_days_can_be_added_changed_and_removed(as_, world, db):
    client = as_(world.anton)
    evening = {"weekday": "2", "part": "evening"}
    client.post("/openings/week", data={**evening, "opens": "18:00", "closes": "20:00"})
    client.post("/openings/week", data={**evening, "opens": "18:30", "closes": "20:30"})
    assert [w.opens for w in half_days_queries.weekly(db, world.shop.id) if w.part == DayPart.EVENING] == [time(18, 30)]
    client.post("/openings/week/removal", data=evening)
    assert [w for w in half_days_queries.weekly(db, world.shop.id) if w.part == DayPart.EVENING] == []


def test_the_fragment_equals_its_block_of_the_page(as_, world):
    client = as_(world.carla)
    part, whole = client.get("/openings", headers=HTMX).text, client.get("/openings").text
    assert part.strip() in whole


@pytest.mark.parametrize("who", ["samira", "hanna", "fatima", "marleen", "petra"])
def test_only_roles_that_manage_half_days_see_their_page(as_, world, who):
    assert as_(getattr(world, who)).get("/openings").status_code == 404


def test_workers_register_as_present_and_the_host_can_do_it_for_a_partner(as_, world, db):
    as_(world.samira).post("/presence", data={"here": "on"})
    client = as_(world.hanna)
    for _twice in range(2):
        client.post("/presence", data={"here": "on", "worker": world.karim.key})
    assert [p.worker.name for p in roster_queries.present_now(db, world.shop.id, NOON)] == [
        "Karim Aydin",
        "Samira Bouzid",
    ]
    client.post("/presence", data={"here": "", "worker": world.karim.key})
    assert [p.worker.name for p in roster_queries.present_now(db, world.shop.id, NOON)] == ["Samira Bouzid"]
    assert len(db.exec(select(Presence)).all()) == 2


def test_a_partner_can_register_only_themselves(as_, world, db):
    client = as_(world.fatima)
    assert client.post("/presence", data={"here": "on", "worker": world.karim.key}).status_code == 404
    back = client.post("/presence", data={"here": "on", "back": "/handovers"}, follow_redirects=False)
    assert back.headers["location"] == "/handovers"
    assert [p.worker.name for p in roster_queries.present_now(db, world.shop.id, NOON)] == ["Fatima Amrani"]


def test_workers_of_another_shop_and_managers_cannot_be_present(as_, world, db):
    client = as_(world.hanna)
    for worker in (world.olaf, world.marleen):
        assert client.post("/presence", data={"here": "on", "worker": worker.key}).status_code == 404
        with pytest.raises(Refused):
            roster_actions.arrive(db, worker.id, by=world.actor(world.hanna), at=NOON)


def test_the_shop_can_be_opened_outside_its_hours(world, db):
    at, by = moment(TODAY, time(18, 15)), world.actor(world.hanna)
    with pytest.raises(Refused):
        roster_actions.arrive(db, world.hanna.id, by=by, at=at)
    opening = half_days_actions.open_now(db, by=by, at=at)
    assert (opening.part, opening.opens, opening.closes) == (DayPart.EVENING, time(18, 15), time(23, 59))
    roster_actions.arrive(db, world.hanna.id, by=by, at=at)
    with pytest.raises(Refused):
        half_days_actions.open_now(db, by=by, at=at)


@pytest.mark.parametrize(("language", "hours"), [("nl", "09.00–12.30"), ("en", "09:00–12:30")])
def test_weekly_hours_are_formatted_for_the_language(as_, world, language, hours):
    client = as_(world.carla)
    client.cookies.set("language", language)
    assert hours in client.get("/openings").text


def test_roles_that_manage_half_days_set_the_phone_number_for_visitors(as_, world):
    client = as_(world.carla)
    assert client.post("/openings/phone", data={"phone": "zomaar"}).status_code == 422
    assert client.post("/openings/phone", data={"phone": "030 1234567"}).status_code == 200
    assert world.shop.phone == "030 1234567"
    assert as_(world.samira).post("/openings/phone", data={"phone": ""}).status_code == 404
    as_(world.carla).post("/openings/phone", data={"phone": ""})
    assert world.shop.phone == ""
