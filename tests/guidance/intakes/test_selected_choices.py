"""Choices of a talk: ticked by two at once, with how well, and with words beside them."""

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
def talk(world):
    return actions.start_intake(world.db, world.hatice, by=world.actor(world.samira), at=NOON)


def said(world, talk):
    return {(p.section, p.subject): (p.level, p.text) for p in queries.passages(world.db, talk.id) if p.says}


def squeeze(html):
    return re.sub(r"\s+", " ", html).strip()


def test_what_is_ticked_falls_under_the_part_of_its_question(world, talk, asked, choice, choose):
    wages, turkish = choice("income.wages").key, choice("languages.tr").key
    assert choose(talk, asked["income"], wages).status_code == 200
    assert choose(talk, asked["languages"], f"{turkish}:well").status_code == 200
    assert said(world, talk) == {(Section.SITUATION, wages): ("", ""), (Section.TALENTS, turkish): ("well", "")}
    assert [p.subject for p in queries.story(world.db, world.hatice.id)] == [wages, turkish]


def test_two_who_tick_at_once_keep_both_and_each_takes_off_only_their_own(world, talk, asked, choice, choose):
    wages, pension = choice("income.wages").key, choice("income.pension").key
    choose(talk, asked["income"], wages)
    choose(talk, asked["income"], pension, by="joost")  # on a page that was read before
    assert len(said(world, talk)) == 2
    choose(talk, asked["income"], seen=[wages])
    assert list(said(world, talk)) == [(Section.SITUATION, pension)]


def test_of_two_levels_at_once_the_second_reads_both_and_the_first_stays(world, talk, asked, choice, choose):
    dutch = choice("languages.nl").key
    choose(talk, asked["languages"], f"{dutch}:little")
    answer = choose(talk, asked["languages"], f"{dutch}:well", by="joost")
    assert answer.status_code == 422
    assert "Nederlands, een beetje" in answer.text
    assert "Jij koos: goed" in answer.text
    assert said(world, talk) == {(Section.TALENTS, dutch): ("little", "")}
    assert choose(talk, asked["languages"], f"{dutch}:well", seen=[f"{dutch}:little"], by="joost").status_code == 200
    assert said(world, talk) == {(Section.TALENTS, dutch): ("well", "")}


def test_only_choices_of_that_question_and_known_levels_are_kept(world, talk, asked, choice, choose):
    turkish = choice("languages.tr").key
    choose(talk, asked["income"], turkish, "nothing")
    choose(talk, asked["languages"], f"{turkish}:fluent", turkish, choice("income.wages").key + ":well")
    assert said(world, talk) == {}
    assert choose(talk, asked["obstacles"], turkish).status_code == 404  # each of those has a form of its own
    assert choose(talk, asked["situation"], turkish).status_code == 404


@pytest.mark.parametrize("who", ["hanna", "fatima", "marleen", "anton", "olaf"])
def test_nobody_else_ticks(world, talk, asked, choice, choose, who):
    assert choose(talk, asked["income"], choice("income.wages").key, by=who).status_code == 404
    assert said(world, talk) == {}


def test_words_beside_a_question_have_a_place_of_their_own(as_, world, talk, asked):
    income = asked["income"]
    form = {"section": "situation", "subject": income.key, "text": "Tot juni", "version": 0}
    as_(world.samira).post(f"/talks/{talk.key}/passages", data=form)
    assert said(world, talk) == {(Section.SITUATION, income.key): ("", "Tot juni")}
    as_(world.samira).post(f"/talks/{talk.key}/passages", data=form | {"text": "", "version": 1})
    assert queries.story(world.db, world.hatice.id) == []


def test_the_question_is_the_same_alone_as_in_the_whole_page(as_, world, talk, asked, choice, choose):
    client = as_(world.samira)
    fragment = choose(talk, asked["languages"], choice("languages.tr").key + ":well").text
    assert squeeze(fragment) in squeeze(client.get(f"/talks/{talk.key}").text)
    form = {"section": "situation", "subject": asked["home"].key, "text": "Met haar zus", "version": 0}
    words = client.post(f"/talks/{talk.key}/passages", data=form, headers=HTMX).text
    assert squeeze(words) in squeeze(client.get(f"/talks/{talk.key}").text)


def test_small_questions_are_folded_until_they_say_something(as_, world, talk, asked, choice, choose):
    folded = re.compile(r'<details class="asked fold" id="q-income-fold"(?P<open> open)?>')
    assert not folded.search(as_(world.samira).get(f"/talks/{talk.key}").text)["open"]
    choose(talk, asked["income"], choice("income.wages").key)
    assert folded.search(as_(world.samira).get(f"/talks/{talk.key}").text)["open"]


def test_a_retired_choice_or_question_stays_only_where_it_was_answered(as_, world, talk, asked, choice, choose):
    wages, pension = choice("income.wages"), choice("income.pension")
    choose(talk, asked["income"], wages.key)
    wages.retired_at = pension.retired_at = asked["income"].retired_at = asked["home"].retired_at = NOON
    page = as_(world.samira).get(f"/talks/{talk.key}").text
    assert "Waar leef je van?" in page
    assert "Hoe woon je?" not in page
    assert ("Loon" in page, "AOW" in page) == (True, False)
    other = actions.start_intake(world.db, world.kwame, by=world.actor(world.samira), at=NOON)
    assert "Waar leef je van?" not in as_(world.samira).get(f"/talks/{other.key}").text
    assert "Loon" in as_(world.samira).get(f"/people/{world.hatice.key}").text


@pytest.mark.parametrize(
    ("text", "warned"), [("Zit in therapie", "gezondheid"), ("Had een strafblad", "misdrijf"), ("Gezond eten", "")]
)
def test_a_word_about_health_or_a_crime_is_warned_of_and_kept(as_, world, talk, text, warned):
    form = {"section": "situation", "text": text, "version": 0}
    answer = as_(world.samira).post(f"/talks/{talk.key}/passages", data=form, headers=HTMX)
    assert answer.status_code == 200
    assert ('class="sensitive" role="status"' in answer.text) == bool(warned)
    assert warned in answer.text
    assert said(world, talk) == {(Section.SITUATION, ""): ("", text)}


@pytest.mark.parametrize(
    ("form", "name"),
    [(PassageForm, "text")] + [(QuestionForm, n) for n in ("name_nl", "name_en", "hint_nl", "hint_en")],
)
def test_no_field_keeps_a_bsn(form, name):
    assert Submission(form, {name: f"nummer {BSN}"}).errors[name] == gettext(BSN_FOUND)


def test_a_shop_without_questions_says_so(as_, world, talk, asked):
    for question in asked.values():
        question.retired_at = NOON
    assert "stelt nu geen vragen" in as_(world.samira).get(f"/talks/{talk.key}").text
