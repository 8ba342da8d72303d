"""A visitor's own plan: on the worker's screen, on paper, and on a phone without JavaScript."""

import re

import pytest
import segno
from playwright.sync_api import Page, expect
from sqlmodel import Session, select

from app.guidance.journeys.step_models import Step
from app.guidance.step_plans.actions import add_step
from app.handovers.consents import actions as consents
from app.handovers.consents.models import ConsentMethod
from app.handovers.shared_plans.models import PlanAnswer
from tests.browser.input_methods import translated
from tests.browser.page_checks import axe_violations, invalid_html, overflow_pixels
from tests.browser.town import SHARED, TownBuilder
from tests.world import NOON, TODAY

PHONE = {"width": 390, "height": 844}


@pytest.fixture
def hatice(town):
    """Hatice, followed by Samira, with two upcoming steps and something shared with DOCK."""
    life = TownBuilder(town)
    life.begins()
    town.shop.phone, town.samira.phone = "030 555 0100", "06 5550 0101"
    journey = life.followed(town.hatice, TODAY)
    step = Step("Kijken bij de taalles", TODAY.replace(day=12), town.samira)
    add_step(town.db, journey, step, by=life.samira, at=NOON)
    consents.record_consent(
        town.db, town.hatice, town.dock, SHARED, how=ConsentMethod.SPOKEN, language="nl", by=life.samira, at=NOON
    )
    town.db.commit()
    return town.hatice


def page_problems(page: Page) -> list[str]:
    """Problems of this page in both themes and on a small phone."""
    problems = []
    for theme in ("light", "dark"):
        page.emulate_media(color_scheme=theme, reduced_motion="reduce")
        problems += [f"{page.url} {theme}: {v}" for v in axe_violations(page)]
    before = page.viewport_size
    page.set_viewport_size({"width": 320, "height": 640})
    if (wider := overflow_pixels(page)) > 0:
        problems.append(f"{page.url}: {wider} px too wide at 320 px")
    page.set_viewport_size(before)
    return problems


def sheets(page: Page) -> int:
    """Number of sheets of paper that the page takes."""
    page.emulate_media(media="print", color_scheme="light")
    printed = page.pdf(format="A4")
    page.emulate_media(media="screen")
    return len(re.findall(rb"/Type\s*/Page\b", printed))


def test_samira_gives_an_arabic_plan_on_paper_and_on_the_phone(town, visit, hatice, tmp_path):
    page = visit(town.samira, f"/people/{hatice.key}/plan?language=ar")
    expect(page.locator("article")).to_have_count(2)
    arabic = page.locator("article[lang=ar]")
    assert arabic.evaluate("e => getComputedStyle(e).direction") == "rtl"
    dutch = page.locator("article[lang=nl]")
    assert arabic.bounding_box()["x"] > dutch.bounding_box()["x"], "who reads from the right begins at the right"
    lines = [
        column.get_by_role("heading", name=translated("Consent", code))
        for column, code in ((arabic, "ar"), (dutch, "nl"))
    ]
    tops = [line.bounding_box()["y"] for line in lines]
    assert abs(tops[0] - tops[1]) < 12, "the same stands beside the same"
    problems = page_problems(page)
    assert sheets(page) == 1
    page.emulate_media(media="print")
    expect(arabic.get_by_text(translated("What we agreed", "ar"))).to_be_visible()
    for hidden in (".rail", "#links", ".btn >> nth=0"):
        expect(page.locator(hidden).first).to_be_hidden()
    page.emulate_media(media="screen")

    page.get_by_role("button", name=translated("Give a link")).click()
    address = page.locator(".address").inner_text()
    drawn = segno.make(address, error="m").svg_inline(omitsize=True, dark="#000", light="#fff")
    path = re.search(r'stroke="#000" d="([^"]+)"', drawn)
    assert path
    assert page.locator(".fresh svg .qrline").get_attribute("d") == path.group(1)
    problems += page_problems(page)
    assert sheets(page) <= 2
    assert problems + invalid_html({"fresh": page.content()}, tmp_path) == []


@pytest.mark.parametrize("scripts", [True, False])
def test_the_visitor_reads_it_and_answers(town, visit, hatice, served, tmp_path, scripts):
    page = visit(town.samira, f"/people/{hatice.key}/plan?language=ar")
    page.get_by_role("button", name=translated("Give a link")).click()
    address = page.locator(".address").inner_text()
    phone = visit(None, address, viewport=PHONE, java_script_enabled=scripts)
    expect(phone.get_by_role("heading", level=1)).to_have_text(
        translated("%(name)s, this is your plan", "ar", name="Hatice")
    )
    source = phone.content()
    problems = page_problems(phone) if scripts else []
    phone.get_by_role("button", name=translated("Not yet", "ar")).click()
    expect(phone.get_by_role("status")).to_contain_text(translated("Not yet", "nl"))
    _address, engine = served
    with Session(engine) as db:
        assert db.exec(select(PlanAnswer)).one().spoken is False
    for button in phone.locator("button").all():
        assert button.bounding_box()["height"] >= 44
    problems += page_problems(phone) if scripts else []
    page.get_by_role("link", name=translated("Done")).click()
    page.get_by_role("button", name=re.compile(translated("Withdraw"))).click()
    expect(page.get_by_role("button", name=re.compile(translated("Withdraw")))).to_have_count(0)
    gone = visit(None, address, viewport=PHONE, java_script_enabled=scripts, expect_errors=True)
    expect(gone.get_by_role("heading", level=1)).to_have_text(translated("This page does not work any more", "ar"))
    problems += page_problems(gone) if scripts else []
    assert problems + invalid_html({"open": source, "gone": gone.content()}, tmp_path) == []
