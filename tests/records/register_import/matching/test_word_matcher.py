"""Organisations and results are recognised in the words that registers use."""

import pytest

from app.records.register_import.matching.word_matcher import CERTAIN_SCORE, MIN_SCORE, RESULT_WORDS, best_match
from app.shop.lists.default_lists import OUTCOMES

ORGANISATIONS = {
    name: [name]
    for name in (
        "Werk en Inkomen",
        "UWV",
        "Leerwerkloket",
        "Buurtteam Sociaal",
        "Buurtteam Jeugd en Gezin",
        "DOCK",
        "Pozitive",
        "Vrijwilligerscentrale Utrecht",
        "De Geldzaak (U-centraal)",
        "Jongerenwerk Utrecht",
        "Taal Doet Meer",
        "DOK030",
    )
}
RESULTS = {o["code"]: [o["name_nl"], o["name_en"], *RESULT_WORDS.get(o["code"], ())] for o in OUTCOMES}


@pytest.mark.parametrize(
    ("said", "meant"),
    [
        *[(said, "Werk en Inkomen") for said in ("W&I", "WenI", "WI", "w en i", "Werk & Inkomen", "werk en inkomen")],
        *[(said, "UWV") for said in ("uwv", "U.W.V.", "UWV (Els)", "naar het UWV")],
        *[(said, "Leerwerkloket") for said in ("LWL", "lwl", "leerwerk loket", "Leerwerklokket")],
        *[(said, "Buurtteam Jeugd en Gezin") for said in ("Buurtteam J&G", "jeugd en gezin", "J&G")],
        *[(said, "Buurtteam Sociaal") for said in ("buurtteam sociaal", "Buurtteam Soc.")],
        *[(said, "DOCK") for said in ("dock", "Dock", "Dock Overvecht")],
        *[(said, "Pozitive") for said in ("pozitive", "POZITIVE")],
        *[(said, "Vrijwilligerscentrale Utrecht") for said in ("VCU", "Vrijwilligerscentrale")],
        *[(said, "De Geldzaak (U-centraal)") for said in ("geldzaak", "u-centraal", "De Geldzaak")],
        ("TDM", "Taal Doet Meer"),
    ],
)
def test_an_organisation_is_recognised_by_its_common_names(said, meant):
    key, score = best_match(said, ORGANISATIONS)
    assert key == meant
    assert score >= CERTAIN_SCORE


@pytest.mark.parametrize(
    "said", ["buurtteam", "Utrecht", "dok", "positive", "taal", "werk", "UWV/LWL", "UWV of W&I, DOCK"]
)
def test_an_ambiguous_name_is_a_question(said):
    key, score = best_match(said, ORGANISATIONS)
    assert key in ORGANISATIONS
    assert MIN_SCORE <= score < CERTAIN_SCORE


@pytest.mark.parametrize("said", ["", "-", "?", "Jan", "huisarts", "Belastingdienst", "06-12345670", "JGZ"])
def test_words_that_match_nothing_are_skipped(said):
    assert best_match(said, ORGANISATIONS) == ("", 0.0)
    assert best_match("UWV", {}) == ("", 0.0)


@pytest.mark.parametrize(
    ("said", "meant"),
    [
        ("baan gevonden", "paid_work"),
        ("werk", "paid_work"),
        ("Baan!", "paid_work"),
        ("werk gevonden bij AH", "paid_work"),
        ("stage", "internship"),
        ("opleiding", "study"),
        ("ROC", "study"),
        ("mbo niveau 2", "study"),
        ("BBL", "learn_work"),
        ("leerwerkplek bij de bakker", "learn_work"),
        ("cursus", "course"),
        ("taalles gestart", "course"),
        ("vrijwilligerswerk", "volunteering"),
        ("vrijwiligerswerk", "volunteering"),
        ("verhuisd", "moved"),
        ("niet meer gezien", "contact_lost"),
        ("zzp", "self_employment"),
        ("wil niet meer", "stopped"),
    ],
)
def test_a_result_is_recognised_in_common_words(said, meant):
    key, score = best_match(said, RESULTS)
    assert key == meant
    assert score >= CERTAIN_SCORE


@pytest.mark.parametrize(
    "said", ["geen werk", "nog geen baan", "wil werk", "zoekt stage", "stage en opleiding", "loopt nog"]
)
def test_a_result_that_has_not_happened_is_never_certain(said):
    assert best_match(said, RESULTS)[1] < CERTAIN_SCORE


def test_words_for_results_belong_to_the_default_outcomes():
    assert set(RESULT_WORDS) <= {outcome["code"] for outcome in OUTCOMES}
