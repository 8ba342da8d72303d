from datetime import date
from enum import StrEnum

import pytest

from app.core.text_rules import TOO_LONG, Checkbox, LongText, RequiredLine
from app.web import i18n
from app.web.forms import Form, Submission
from app.web.pages import env

URLENCODED = "application/x-www-form-urlencoded"


class Colour(StrEnum):
    RED = "red"


class Sample(Form):
    name: RequiredLine
    story: LongText = ""
    colour: Colour = Colour.RED
    on: date | None = None
    agreed: Checkbox = False
    tags: list[str] = []


@pytest.fixture(autouse=True)
def _english():
    token = i18n.language.set("en")
    yield
    i18n.language.reset(token)


def test_an_untouched_form_has_no_errors():
    assert Submission(Sample).errors == {}


def test_what_was_typed_is_cleaned():
    form = Submission(Sample, {"name": "  Noor   Bakker ", "on": "2026-03-03", "agreed": "on", "tags": ["a", "b"]})
    assert form.errors == {}
    assert (form.data.name, form.data.on, form.data.agreed) == ("Noor Bakker", date(2026, 3, 3), True)
    assert form.values("tags") == ["a", "b"]


@pytest.mark.parametrize(
    ("typed", "field"),
    [
        ({}, "name"),
        ({"name": "   "}, "name"),
        ({"name": "111222333"}, "name"),
        ({"name": "a\x00"}, "name"),
        ({"name": "x" * 201}, "name"),
        ({"name": "N", "colour": "blue"}, "colour"),
        ({"name": "N", "on": "31-31"}, "on"),
        ({"name": "N", "is_admin": "1"}, "is_admin"),
        ({"name": "N", "story": "x" * 10_001}, "story"),
    ],
)
def test_bad_input_is_answered_in_words_at_the_field(typed, field):
    form = Submission(Sample, typed)
    assert set(form.errors) == {field}
    assert form.errors[field].endswith(".")
    assert form.value("name") == typed.get("name", "")  # kept as it was typed


@pytest.mark.parametrize("name", ["\u0958" * 150, "\u0958" * 101])  # in composed form each becomes two
def test_a_line_is_as_long_as_what_is_kept_of_it(name):
    assert Submission(Sample, {"name": name}).errors == {"name": TOO_LONG}
    assert Submission(Sample, {"name": "\u0958" * 100}).errors == {}


@pytest.mark.parametrize("name", ["x" * 65, "x\x00", "een spatie"])
def test_an_intention_is_a_key_and_nothing_else(name):
    assert list(Submission(Sample, {"name": "x", "intention": name}).errors) == ["intention"]


def test_a_form_of_nothing_but_separators_is_not_even_read(client):
    """Each costs as much as a field: two megabytes of them kept the one writer on SQLite busy for half a second."""
    answer = client.post("/sign-in", content=b"&" * 2_000_000, headers={"Content-Type": URLENCODED})
    assert answer.status_code == 400


def test_the_summary_above_a_form_says_which_field_each_line_is_about(as_, world):
    page = " ".join(as_(world.hanna).post("/door/people", data={"name": "", "born": "gisteren"}).text.split())
    summary = page.split('<div class="errors"')[1].split("</div>")[0]
    assert '<a href="#name"><b>Naam:</b> Vul dit in.</a>' in summary
    assert '<a href="#born"><b>Geboortejaar of -datum:</b> ' in summary


def test_a_field_that_is_called_by_a_question_keeps_its_question_mark():
    form = Submission(Sample, {})
    env.globals["ui"].field(form, "name", "What is your name?")
    assert "<b>What is your name?</b> Fill this in." in env.globals["ui"].errors(form)
