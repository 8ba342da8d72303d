"""An intake in a real browser: saved while typing, by two workers at once, and without JavaScript."""

import pytest
from sqlmodel import Session, select

from app.guidance.intakes import actions as talks
from app.guidance.intakes.models import Passage, Section
from tests.list_items import add_list_items
from tests.world import NOON, TODAY


@pytest.fixture
def talk(town):
    add_list_items(town)
    talk = talks.start_intake(town.db, town.hatice, by=town.actor(town.samira), at=NOON)
    town.db.commit()
    return talk


def kept(served) -> list[str]:
    _address, engine = served
    with Session(engine) as db:
        return [passage.text for passage in db.exec(select(Passage).order_by(Passage.id)) if passage.text]


def test_typed_text_is_saved_without_a_button(town, talk, visit, served):
    page = visit(town.samira, f"/talks/{talk.key}")
    field = page.locator("#wishes textarea")
    field.press_sequentially("Werken in de zorg")
    page.locator("#kept-wishes .saved", has_text="Opgeslagen").wait_for()
    field.press_sequentially(", met ouderen")  # a second save continues from the first
    page.locator('#kept-wishes [name="version"][value="2"]').wait_for(state="attached")
    assert kept(served) == ["Werken in de zorg, met ouderen"]


def test_an_obstacle_opens_its_own_field(town, talk, visit, served):
    page = visit(town.samira, f"/talks/{talk.key}")
    row = page.locator("#card-obstacle li", has_text="geldzorgen")
    assert not row.locator("textarea").is_visible()
    row.locator("input[type=checkbox]").check()
    row.locator("textarea").fill("Huurschuld")
    row.locator('[name="version"][value="2"]').wait_for(state="attached")
    page.reload()
    assert row.locator("textarea").input_value() == "Huurschuld"


def test_the_second_of_two_workers_sees_and_keeps_both_texts(town, talk, visit, served):
    first = visit(town.samira, f"/talks/{talk.key}")
    second = visit(town.joost, f"/talks/{talk.key}", expect_errors=True)
    first.locator("#wishes textarea").press_sequentially("Werken in de zorg")
    first.locator("#kept-wishes .saved", has_text="Opgeslagen").wait_for()
    second.locator("#wishes textarea").press_sequentially("Iets met hout")
    conflict = second.locator("#kept-wishes .versions")
    conflict.wait_for()
    assert "Werken in de zorg" in conflict.inner_text()
    assert second.locator("#wishes textarea").input_value() == "Iets met hout"
    second.get_by_role("button", name="Allebei houden").click()
    second.wait_for_url("**/kept/wishes#wishes")
    assert kept(served) == ["Werken in de zorg\n\nIets met hout"]


def test_without_javascript_a_button_saves(town, talk, visit, served):
    page = visit(town.samira, f"/talks/{talk.key}", java_script_enabled=False)
    page.locator("#wishes textarea").fill("Werken in de zorg")
    page.locator("#wishes").get_by_role("button", name="Opslaan").click()
    assert page.locator("#wishes textarea").input_value() == "Werken in de zorg"
    assert kept(served) == ["Werken in de zorg"]


def test_text_typed_before_leaving_the_page_is_there_on_return(town, talk, visit):
    page = visit(town.samira, f"/talks/{talk.key}")
    page.locator("#wishes textarea").press_sequentially("Werken in de zo")
    page.get_by_role("link", name="Later verdergaan").click()
    page.wait_for_url("**/people/*")
    page.get_by_role("link", name="Ga verder met het gesprek").click()
    assert page.locator("#wishes textarea").input_value() == "Werken in de zo"


def test_a_small_question_unfolds_and_saves_the_choice(town, talk, visit, served):
    page = visit(town.samira, f"/talks/{talk.key}")
    language = page.get_by_label("Turks")
    assert not language.is_visible()
    page.get_by_text("Welke talen spreek je?").click()
    language.focus()
    language.select_option("goed")
    page.locator('#q-languages [name="seen"][value$=":well"]').wait_for(state="attached")
    assert language.evaluate("field => field === document.activeElement")
    page.get_by_text("Waar leef je van?").click()
    page.get_by_label("Loon").check()
    page.locator('#q-income [name="seen"]').wait_for(state="attached")
    page.reload()
    assert page.get_by_label("Turks").is_visible()
    assert page.get_by_label("Loon").is_checked()
    _address, engine = served
    with Session(engine) as db:
        assert sorted(p.level for p in db.exec(select(Passage))) == ["", "well"]


def test_a_follow_up_talk_shows_the_earlier_text_next_to_the_field(town, visit):
    by = town.actor(town.samira)
    talk = talks.start_intake(town.db, town.hatice, by=by, at=NOON)
    talks.save_passage(town.db, talk, Section.WISHES, "", "Werken in de zorg", 0, by=by, at=NOON)
    talks.finish_intake(town.db, talk, responsible=town.samira, next_what="Bellen", next_on=TODAY, by=by, at=NOON)
    town.db.commit()
    page = visit(town.samira, f"/people/{town.hatice.key}")
    page.get_by_role("button", name="Begin een vervolggesprek").click()
    page.wait_for_url("**/talks/*")
    field = page.locator("#wishes textarea")
    assert field.input_value() == "Werken in de zorg"
    field.fill("Zit in therapie, wil de bouw in")
    page.get_by_text("was: Werken in de zorg").wait_for()
    assert page.locator("#kept-wishes .sensitive").is_visible()
    page.get_by_role("link", name="Gesprek afronden").click()
    page.get_by_role("button", name="Afronden, het plan blijft zo").click()
    page.wait_for_url("**/people/*")
    page.get_by_text("1 verandering sinds het vorige gesprek").click()
    assert page.get_by_text("was: Werken in de zorg").is_visible()
