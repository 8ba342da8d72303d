"""The kiosk as a visitor uses it: in Arabic, by touch, by keyboard and without JavaScript."""

import pytest
from playwright.sync_api import Page, expect
from sqlmodel import Session, select

from app.front_desk.kiosk import rules, tablet_actions
from app.front_desk.kiosk.models import Tablet
from app.front_desk.visits.models import Visit
from tests.browser.input_methods import Keyboard, NoScript, translated
from tests.browser.page_checks import axe_violations, invalid_html, overflow_pixels
from tests.browser.town import TownBuilder
from tests.world import NOON

TABLET = {"width": 1024, "height": 768}


@pytest.fixture
def code(town) -> str:
    """A pairing code created by Carla; the shop is open and visitors are waiting."""
    life = TownBuilder(town)
    life.begins()
    life.at_the_door()
    tablet = tablet_actions.create(town.db, "Bij de voordeur", by=life.carla, at=NOON)
    made = tablet_actions.new_code(town.db, tablet, by=life.carla, at=NOON)
    town.db.commit()
    return made


def pair_tablet(page: Page, code: str) -> None:
    page.get_by_label(translated("Code")).fill(f"{code[:4]} {code[4:]}")
    page.get_by_role("button", name=translated("Use this as the tablet at the door")).click()
    expect(page.get_by_role("link", name="العربية")).to_be_visible()


def page_problems(page: Page, sources: dict[str, str]) -> list[str]:
    """Problems of this screen in both themes, on a phone and in portrait."""
    problems = []
    for theme in ("light", "dark"):
        page.emulate_media(color_scheme=theme, reduced_motion="reduce")
        problems += [f"{page.url} {theme}: {v}" for v in axe_violations(page)]
    for width, height in ((320, 640), (768, 1024), (1024, 768)):
        page.set_viewport_size({"width": width, "height": height})
        if (wider := overflow_pixels(page)) > 0:
            problems.append(f"{page.url}: {wider} px too wide at {width}")
        for thing in page.locator("main :is(a, button, input)").all():
            box = thing.bounding_box()
            if not box or min(box["width"], box["height"]) < 87:
                problems.append(f"{page.url}: {thing} is small at {width}: {box}")
    sources[page.url] = page.content()
    return problems


@pytest.mark.parametrize("hands", [Keyboard, NoScript])
def test_a_visitor_checks_in_in_arabic_and_the_host_sees_whom_to_call(hands, code, town, visit, tmp_path):
    page = visit(None, "/check-in", java_script_enabled=hands.scripts, viewport=TABLET, expect_errors=True)
    hand, sources, problems = hands(page), {}, []
    pair_tablet(page, code)

    def look() -> None:
        if hands.scripts:
            problems.extend(page_problems(page, sources))

    look()
    hand.press(page.get_by_role("link", name="العربية"))
    expect(page.get_by_role("heading", level=1)).to_have_text(translated("What do you come for?", "ar"))
    assert page.locator("html").get_attribute("dir") == "rtl"
    first, second = (page.locator(".tile").nth(n).bounding_box() for n in (0, 1))
    assert first["x"] > second["x"]  # it is read from the right
    look()
    hand.press(page.get_by_role("link", name=translated("Money", "ar")))
    look()
    hand.write(page.get_by_label(translated("What may we call you?", "ar")), "أمل")
    hand.press(page.get_by_role("button", name=translated("I am here", "ar")))
    expect(page.get_by_role("heading", level=1)).to_have_text(translated("You are number %(number)s", "ar", number=1))
    look()
    assert invalid_html(sources, tmp_path) == []
    assert problems == [], "\n".join(problems)
    board = visit(town.hanna, "/door").locator("#board li", has_text="أمل")
    for words in (translated("Number %(number)s", number=1), translated("Money"), "Arabisch", "“أمل”"):
        expect(board).to_contain_text(words)


def test_the_next_visitor_finds_nothing_of_the_previous_one(code, town, visit):
    page = visit(None, "/check-in", viewport=TABLET)
    pair_tablet(page, code)
    page.get_by_role("link", name="Türkçe").click()
    page.get_by_role("link", name=translated("Housing", "tr")).click()
    page.get_by_label(translated("What may we call you?", "tr")).fill("Ayşe")
    page.get_by_role("button", name=translated("I am here", "tr")).click()
    page.get_by_role("link", name=translated("Done", "tr")).click()
    for _step in range(4):
        expect(page.get_by_role("link", name="Türkçe")).to_be_visible()
        assert "Ayşe" not in page.content()
        page.go_back()


def test_two_presses_give_a_visitor_one_number(code, town, visit):
    page = visit(None, "/check-in", viewport=TABLET)
    pair_tablet(page, code)
    page.get_by_role("link", name="Polski").click()
    page.get_by_role("link", name=translated("Work", "pl")).click()
    page.get_by_role("button", name=translated("I am here", "pl")).dblclick()
    expect(page.get_by_role("heading", level=1)).to_have_text(translated("You are number %(number)s", "pl", number=1))
    assert [v.number for v in town.db.exec(select(Visit)) if v.number] == [1]
    town.db.commit()


def test_an_abandoned_screen_returns_to_the_start(code, town, visit, monkeypatch):
    monkeypatch.setattr(rules, "TOPICS_SECONDS", 1)
    page = visit(None, "/check-in", viewport=TABLET, java_script_enabled=False)
    pair_tablet(page, code)
    page.get_by_role("link", name="Español").click()
    page.wait_for_url("**/check-in")
    expect(page.get_by_role("link", name="Español")).to_be_visible()


def test_a_withdrawn_tablet_stops_working(served, code, town, visit):
    page = visit(None, "/check-in", viewport=TABLET)
    pair_tablet(page, code)
    carla = visit(town.carla, "/tablets")
    carla.get_by_role("button", name=translated("Withdraw")).click()
    expect(carla.locator("main")).to_contain_text(
        translated("There is no tablet yet. Any tablet with a browser will do.")
    )
    page.get_by_role("link", name="Español").click()
    expect(page.get_by_label(translated("Code"))).to_be_visible()
    _address, engine = served
    with Session(engine) as db:
        assert db.exec(select(Tablet)).one().withdrawn_at == NOON


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_the_screen_of_a_closed_shop_is_accessible_and_valid(code, town, visit, clock, tmp_path, theme):
    page = visit(None, "/check-in", viewport=TABLET, color_scheme=theme)
    pair_tablet(page, code)
    clock.at = NOON.replace(hour=20)
    page.goto("/check-in")
    sources, problems = {}, page_problems(page, sources := {})
    page.get_by_role("link", name="Українська").click()
    expect(page.get_by_role("heading", level=1)).to_have_text(translated("We are closed now", "uk"))
    assert problems + axe_violations(page) == []
    assert invalid_html(sources | {page.url: page.content()}, tmp_path) == []
