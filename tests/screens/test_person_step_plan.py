"""The step plan on a person's page for a partner, and who takes a step at the front desk."""

from datetime import time, timedelta

import pytest

from app.guidance.journeys import actions
from app.guidance.journeys.models import ResponsibilityReason, StepTaker
from app.guidance.journeys.step_models import Step
from app.guidance.step_plans import actions as step_plans_actions
from app.handovers.lifecycle.models import Kind as Sort
from app.handovers.lifecycle.models import State
from app.screens.front_desk.expected_today_queries import expected_visitors
from tests.guidance.conftest import (
    ends,  # noqa: F401  fixtures
    journey,  # noqa: F401  fixtures
)
from tests.screens.test_person import page, share
from tests.world import NOON, TODAY

LATER = TODAY + timedelta(days=9)


@pytest.fixture
def planned(world, journey):
    step = Step("markeervroeger", LATER, world.samira)
    return step_plans_actions.add_step(world.db, journey, step, by=world.actor(world.samira), at=NOON)


def taken_over(world, journey, sections):
    """DOCK becomes responsible for Hatice a little later; the step plan moves too."""
    later = NOON + timedelta(minutes=5)
    share(world, journey, sections, State.RUNNING, Sort.TRANSFER).running_at = later
    by = world.actor(world.samira)
    actions.move_responsibility(world.db, journey, world.fatima, ResponsibilityReason.TRANSFER, by=by, at=later)
    step = Step("markeernieuw", LATER, world.fatima)
    step_plans_actions.add_step(world.db, journey, step, by=world.actor(world.fatima), at=later)


@pytest.mark.parametrize(("sections", "earlier"), [(["contact"], False), (["contact", "steps"], True)])
def test_the_responsible_partner_sees_steps_agreed_since_or_shared(as_, world, planned, sections, earlier):
    taken_over(world, planned, sections)
    text = page(as_(world.fatima), world).text
    assert "Samen bellen" in text
    assert "markeernieuw" in text
    assert ("markeervroeger" in text) == earlier
    assert "markeervroeger" in page(as_(world.joost), world).text


def test_a_partner_that_helps_sees_the_plan_only_where_steps_are_shared_and_changes_nothing(as_, world, planned):
    handover = share(world, planned, ["contact"], State.RUNNING)
    assert "markeervroeger" not in page(as_(world.fatima), world).text
    handover.shared = handover.consent.sections = ["contact", "steps"]
    world.db.flush()
    text = page(as_(world.fatima), world).text
    assert "markeervroeger" in text
    assert "/steps" not in text


def test_a_host_sees_no_plan(as_, world, planned):
    text = page(as_(world.hanna), world).text
    assert "markeervroeger" not in text
    assert "/steps" not in text


def test_a_late_step_is_marked_in_words(as_, world, planned):
    planned.next_on = TODAY - timedelta(days=3)
    world.db.flush()
    assert "3 dagen te laat" in page(as_(world.samira), world).text


@pytest.mark.parametrize(
    ("by", "reader", "whom", "alone"),
    [
        (StepTaker.PARTNER, "samira", "DOCK", False),
        (StepTaker.PARTNER, "hanna", "Samira Bouzid", False),
        (StepTaker.PERSON, "samira", "Samira Bouzid", True),
        (StepTaker.PERSON, "hanna", "Samira Bouzid", False),
    ],
)
def test_the_front_desk_shows_who_takes_a_step_and_hosts_see_its_worker(as_, world, journey, by, reader, whom, alone):
    step = Step("Bellen", TODAY, world.samira, time(11), by, world.dock if by == StepTaker.PARTNER else None)
    step_plans_actions.add_step(world.db, journey, step, by=world.actor(world.samira), at=NOON)
    worker = getattr(world, reader)
    (one,) = expected_visitors(world.db, world.actor(worker), NOON)
    assert (one.with_whom, one.alone) == (whom, alone)
    client = as_(worker)
    for path in ("/door", "/door/sheet"):
        text = client.get(path).text
        assert ("DOCK" in text.split('id="main"')[1]) == (whom == "DOCK") or path == "/door"
        assert ("Hatice doet het zelf" in text) == alone
