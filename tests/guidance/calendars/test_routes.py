"""The calendar file of one step and the private feed, neither of which contains personal data."""

from datetime import UTC, date, datetime, time, timedelta

import pytest
from icalendar import Calendar
from sqlmodel import select

from app.accounts import actions as accounts
from app.accounts.models import Membership, Role
from app.audit.models import AuditEntry, AuditKind
from app.core.clock import request_time
from app.core.ids import digest
from app.guidance.calendars import actions, calendar_file
from app.guidance.calendars.models import CalendarFeed
from app.guidance.calendars.routes import UNKNOWN_LINKS
from app.guidance.journeys import actions as journeys
from app.guidance.journeys import queries
from app.guidance.journeys.models import StepTaker
from app.guidance.journeys.step_models import Step
from app.guidance.step_plans import actions as step_plans_actions
from tests.guidance.conftest import (
    TOMORROW,
    ends,  # noqa: F401  fixtures
    journey,  # noqa: F401  fixtures
    open_journey,
)
from tests.world import NOON, TODAY

LATER = TOMORROW + timedelta(days=7)


@pytest.fixture
def by(world):
    return world.actor(world.samira)


@pytest.fixture
def planned(world, journey, by):
    """A plan: Samen bellen tomorrow, and the ROC at half past ten a week later."""
    step = Step("Naar het ROC", LATER, world.samira, time(10, 30))
    return step_plans_actions.add_step(world.db, journey, step, by=by, at=NOON)


@pytest.fixture
def link(world, planned, by):
    """The path of Samira's feed."""
    return f"/calendar/{actions.make_link(world.db, by=by, at=NOON)}.ics"


def read(answer):
    assert answer.status_code == 200
    assert answer.headers["content-type"] == "text/calendar; charset=utf-8"
    assert answer.headers["cache-control"] == "no-store"
    return Calendar.from_ical(answer.content)


def days(found):
    return [event.start for event in found.events]


def test_a_step_with_a_time_is_an_appointment_and_one_without_fills_no_time(as_, world, planned):
    client = as_(world.samira)
    first, second = queries.planned_steps(world.db, planned)
    for step, starts, ends_at in (
        (first, TOMORROW, TOMORROW + timedelta(days=1)),
        (second, datetime(2026, 3, 11, 9, 30, tzinfo=UTC), datetime(2026, 3, 11, 10, tzinfo=UTC)),
    ):
        answer = client.get(f"/journeys/{planned.key}/steps/{step.key}/calendar")
        (event,) = read(answer).events
        assert (event.start, event.end) == (starts, ends_at)
        assert event["UID"] == f"{step.key}@werkwinkel"
        assert event["TRANSP"] == ("OPAQUE" if step.clock else "TRANSPARENT")
        assert answer.headers["content-disposition"] == 'attachment; filename="werkwinkel.ics"'
        assert b"\r\n" in answer.content
        assert all(len(line) <= 75 for line in answer.content.split(b"\r\n"))


@pytest.mark.parametrize(
    ("on", "clock", "starts"),
    [
        (date(2026, 3, 28), time(10), datetime(2026, 3, 28, 9, tzinfo=UTC)),
        (date(2026, 3, 29), time(10), datetime(2026, 3, 29, 8, tzinfo=UTC)),  # the clock went forward that night
        (date(2026, 10, 25), time(10), datetime(2026, 10, 25, 9, tzinfo=UTC)),  # and back that one
    ],
)
def test_local_time_counts_when_the_clock_changes(world, planned, on, clock, starts):
    step = Step("Samen bellen", on, world.samira, clock)
    event = calendar_file.build_event(planned, step, root="http://localhost/", at=NOON)
    assert event.start == starts
    assert event.end - event.start == calendar_file.EVENT_DURATION


def test_a_calendar_contains_no_personal_data_of_the_visitor(client, world, planned, link):
    text = client.get(link).text
    for word in ("Hatice", "Yıldız", "Samen bellen", "ROC", "Samira", "0612345678"):
        assert word not in text
    assert f"http://localhost/people/{world.hatice.key}" in text.replace("\r\n ", "")
    assert "Stap voor een bezoeker" in text


def test_the_feed_holds_only_the_next_and_later_steps_of_its_worker(client, world, planned, link, by):
    step_plans_actions.add_step(world.db, planned, Step("Van Joost", LATER, world.joost), by=by, at=NOON)
    step_plans_actions.add_step(
        world.db, planned, Step("Zelf bellen", LATER, world.samira, by=StepTaker.PERSON), by=by, at=NOON
    )
    open_journey(world, world.kwame, world.joost)
    assert days(read(client.get(link))) == [TOMORROW, datetime(2026, 3, 11, 9, 30, tzinfo=UTC), LATER]


def test_the_feed_goes_a_year_ahead_and_two_months_back(client, world, planned, link):
    row = queries.later_steps(world.db, planned.id)[0]
    for back, shown in ((61, 2), (62, 1)):
        planned.next_on = TODAY - timedelta(days=back)
        world.db.flush()
        assert len(read(client.get(link)).events) == shown
    row.due_on = TODAY + timedelta(days=367)
    world.db.flush()
    assert read(client.get(link)).events == []


def test_a_moved_step_moves_in_the_calendar_and_a_reassigned_step_leaves_it(client, world, planned, link, by):
    def uids():
        return {event["UID"]: event for event in read(client.get(link)).events}

    key, before = f"{planned.next_key}@werkwinkel", uids()
    step_plans_actions.move_step(world.db, planned, planned.next_key, LATER + timedelta(days=1), by=by, at=NOON)
    after = uids()
    assert before.keys() == after.keys()
    assert (after[key].start, after[key]["SEQUENCE"]) == (LATER + timedelta(days=1), 1)
    journeys.reassign(world.db, planned, world.joost, "Verlof", by=by, at=NOON)
    assert uids() == {}


def test_closed_steps_leave_the_feed(client, world, planned, link, by, ends):
    step_plans_actions.complete_step(world.db, planned, planned.next_key, by=by, at=NOON)
    assert len(read(client.get(link)).events) == 1
    journeys.end(world.db, planned, kind=ends, by=by, at=NOON)
    assert read(client.get(link)).events == []


def test_a_step_that_moves_to_a_partner_leaves_the_feed(client, world, planned, link, by):
    from app.guidance.journeys.models import ResponsibilityReason

    journeys.move_responsibility(world.db, planned, world.fatima, ResponsibilityReason.TRANSFER, by=by, at=NOON)
    assert read(client.get(link)).events == []
    theirs = actions.make_link(world.db, by=world.actor(world.fatima), at=NOON)
    assert len(read(client.get(f"/calendar/{theirs}.ics")).events) == 2


def test_a_link_that_no_longer_works_is_not_found(client, world, link):
    assert client.get("/calendar/verzonnen.ics").status_code == 404
    for roles in ([Role.MANAGER], []):
        accounts.set_roles(world.db, world.samira, world.shop.id, roles)
        assert client.get(link).status_code == 404
    accounts.set_roles(world.db, world.samira, world.shop.id, [Role.FRONT_OFFICE])
    assert client.get(link).status_code == 200
    accounts.disable(world.db, world.samira, at=NOON)
    assert client.get(link).status_code == 404


def test_guessing_links_is_limited(client, app, world, link):
    for n in range(20):
        assert client.get(f"/calendar/poging-{n}.ics").status_code == 404
    assert client.get("/calendar/nog-een.ics").status_code == 429
    assert client.get(link).status_code == 429
    app.dependency_overrides[request_time] = lambda: NOON + UNKNOWN_LINKS.window
    for _time in range(30):
        assert client.get(link).status_code == 200


def test_a_worker_makes_a_link_sees_it_once_and_stops_it(as_, world, planned):
    client = as_(world.samira)
    assert 'href="/calendar"' in client.get("/account").text
    links = []
    for _time in range(2):
        text = client.post("/calendar").text
        links.append(text.split('value="http://localhost')[1].split('"')[0])
    assert [client.get(one).status_code for one in links] == [404, 200]
    assert links[1] not in client.get("/calendar").text
    token = links[1].removeprefix("/calendar/").removesuffix(".ics")
    kept = world.db.exec(select(CalendarFeed.token_hash)).all()
    assert digest(token) in kept
    assert token not in kept
    assert client.post("/calendar/withdrawal").status_code == 200
    assert client.get(links[1]).status_code == 404


@pytest.mark.parametrize("who", ["hanna", "marleen", "anton", "petra"])
def test_workers_who_follow_nobody_have_no_feed(as_, world, who):
    client = as_(getattr(world, who))
    assert client.get("/calendar").status_code == 404
    assert client.post("/calendar").status_code == 404
    assert 'href="/calendar"' not in client.get("/account").text


def test_a_feed_covers_one_shop(client, world, planned, link, by):
    world.db.add(Membership(worker_id=world.samira.id, shop_id=world.other_shop.id, role=Role.FRONT_OFFICE))
    there = world.actor(world.samira, world.other_shop)
    other = actions.make_link(world.db, by=there, at=NOON)
    assert read(client.get(f"/calendar/{other}.ics")).events == []
    assert len(read(client.get(link)).events) == 2


def test_the_audit_log_has_each_fetch_without_a_person_and_each_file_with_one(as_, client, world, planned, link):
    client.get(link)
    as_(world.joost).get(f"/journeys/{planned.key}/steps/{planned.next_key}/calendar")
    looks = world.db.exec(select(AuditEntry).where(AuditEntry.kind == AuditKind.READ)).all()
    assert [(look.worker_id, look.subject, look.what, look.person_id) for look in looks] == [
        (world.samira.id, "calendar_feed", "own steps", None),
        (world.joost.id, "journey", "calendar", world.hatice.id),
    ]


def test_the_calendar_fragment_equals_the_block_of_the_page(as_, world, planned):
    from tests.conftest import HTMX

    client = as_(world.samira)
    fragment = client.get("/calendar", headers=HTMX).text
    assert "<html" not in fragment
    assert fragment.strip() in client.get("/calendar").text
