"""The step plan in a browser: a step is completed in place, once, or on a separate page that asks more."""

from datetime import timedelta

import pytest
from playwright.sync_api import expect

from app.guidance.journeys.step_models import Step
from app.guidance.step_plans import actions
from tests.browser.town import TownBuilder
from tests.world import NOON, TODAY


@pytest.fixture
def planned(town):
    """Hatice's plan: three steps."""
    life = TownBuilder(town)
    life.begins()
    journey = life.followed(town.hatice, TODAY)
    for n in (3, 9):
        step = Step(f"Stap {n}", TODAY + timedelta(days=n), town.samira)
        actions.add_step(town.db, journey, step, by=life.samira, at=NOON)
    town.db.commit()


@pytest.mark.parametrize("scripts", [True, False])
def test_a_double_click_on_done_completes_one_step(scripts, town, visit, planned):
    page = visit(town.samira, f"/people/{town.hatice.key}", java_script_enabled=scripts)
    if scripts:
        page.evaluate("document.body.dataset.stays = 'yes'")
    page.locator("#next form button").first.dblclick(delay=120 if scripts else 0)
    expect(page.locator("#next .step")).to_contain_text("Stap 3")
    expect(page.locator(".later")).to_contain_text("Stap 9")
    expect(page.locator("#line")).to_contain_text("Stap 3")
    assert page.locator("body[data-stays]").count() == scripts  # in place: it is the same page
