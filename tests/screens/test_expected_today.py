"""Visitors expected today: next steps with a time, and introductions."""

from datetime import time, timedelta

import pytest
from sqlmodel import select

from app.audit.models import AuditEntry
from app.core.clock import moment
from app.front_desk.visits import actions as visits
from app.front_desk.visits.models import Visit, VisitKind
from app.guidance.journeys import actions as journeys
from app.guidance.journeys.step_models import StepResult
from app.handovers.introductions import actions
from app.handovers.lifecycle.models import State, Way
from app.screens.front_desk.expected_today_queries import expected_visitors
from tests.handovers.handover_shop import build
from tests.world import NOON, TODAY

AT_ELEVEN = time(11)


@pytest.fixture
def shop(world):
    """Hatice comes at eleven to work on her CV with Samira."""
    shop = build(world)
    step(shop, TODAY, AT_ELEVEN)
    return shop


def step(shop, on, at):
    journeys.plan_next(
        shop.world.db,
        shop.journey,
        result=StepResult.MOVED,
        what="markeerstap",
        on=on,
        time=at,
        worker=shop.world.samira,
        by=shop.as_("samira"),
        at=NOON,
    )


def test_a_next_step_with_a_time_is_expected_with_worker_and_subject(shop, db):
    (one,) = expected_visitors(db, shop.as_("samira"), NOON)
    assert (one.person.name, one.at) == ("Hatice Yıldız", moment(TODAY, AT_ELEVEN))
    assert (one.with_whom, one.what) == ("Samira Bouzid", "markeerstap")


def test_a_host_sees_the_name_but_not_the_subject(shop, as_, db):
    (one,) = expected_visitors(db, shop.as_("hanna"), NOON)
    assert (one.person.name, one.what) == ("Hatice Yıldız", "")
    page = as_(shop.world.hanna).get("/door").text
    assert "Vandaag verwacht: 1, eerstvolgende om 11.00" in page
    assert "markeerstap" not in page
    looked = db.exec(select(AuditEntry).where(AuditEntry.what == "expected")).one()
    assert looked.person_id == shop.world.hatice.id


@pytest.mark.parametrize(("on", "at"), [(TODAY, None), (TODAY + timedelta(days=1), AT_ELEVEN)])
def test_nobody_is_expected_without_a_time_or_on_another_day(shop, db, on, at):
    step(shop, on, at)
    assert expected_visitors(db, shop.as_("hanna"), NOON) == []


@pytest.mark.parametrize("who", ["fatima", "marleen", "olaf"])
def test_other_shops_and_roles_see_nobody_expected_here(shop, db, who):
    assert expected_visitors(db, shop.as_(who), NOON) == []


def test_an_introduction_in_person_is_expected_and_one_by_phone_is_not(shop, db):
    step(shop, TODAY, None)
    handover = shop.in_state(State.ACCEPTED)
    for way, number in ((Way.IN_PERSON, 1), (Way.PHONE, 0)):
        actions.plan_introduction(
            db, handover, planned_for=moment(TODAY, time(12)), way=way, place="hier", by=shop.as_("fatima"), at=NOON
        )
        assert len(expected_visitors(db, shop.as_("samira"), NOON)) == number


def test_a_visitor_who_came_in_is_no_longer_expected_but_one_who_called_is(shop, as_, db):
    by = shop.as_("hanna")
    visits.register(db, shop.world.hatice, kind=VisitKind.PHONE, by=by, at=NOON)
    assert len(expected_visitors(db, by, NOON)) == 1
    typed = {"person": shop.world.hatice.key, "kind": "appointment", "intention": "a"}
    as_(shop.world.hanna).post("/door/contacts", data=typed)
    assert expected_visitors(db, by, NOON) == []
    assert VisitKind.APPOINTMENT in {visit.kind for visit in db.exec(select(Visit))}
