"""Other contacts, the roster and the front desk header in a real browser."""

import pytest
from playwright.sync_api import expect

from tests.browser.input_methods import translated
from tests.browser.page_checks import overflow_pixels
from tests.browser.town import TownBuilder, fill_town


def test_a_phone_call_is_recorded_by_keyboard_and_undone(town, visit):
    TownBuilder(town).begins()
    page = visit(town.hanna, "/door")
    page.locator("#q").press_sequentially("hatic")
    expect(page.locator("[data-first]")).to_contain_text("Hatice")
    page.locator("[data-first]").focus()
    page.keyboard.press("c")
    form = page.locator("form[action='/door/contacts']")
    form.get_by_label(translated("Phone"), exact=True).press("Space")
    expect(form.get_by_label("Hatice Yıldız")).to_be_checked()
    form.get_by_label(translated("About")).fill("vraagt naar de taalles")
    page.keyboard.press("Enter")
    page.wait_for_url("**/door")
    expect(page.locator("#board")).to_contain_text("1 bezoek")
    page.goto("/door/contacts")
    expect(page.locator("#written")).to_contain_text("vraagt naar de taalles")
    page.get_by_role("button", name=translated("This was a mistake")).click()
    expect(page.locator("#written")).not_to_contain_text("Hatice")


@pytest.mark.parametrize("scripts", [True, False])
def test_a_partner_plans_a_half_day_and_cancels_it(town, visit, scripts):
    TownBuilder(town).begins()
    page = visit(town.karim, "/roster", java_script_enabled=scripts)
    page.get_by_role("button", name=translated("I will be there")).first.click()
    expect(page.locator(".half-days .team")).to_contain_text(["Karim Aydin"])
    page.get_by_role("button", name=translated("I cannot come")).click()
    expect(page.get_by_role("button", name=translated("I cannot come"))).to_have_count(0)


def test_the_front_desk_header_stays_on_two_lines_and_fits_a_small_screen(town, visit):
    fill_town(town)
    page = visit(town.hanna, "/door")
    page.set_viewport_size({"width": 1360, "height": 1000})
    boxes = [one.bounding_box() for one in page.locator(".shift .face, .tongues > span").all()]
    assert max(b["y"] + b["height"] for b in boxes) - min(b["y"] for b in boxes) < 80  # two lines of faces
    page.set_viewport_size({"width": 320, "height": 640})
    assert overflow_pixels(page) <= 0


def test_the_page_for_visitors_prints_without_temporary_notes(town, visit):
    fill_town(town)
    page = visit(None, f"/hours/{town.shop.key}")
    expect(page.locator("#hours")).to_contain_text("We zijn er vrijdag weer.")
    expect(page.get_by_role("button", name=translated("Print for the door"))).to_be_visible()
    page.emulate_media(media="print")
    expect(page.locator(".now")).to_be_hidden()
    expect(page.get_by_role("button", name=translated("Print for the door"))).to_be_hidden()
    expect(page.locator("dt").first).to_contain_text("Dinsdag 3 maart")
