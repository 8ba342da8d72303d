"""The pages where a coordinator edits the intake questions of a shop."""

import pytest

from app.guidance.intakes import queries
from app.guidance.intakes.models import QuestionType, Section
from app.guidance.intakes.question_actions import install_questions
from app.shop.lists import queries as lists_queries
from app.shop.lists.models import ListName
from tests.conftest import HTMX

NEW = {"name_nl": "Heb je een rijbewijs?", "name_en": "Do you drive?", "section": "talents", "asks": "choices"}


def codes(world, section=Section.SITUATION):
    return [q.code for q in queries.questions(world.db, world.shop.id) if q.section == section]


@pytest.fixture
def carla(as_, world):
    return as_(world.carla)


def test_a_question_is_added_once_with_choices_and_asked_in_the_next_intake(as_, world, carla, finished):
    for _again in range(2):
        answer = carla.post("/lists/talk", data=NEW | {"intention": "a"}, follow_redirects=False)
    [question] = [q for q in queries.questions(world.db, world.shop.id) if q.name_nl == NEW["name_nl"]]
    assert answer.headers["location"] == f"/lists/talk/{question.key}"
    assert (question.subject, question.list, question.asks) == (question.key, ListName.ANSWER, QuestionType.CHOICES)
    carla.post(f"/lists/talk/{question.key}/choices", data={"name_nl": "Ja, B", "intention": "b"})
    assert "Ja, B" in carla.get(f"/lists/talk/{question.key}").text
    page = as_(world.samira).get(f"/talks/{finished.key}").text
    assert NEW["name_nl"] in page
    assert "Ja, B" in page


def test_the_name_of_a_choice_is_unique_within_its_question_only(world, carla, asked):
    home, income = asked["home"].key, asked["income"].key
    assert (
        carla.post(f"/lists/talk/{home}/choices", data={"name_nl": "Iets anders", "intention": "a"}).status_code == 200
    )
    assert (
        carla.post(f"/lists/talk/{income}/choices", data={"name_nl": "iets ANDERS", "intention": "b"}).status_code
        == 422
    )


@pytest.mark.parametrize(
    ("typed", "field"),
    [
        ({"name_nl": ""}, "name_nl"),
        ({"section": "obstacle"}, "section"),
        ({"section": "wish_topic"}, "section"),
        ({"section": "notes"}, "section"),
        ({"asks": "blood"}, "asks"),
        ({"asks": ""}, "asks"),
        ({"hint_nl": "a" * 301}, "hint_nl"),
    ],
)
def test_an_invalid_question_gets_an_error_at_its_field(world, carla, typed, field):
    before = len(queries.questions(world.db, world.shop.id))
    page = carla.post("/lists/talk", data=NEW | typed)
    assert page.status_code == 422
    assert f'id="{field}-error"' in page.text
    assert len(queries.questions(world.db, world.shop.id)) == before


def test_a_question_is_reworded_in_both_languages(world, carla, asked):
    form = {"name_nl": "Wat komt er binnen?", "name_en": "What comes in?", "hint_nl": "Mag", "hint_en": ""}
    carla.post(f"/lists/talk/{asked['income'].key}", data=form)
    world.db.refresh(asked["income"])
    assert (asked["income"].name("nl"), asked["income"].name("en")) == ("Wat komt er binnen?", "What comes in?")
    assert (asked["income"].hint("en"), carla.post(f"/lists/talk/{asked['income'].key}", data={}).status_code) == (
        "Mag",
        422,
    )


def test_a_question_moves_up_and_down_within_its_section_only(world, carla, asked):
    assert codes(world) == ["situation", "income", "home", "care", "hours"]
    carla.post(f"/lists/talk/{asked['home'].key}/place", data={"up": "on"})
    assert codes(world) == ["situation", "home", "income", "care", "hours"]
    carla.post(f"/lists/talk/{asked['hours'].key}/place", data={})
    carla.post(f"/lists/talk/{asked['situation'].key}/place", data={"up": "on"})
    carla.post(f"/lists/talk/{asked['situation'].key}/place", data={})
    assert codes(world) == ["home", "situation", "income", "care", "hours"]


def test_moving_a_question_skips_retired_ones(world, carla, asked):
    carla.post(f"/lists/talk/{asked['income'].key}/retirement")
    carla.post(f"/lists/talk/{asked['home'].key}/place", data={"up": "on"})
    assert codes(world)[0] == "home"
    assert asked["income"].retired_at is not None
    carla.post(f"/lists/talk/{asked['income'].key}/return")
    world.db.refresh(asked["income"])
    assert asked["income"].retired_at is None


def test_a_choice_is_renamed_retired_and_used_again(world, carla, choice):
    wages = choice("income.wages")
    carla.post(f"/lists/talk/choices/{wages.key}/name", data={"name_nl": "Salaris", "name_en": "Salary"})
    assert carla.post(f"/lists/talk/choices/{wages.key}/name", data={"name_nl": "Bijstand"}).status_code == 422
    carla.post(f"/lists/talk/choices/{wages.key}/retirement")
    world.db.refresh(wages)
    assert (wages.name_nl, wages.retired_at is None) == ("Salaris", False)
    carla.post(f"/lists/talk/choices/{wages.key}/return")
    world.db.refresh(wages)
    assert wages.retired_at is None
    for way in ("name", "retirement", "return"):  # the pages of the other lists do not reach them
        assert carla.post(f"/lists/entries/{wages.key}/{way}", data={"name_nl": "Anders"}).status_code == 404
    assert carla.get("/lists/answer").status_code == 404


@pytest.mark.parametrize("page", ["", "/income"])
def test_the_block_equals_that_part_of_the_page(world, carla, asked, page):
    url = f"/lists/talk/{asked['income'].key}" if page else "/lists/talk"
    part, whole = carla.get(url, headers=HTMX).text, carla.get(url).text
    begin, end = part.split('name="intention"')[0], part.split('name="name_nl"')[-1]
    assert begin.strip() in whole
    assert end.strip() in whole


def test_another_shop_and_other_roles_reach_no_question(as_, world, asked, choice):
    urls = ("/lists/talk", f"/lists/talk/{asked['income'].key}")
    for worker in (world.olaf, world.samira, world.fatima, world.marleen):
        client = as_(worker)
        assert [client.get(url).status_code for url in urls] == [404, 404]
        assert client.post(f"/lists/talk/{asked['income'].key}/retirement").status_code == 404
        assert client.post(f"/lists/talk/choices/{choice('income.wages').key}/retirement").status_code == 404
    assert asked["income"].retired_at is None


def test_note_templates_are_managed_on_the_lists_page(world, carla):
    assert carla.post("/lists/note", data={"name_nl": "Gebeld", "intention": "a"}).status_code == 422
    carla.post("/lists/note", data={"name_nl": "Huisbezoek", "body": "Was thuis bij:", "intention": "b"})
    [item] = lists_queries.items(world.db, world.shop.id, ListName.NOTE)
    assert (item.name_nl, item.body) == ("Huisbezoek", "Was thuis bij:")
    carla.post(f"/lists/entries/{item.key}/name", data={"name_nl": "Thuis", "body": "Bij:\n\nAfgesproken:"})
    world.db.refresh(item)
    assert (item.name_nl, item.body) == ("Thuis", "Bij:\n\nAfgesproken:")
    assert (
        carla.post(f"/lists/entries/{item.key}/name", data={"name_nl": "Thuis", "body": "111222333"}).status_code == 422
    )


def test_every_default_question_has_names_and_choices(world):
    install_questions(world.db, world.other_shop.id)
    vocabulary = queries.question_bank(world.db, world.other_shop.id)
    assert {q.section for q in vocabulary.questions} == set(Section) - {Section.WISH_TOPIC}
    assert all(q.name_nl and q.name_en for q in vocabulary.questions)
    for question in (q for q in vocabulary.questions if q.list == ListName.ANSWER):
        own = [i for i in vocabulary.items if question.offers(i)]
        assert len(own) > 5
        assert all(i.name_nl and i.name_en for i in own)
