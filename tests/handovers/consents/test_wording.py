"""The text of a consent: fixed versions, nine languages, and valid signatures (TRUST 19)."""

import re
from datetime import date

import pytest

from app.core.ids import digest
from app.core.state_machine import Refused
from app.handovers.consents import rules
from app.handovers.consents.models import ConsentMethod
from app.handovers.consents.read_aloud import ConsentTerms, read_aloud_texts
from app.handovers.consents.rendered_text import EARLIER_WORDINGS, rendered_texts
from app.handovers.consents.wording import CURRENT_WORDING, SECTIONS, WORDINGS
from app.web import visitor_languages
from app.web.i18n import catalogue, language_scope
from app.web.i18n import gettext as _
from tests.handovers.consents.test_rules import give

# People agreed to exactly these texts. A changed text needs a new version, with a line of its own here.
AS_THEY_WERE = {
    "2026-1": "66e7761172771722a73accb7b837f1a247d84580821d608bc248c8431f95613b",
    "2026-2": "6a05428b2d9c205af33bda529704f09a96d8e97c253995cdffb1c3b6765674f5",
}
UNTIL = date(2027, 3, 4)


def terms(**more):
    obstacle = {"obstacle:abc": "geldzorgen"}
    facts = {
        "organisation": "DOCK",
        "purpose": "support",
        "about": "Wie leest de post?",
        "until": UNTIL,
        "sections": ["contact", "notes", "obstacle:abc"],
        "obstacles": {"nl": obstacle, "en": {"obstacle:abc": "debts"}},
    }
    return ConsentTerms(**facts | more)


def test_the_text_of_a_version_never_changes():
    now = {name: digest(text) for name, text in EARLIER_WORDINGS.items()}
    now |= {name: wording.digest for name, wording in WORDINGS.items()}
    assert now == AS_THEY_WERE
    assert CURRENT_WORDING in WORDINGS


@pytest.mark.parametrize("code", visitor_languages.LANGUAGES)
def test_the_whole_text_exists_in_each_of_the_nine_languages(code):
    (own, *_dutch) = read_aloud_texts(CURRENT_WORDING, code, terms())
    assert own.direction == ("rtl" if code == "ar" else "ltr")
    said = catalogue(code).gettext
    wording = WORDINGS[CURRENT_WORDING]
    for message in (
        wording.support,
        wording.about,
        wording.sections,
        wording.refusal,
        wording.withdrawal,
        wording.question,
    ):
        assert said(message) in own.html
        assert code == "en" or said(message) != message
    assert wording.transfer not in own.html
    assert all(said(SECTIONS[name]) in own.html for name in ("contact", "notes"))
    assert said(SECTIONS["wishes"]) not in own.html
    assert "<bdi>DOCK</bdi>" in own.html
    assert "Wie leest de post?" in own.html
    assert ("debts" if code == "en" else "geldzorgen") in own.html
    assert "2027" in own.html


def test_dutch_is_added_once_and_is_all_there_is_with_an_interpreter():
    assert [r.code for r in read_aloud_texts(CURRENT_WORDING, "ti", terms())] == ["ti", "nl"]
    assert [r.code for r in read_aloud_texts(CURRENT_WORDING, "nl", terms())] == ["nl"]
    assert [r.code for r in read_aloud_texts(CURRENT_WORDING, "other", terms())] == ["nl"]


def test_typed_text_is_escaped():
    (own, *_rest) = read_aloud_texts(CURRENT_WORDING, "en", terms(organisation="<b>DOCK", about="<i>why"))
    assert "<b>DOCK" not in own.html
    assert "<i>why" not in own.html


def test_an_old_consent_shows_its_old_text(world):
    consent = give(world, language="en")
    consent.wording = "2026-1"
    (reading,) = rendered_texts(consent, ["contact"], "", {})
    assert "We want to ask <bdi>DOCK</bdi> to help you." in reading.html
    assert _(WORDINGS[CURRENT_WORDING].refusal) not in reading.html


def test_machine_translations_are_marked_as_such():
    for code in set(visitor_languages.LANGUAGES) - {"nl", "en"}:
        assert WORDINGS[CURRENT_WORDING].question in visitor_languages.unreviewed(code)
    with language_scope("nl"):
        assert _(WORDINGS[CURRENT_WORDING].question) == "Vind je dat goed?"


@pytest.mark.parametrize(
    ("strokes", "right"),
    [
        ("M1 2L3 4", True),
        ("M1 2L3 4L5 6M10 10L10 10", True),
        ("M600 200L0 0" + "L1 1" * 4000, True),
        ("", False),
        ("M1 2", False),
        ("M1 2L3 4Z", False),
        ("m1 2l3 4", False),
        ("M1,2L3,4", False),
        ("M1.5 2L3 4", False),
        ("M-1 2L3 4", False),
        ("M1 2L3 4\n", False),
        ("M1  2L3 4", False),
        ('M1 2L3 4"/><script>', False),
        ("M1234 2L3 4", False),
        ("M1 2L3 4" + "L1 1" * 5000, False),
        ("M١ ٢L٣ ٤", False),
    ],
)
def test_a_signature_consists_of_strokes_only(world, strokes, right):
    assert rules.is_signature(strokes) == right
    if strokes and not right:
        with pytest.raises(Refused, match=re.escape(rules.NOT_A_SIGNATURE)):
            give(world, how=ConsentMethod.SIGNED, signature=strokes)


def test_spoken_consent_has_no_signature(world):
    with pytest.raises(Refused, match=re.escape(rules.NOT_SIGNED)):
        give(world, signature="M1 2L3 4")


@pytest.mark.parametrize(
    ("given", "asked", "covered"),
    [
        ("support", "support", True),
        ("transfer", "transfer", True),
        ("support", "transfer", False),
        ("transfer", "support", False),
        ("", "support", True),
        ("", "transfer", True),
    ],
)
def test_a_consent_covers_only_its_purpose(world, given, asked, covered):
    consent = give(world, purpose=given)
    assert rules.covers(consent, world.dock.id, ["contact"], asked, UNTIL.replace(year=2026)) == covered


@pytest.mark.parametrize("wrong", [{"purpose": "advertising"}, {"language": "xx"}])
def test_an_unknown_purpose_or_language_is_refused(world, wrong):
    with pytest.raises(Refused):
        give(world, **wrong)
