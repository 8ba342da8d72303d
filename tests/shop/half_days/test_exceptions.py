"""Exceptions to the weekly hours: holidays, single dates, closures with a notice; and the page for visitors."""

from datetime import date, time, timedelta

import pytest
from sqlmodel import select

from app.core.clock import moment, request_time
from app.core.state_machine import Refused
from app.core.working_days import holiday, holidays_between
from app.reports.outflow.queries import closed_half_days
from app.shop.half_days import actions as half_days_actions
from app.shop.half_days import queries as half_days_queries
from app.shop.half_days import rules as half_days_rules
from app.shop.half_days.models import DayPart, Opening, OpeningState
from app.shop.half_days.rules import HalfDay
from app.shop.roster import actions as roster_actions
from tests.conftest import HTMX
from tests.world import NOON, TODAY

KINGS_DAY, EASTER_MONDAY = date(2026, 4, 27), date(2026, 4, 6)
THURSDAY, SATURDAY = TODAY + timedelta(days=2), TODAY + timedelta(days=4)


def half_day(world, day, part=DayPart.MORNING):
    return half_days_queries.half_day_on(world.db, world.shop.id, day, part)


def closed_half_day(part=DayPart.MORNING, day=THURSDAY, state=OpeningState.CANCELLED, **more):
    return HalfDay(day, part, time(9), time(12, 30), state, **more)


def test_every_holiday_of_a_century_has_a_name():
    days = holidays_between(date(1990, 1, 1), date(2090, 12, 31))
    assert len(days) > 900
    assert all(holiday(day) for day in days)
    assert holiday(date(2016, 5, 5))  # two on one day
    assert holiday(TODAY) == ""


@pytest.mark.parametrize(("day", "name"), [(KINGS_DAY, "King's Day"), (EASTER_MONDAY, "Easter Monday")])
def test_a_weekly_half_day_on_a_holiday_is_closed_automatically(world, db, day, name):
    closed = half_day(world, day)
    assert (closed.state, closed.holiday, closed.opening_id) == (OpeningState.CANCELLED, name, None)
    at = moment(day, time(10))
    assert half_days_queries.half_day_now(db, world.shop.id, at) is None
    assert half_days_actions.current_opening(db, world.shop.id, at=at) is None
    assert db.exec(select(Opening)).all() == []


def test_a_holiday_can_be_opened_on_purpose_and_closed_again(as_, world, db):
    client, name = as_(world.carla), {"half_day": f"{EASTER_MONDAY} morning"}
    client.post("/openings/reopenings", data=name)
    assert half_days_queries.half_day_now(db, world.shop.id, moment(EASTER_MONDAY, time(10))) is not None
    client.post("/openings/closures", data={**name, "reason": "Toch niet"})
    assert half_day(world, EASTER_MONDAY).reason == "Toch niet"


def test_visitors_see_which_holiday_it_is(client, world):
    client.app.dependency_overrides[request_time] = lambda: moment(date(2026, 4, 20), time(10))
    assert "gesloten, Koningsdag" in " ".join(client.get(f"/hours/{world.shop.key}").text.split())


def test_an_extra_half_day_exists_on_that_date_only(as_, world, db):
    typed = {"day": str(SATURDAY), "part": "morning", "opens": "10:00", "closes": "13:00"}
    client = as_(world.carla)
    for _twice in range(2):
        assert client.post("/openings/dates", data=typed, follow_redirects=False).status_code == 303
    extra = half_day(world, SATURDAY)
    assert (extra.opens, extra.differs, extra.goes_on) == (time(10), True, True)
    assert half_day(world, SATURDAY + timedelta(days=7)) is None
    assert half_days_queries.half_day_now(db, world.shop.id, moment(SATURDAY, time(12))).part == DayPart.MORNING
    client.post("/openings/dates/removal", data={"half_day": f"{SATURDAY} morning"})
    assert half_day(world, SATURDAY) is None


def test_other_hours_on_one_date_do_not_change_the_week(world, db):
    by = world.actor(world.carla)
    half_days_actions.set_hours(db, THURSDAY, DayPart.MORNING, time(10), time(11), by=by, at=NOON)
    assert half_day(world, THURSDAY).opens == time(10)
    assert half_day(world, THURSDAY + timedelta(days=7)).opens == time(9)
    half_days_actions.reset_to_weekly(db, half_day(world, THURSDAY), by=by, at=NOON)
    assert half_day(world, THURSDAY).opens == time(9)


def test_setting_hours_for_a_date_reopens_a_closed_half_day(world, db):
    by = world.actor(world.carla)
    half_days_actions.set_hours(db, KINGS_DAY, DayPart.MORNING, time(10), time(12), by=by, at=NOON)
    assert half_day(world, KINGS_DAY).goes_on
    half_days_actions.reset_to_weekly(db, half_day(world, KINGS_DAY), by=by, at=NOON)
    assert not half_day(world, KINGS_DAY).goes_on


def test_the_hours_of_today_can_be_extended_but_not_reset(world, db):
    by = world.actor(world.carla)
    half_days_actions.current_opening(db, world.shop.id, at=NOON)
    row = half_days_actions.set_hours(db, TODAY, DayPart.MORNING, time(9), time(14), by=by, at=NOON)
    assert row.state == OpeningState.OPEN
    with pytest.raises(Refused):
        half_days_actions.reset_to_weekly(db, half_day(world, TODAY), by=by, at=NOON)
    with pytest.raises(Refused):
        half_days_actions.set_hours(db, TODAY, DayPart.MORNING, time(9), time(10), by=by, at=NOON)


@pytest.mark.parametrize(
    ("typed", "field"),
    [
        ({"opens": "13:00", "closes": "10:00"}, "closes"),
        ({"day": "2026-03-02"}, "day"),
        ({"day": "2028-03-02"}, "day"),
        ({"day": "never"}, "day"),
        ({"part": "night"}, "part"),
        ({"day": str(THURSDAY), "part": "afternoon", "opens": "12:00", "closes": "15:00"}, "opens"),
    ],
)
def test_invalid_hours_are_refused_at_their_field(as_, world, typed, field):
    usual = {"day": str(SATURDAY), "part": "morning", "opens": "10:00", "closes": "13:00"}
    page = as_(world.carla).post("/openings/dates", data=usual | typed)
    assert page.status_code == 422
    assert f'id="once-{field}-error"' in page.text


def test_visitors_see_the_notice_and_never_the_reason(as_, client, world, db):
    by, day = world.actor(world.carla), half_day(world, THURSDAY)
    half_days_actions.cancel(
        db, day, "Geheimpje", notice_nl="We zijn even weg.", notice_en="Back soon.", by=by, at=NOON
    )
    page = client.get(f"/hours/{world.shop.key}")
    assert page.status_code == 200
    assert "We zijn even weg." in page.text
    assert "Geheimpje" not in page.text
    client.cookies.set("language", "en", domain="localhost.local")
    assert "Back soon." in client.get(f"/hours/{world.shop.key}").text
    half_days_actions.reopen(db, half_day(world, THURSDAY), by=by, at=NOON)
    assert "Back soon." not in client.get(f"/hours/{world.shop.key}").text


def test_the_page_for_visitors_names_nobody_and_shows_only_its_own_shop(client, world, db):
    roster_actions.arrive(db, world.samira.id, by=world.actor(world.samira), at=NOON)
    text = client.get(f"/hours/{world.shop.key}").text
    assert "Nu open, tot 12.30" in text
    assert not [name for name in ("Samira", "Hatice", "De Dreef") if name in text]
    assert client.get("/hours/nowhere").status_code == 404


def test_the_fragment_equals_its_block_of_the_page_for_visitors(client, world):
    part, whole = (client.get(f"/hours/{world.shop.key}", headers=h).text for h in (HTMX, {}))
    assert part.strip() in whole


def test_the_notice_of_a_closed_period_applies_to_each_half_day(as_, world, db):
    typed = {"first": "2026-04-02", "last": "2026-04-08", "why": "Verbouwing", "told_nl": "We verbouwen."}
    as_(world.carla).post("/openings/pauses", data=typed)
    days = half_days_queries.half_days(db, world.shop.id, date(2026, 4, 1), date(2026, 4, 10))
    (closing,) = half_days_rules.closure_notices(days)
    assert (closing.first.day, closing.last.day, closing.spans_days) == (date(2026, 4, 2), date(2026, 4, 8), True)


@pytest.mark.parametrize(
    ("half_days", "rows"),
    [
        ([], 0),
        ([closed_half_day(notice_nl="Weg")], 1),
        ([closed_half_day(notice_nl="Weg"), closed_half_day(DayPart.AFTERNOON, notice_nl="Weg")], 1),
        ([closed_half_day(notice_nl="Weg"), closed_half_day(DayPart.AFTERNOON, notice_nl="Anders")], 2),
        (
            [
                closed_half_day(notice_nl="Weg"),
                closed_half_day(DayPart.AFTERNOON, holiday="King's Day"),
                closed_half_day(DayPart.EVENING, notice_nl="Weg"),
            ],
            1,
        ),
        (
            [
                closed_half_day(notice_nl="Weg"),
                closed_half_day(DayPart.AFTERNOON),
                closed_half_day(DayPart.EVENING, notice_nl="Weg"),
            ],
            2,
        ),
        (
            [
                closed_half_day(notice_nl="Weg"),
                closed_half_day(DayPart.AFTERNOON, state=OpeningState.PLANNED),
                closed_half_day(DayPart.EVENING, notice_nl="Weg"),
            ],
            2,
        ),
        ([closed_half_day()], 0),
    ],
)
def test_a_notice_is_shown_once_for_consecutive_half_days(half_days, rows):
    assert len(half_days_rules.closure_notices(half_days)) == rows


@pytest.mark.parametrize("day", [date(2026, 3, 29), date(2026, 10, 25)])
def test_an_extra_half_day_on_the_night_the_clock_changes_opens_at_its_own_hour(world, db, day):
    half_days_actions.set_hours(db, day, DayPart.MORNING, time(9), time(12), by=world.actor(world.carla), at=NOON)
    for clock, is_open in ((time(8, 59), False), (time(9), True), (time(11, 59), True), (time(12), False)):
        assert (half_days_queries.half_day_now(db, world.shop.id, moment(day, clock)) is not None) == is_open
    names = [h.day for h in half_days_queries.half_days(db, world.shop.id, day, day + timedelta(days=1))]
    assert names == [day, day + timedelta(days=1)]


def test_reports_count_a_holiday_as_a_closed_half_day(as_, world, db):
    by = world.actor(world.carla)
    found = closed_half_days(db, by, date(2026, 4, 1), date(2026, 4, 30))
    assert [(c.day, c.reason, c.holiday) for c in found] == [
        (date(2026, 4, 3), "", True),
        (EASTER_MONDAY, "", True),
        (KINGS_DAY, "", True),
    ]
    half_days_actions.reopen(db, half_day(world, KINGS_DAY), by=by, at=NOON)
    assert KINGS_DAY not in {c.day for c in closed_half_days(db, by, date(2026, 4, 1), date(2026, 4, 30))}
    assert closed_half_days(db, by, date(2020, 4, 1), date(2020, 4, 30)) == []  # there was no shop yet
