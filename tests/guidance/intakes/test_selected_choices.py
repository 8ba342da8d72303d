"""Choices in an intake: ticked by two workers at once, with levels and with free text."""

import re

import pytest

from app.core.text_rules import BSN_FOUND
from app.guidance.intakes import actions, queries
from app.guidance.intakes.forms import PassageForm, QuestionForm
from app.guidance.intakes.models import Section
from app.web.forms import Submission
from app.web.i18n import gettext
from tests.conftest import HTMX
from tests.world import NOON

BSN = "111222333"


@pytest.fixture
def intake(world):
    return actions.start_intake(world.db, world.hatice, by=world.actor(world.samira), at=NOON)


def answers(world, intake):
    return {(p.section, p.subject): (p.level, p.text) for p in queries.passages(world.db, intake.id) if p.says}


def squeeze(html):
    return re.sub(r"\s+", " ", html).strip()


def test_a_choice_belongs_to_the_section_of_its_question(world, intake, asked, choice, choose):
    wages, turkish = choice("income.wages").key, choice("languages.tr").key
    assert choose(intake, asked["income"], wages).status_code == 200
    assert choose(intake, asked["languages"], f"{turkish}:well").status_code == 200
    assert answers(world, intake) == {(Section.SITUATION, wages): ("", ""), (Section.TALENTS, turkish): ("well", "")}
    assert [p.subject for p in queries.story(world.db, world.hatice.id)] == [wages, turkish]


def test_two_workers_who_tick_at_once_keep_both_and_untick_only_their_own(world, intake, asked, choice, choose):
    wages, pension = choice("income.wages").key, choice("income.pension").key
    choose(intake, asked["income"], wages)
    choose(intake, asked["income"], pension, by="joost")  # on a page that was loaded earlier
    assert len(answers(world, intake)) == 2
    choose(intake, asked["income"], seen=[wages])
    assert list(answers(world, intake)) == [(Section.SITUATION, pension)]


def test_the_second_of_two_levels_is_refused_and_both_are_shown(world, intake, asked, choice, choose):
    dutch = choice("languages.nl").key
    choose(intake, asked["languages"], f"{dutch}:little")
    answer = choose(intake, asked["languages"], f"{dutch}:well", by="joost")
    assert answer.status_code == 422
    assert "Nederlands, een beetje" in answer.text
    assert "Jij koos: goed" in answer.text
    assert answers(world, intake) == {(Section.TALENTS, dutch): ("little", "")}
    assert choose(intake, asked["languages"], f"{dutch}:well", seen=[f"{dutch}:little"], by="joost").status_code == 200
    assert answers(world, intake) == {(Section.TALENTS, dutch): ("well", "")}


def test_only_choices_of_the_question_and_valid_levels_are_saved(world, intake, asked, choice, choose):
    turkish = choice("languages.tr").key
    choose(intake, asked["income"], turkish, "nothing")
    choose(intake, asked["languages"], f"{turkish}:fluent", turkish, choice("income.wages").key + ":well")
    assert answers(world, intake) == {}
    assert choose(intake, asked["obstacles"], turkish).status_code == 404  # obstacles have a form each
    assert choose(intake, asked["situation"], turkish).status_code == 404


@pytest.mark.parametrize("who", ["hanna", "fatima", "marleen", "anton", "olaf"])
def test_only_the_front_office_ticks_choices(world, intake, asked, choice, choose, who):
    assert choose(intake, asked["income"], choice("income.wages").key, by=who).status_code == 404
    assert answers(world, intake) == {}


def test_the_free_text_of_a_question_is_a_passage_of_its_own(as_, world, intake, asked):
    income = asked["income"]
    form = {"section": "situation", "subject": income.key, "text": "Tot juni", "version": 0}
    as_(world.samira).post(f"/talks/{intake.key}/passages", data=form)
    assert answers(world, intake) == {(Section.SITUATION, income.key): ("", "Tot juni")}
    as_(world.samira).post(f"/talks/{intake.key}/passages", data=form | {"text": "", "version": 1})
    assert queries.story(world.db, world.hatice.id) == []


def test_a_question_fragment_equals_that_part_of_the_page(as_, world, intake, asked, choice, choose):
    client = as_(world.samira)
    fragment = choose(intake, asked["languages"], choice("languages.tr").key + ":well").text
    assert squeeze(fragment) in squeeze(client.get(f"/talks/{intake.key}").text)
    form = {"section": "situation", "subject": asked["home"].key, "text": "Met haar zus", "version": 0}
    words = client.post(f"/talks/{intake.key}/passages", data=form, headers=HTMX).text
    assert squeeze(words) in squeeze(client.get(f"/talks/{intake.key}").text)


def test_questions_are_collapsed_until_they_have_content(as_, world, intake, asked, choice, choose):
    folded = re.compile(r'<details class="asked fold" id="q-income-fold"(?P<open> open)?>')
    assert not folded.search(as_(world.samira).get(f"/talks/{intake.key}").text)["open"]
    choose(intake, asked["income"], choice("income.wages").key)
    assert folded.search(as_(world.samira).get(f"/talks/{intake.key}").text)["open"]


def test_a_retired_choice_or_question_stays_only_where_it_was_answered(as_, world, intake, asked, choice, choose):
    wages, pension = choice("income.wages"), choice("income.pension")
    choose(intake, asked["income"], wages.key)
    wages.retired_at = pension.retired_at = asked["income"].retired_at = asked["home"].retired_at = NOON
    page = as_(world.samira).get(f"/talks/{intake.key}").text
    assert "Waar leef je van?" in page
    assert "Hoe woon je?" not in page
    assert ("Loon" in page, "AOW" in page) == (True, False)
    other = actions.start_intake(world.db, world.kwame, by=world.actor(world.samira), at=NOON)
    assert "Waar leef je van?" not in as_(world.samira).get(f"/talks/{other.key}").text
    assert "Loon" in as_(world.samira).get(f"/people/{world.hatice.key}").text


@pytest.mark.parametrize(
    ("text", "warned"), [("Zit in therapie", "gezondheid"), ("Had een strafblad", "misdrijf"), ("Gezond eten", "")]
)
def test_a_word_about_health_or_crime_is_saved_with_a_warning(as_, world, intake, text, warned):
    form = {"section": "situation", "text": text, "version": 0}
    answer = as_(world.samira).post(f"/talks/{intake.key}/passages", data=form, headers=HTMX)
    assert answer.status_code == 200
    assert ('class="sensitive" role="status"' in answer.text) == bool(warned)
    assert warned in answer.text
    assert answers(world, intake) == {(Section.SITUATION, ""): ("", text)}


@pytest.mark.parametrize(
    ("form", "name"),
    [(PassageForm, "text")] + [(QuestionForm, n) for n in ("name_nl", "name_en", "hint_nl", "hint_en")],
)
def test_no_field_accepts_a_bsn(form, name):
    assert Submission(form, {name: f"nummer {BSN}"}).errors[name] == gettext(BSN_FOUND)


def test_the_page_says_when_a_shop_has_no_questions(as_, world, intake, asked):
    for question in asked.values():
        question.retired_at = NOON
    assert "stelt nu geen vragen" in as_(world.samira).get(f"/talks/{intake.key}").text
