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


def becomes_the_tablet(page: Page, code: str) -> None:
    page.get_by_label(translated("Code")).fill(f"{code[:4]} {code[4:]}")
    page.get_by_role("button", name=translated("Use this as the tablet at the door")).click()
    expect(page.get_by_role("link", name="العربية")).to_be_visible()


def good(page: Page, sources: dict[str, str]) -> list[str]:
    """What is wrong with this screen, in both themes, on a phone and held upright."""
    wrong = []
    for theme in ("light", "dark"):
        page.emulate_media(color_scheme=theme, reduced_motion="reduce")
        wrong += [f"{page.url} {theme}: {v}" for v in axe_violations(page)]
    for width, height in ((320, 640), (768, 1024), (1024, 768)):
        page.set_viewport_size({"width": width, "height": height})
        if (wider := overflow_pixels(page)) > 0:
            wrong.append(f"{page.url}: {wider} px too wide at {width}")
        for thing in page.locator("main :is(a, button, input)").all():
            box = thing.bounding_box()
            if not box or min(box["width"], box["height"]) < 87:
                wrong.append(f"{page.url}: {thing} is small at {width}: {box}")
    sources[page.url] = page.content()
    return wrong


@pytest.mark.parametrize("hands", [Keyboard, NoScript])
def test_a_visitor_who_reads_arabic_checks_in_and_the_host_sees_who_to_call(hands, code, town, visit, tmp_path):
    page = visit(None, "/check-in", java_script_enabled=hands.scripts, viewport=TABLET, expect_errors=True)
    hand, sources, wrong = hands(page), {}, []
    becomes_the_tablet(page, code)

    def look() -> None:
        if hands.scripts:
            wrong.extend(good(page, sources))

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
    assert wrong == [], "\n".join(wrong)
    board = visit(town.hanna, "/door").locator("#board li", has_text="أمل")
    for words in (translated("Number %(number)s", number=1), translated("Money"), "Arabisch", "“أمل”"):
        expect(board).to_contain_text(words)


def test_the_next_visitor_finds_nothing_of_the_one_before(code, town, visit):
    page = visit(None, "/check-in", viewport=TABLET)
    becomes_the_tablet(page, code)
    page.get_by_role("link", name="Türkçe").click()
    page.get_by_role("link", name=translated("Housing", "tr")).click()
    page.get_by_label(translated("What may we call you?", "tr")).fill("Ayşe")
    page.get_by_role("button", name=translated("I am here", "tr")).click()
    page.get_by_role("link", name=translated("Done", "tr")).click()
    for _step in range(4):
        expect(page.get_by_role("link", name="Türkçe")).to_be_visible()
        assert "Ayşe" not in page.content()
        page.go_back()


def test_pressed_twice_a_visitor_has_one_number(code, town, visit):
    page = visit(None, "/check-in", viewport=TABLET)
    becomes_the_tablet(page, code)
    page.get_by_role("link", name="Polski").click()
    page.get_by_role("link", name=translated("Work", "pl")).click()
    page.get_by_role("button", name=translated("I am here", "pl")).dblclick()
    expect(page.get_by_role("heading", level=1)).to_have_text(translated("You are number %(number)s", "pl", number=1))
    assert [v.number for v in town.db.exec(select(Visit)) if v.number] == [1]
    town.db.commit()


def test_a_screen_that_was_left_goes_back_by_itself(code, town, visit, monkeypatch):
    monkeypatch.setattr(rules, "TOPICS_SECONDS", 1)
    page = visit(None, "/check-in", viewport=TABLET, java_script_enabled=False)
    becomes_the_tablet(page, code)
    page.get_by_role("link", name="Español").click()
    page.wait_for_url("**/check-in")
    expect(page.get_by_role("link", name="Español")).to_be_visible()


def test_a_tablet_that_is_withdrawn_is_a_tablet_no_more(served, code, town, visit):
    page = visit(None, "/check-in", viewport=TABLET)
    becomes_the_tablet(page, code)
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
def test_a_closed_shop_is_said_in_good_form(code, town, visit, clock, tmp_path, theme):
    page = visit(None, "/check-in", viewport=TABLET, color_scheme=theme)
    becomes_the_tablet(page, code)
    clock.at = NOON.replace(hour=20)
    page.goto("/check-in")
    sources, wrong = {}, good(page, sources := {})
    page.get_by_role("link", name="Українська").click()
    expect(page.get_by_role("heading", level=1)).to_have_text(translated("We are closed now", "uk"))
    assert wrong + axe_violations(page) == []
    assert invalid_html(sources | {page.url: page.content()}, tmp_path) == []
