"""My people in a browser: further pages are appended, and several people are reassigned at once."""

import pytest
from playwright.sync_api import expect

from tests.screens.large_caseload import add_large_caseload


@pytest.fixture
def many(town):
    add_large_caseload(town, town.samira, 120)
    town.db.commit()


def test_the_next_page_is_appended_to_the_one_before(visit, town, many):
    page = visit(town.samira, "/people?group=later")
    rows = page.locator("main .rows > li")
    expect(rows).to_have_count(50)
    page.get_by_role("link", name="Laat meer zien").click()
    expect(rows).to_have_count(76)
    expect(page.get_by_role("link", name="Laat meer zien")).to_have_count(0)
    expect(page.locator("main h2").last).to_contain_text("vervolg")
    names = page.locator("main .rows > li .who > a").all_inner_texts()
    assert len(set(names)) == 76


@pytest.mark.parametrize("scripts", [True, False])
def test_several_people_are_reassigned_to_a_colleague_with_one_reason(visit, town, many, scripts):
    page = visit(town.samira, "/people?several=1", java_script_enabled=scripts)
    for name in ("Bezoeker 000", "Bezoeker 030"):
        page.get_by_role("checkbox", name=name).check()
    page.get_by_role("button", name="Kies wie het overneemt").click()
    expect(page.locator("h1")).to_contain_text("deze 2 mensen")
    page.locator("select").first.select_option(label="Joost Visser, UWV")
    page.get_by_label("Waarom, in een paar woorden").fill("Joost kent ze")
    page.get_by_role("button", name="Doorgeven").click()
    page.wait_for_url("**/people")
    joost = visit(town.joost, "/people")
    expect(joost.locator("#new li")).to_have_count(2)
    joost.get_by_role("button", name="Ik weet het").first.click()
    expect(joost.locator("#new li")).to_have_count(1)
