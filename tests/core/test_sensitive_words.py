"""Words about health and crime are recognised, and few others."""

import pytest

from app.core.sensitive_words import Sensitive, sensitive


@pytest.mark.parametrize(
    "text",
    [
        "Heeft een depressie gehad",
        "Is ziek",
        "loopt bij de psycholoog",
        "diabetes type 2",
        "Rugklachten, kan niet lang staan",
        "was opgenomen in het ziekenhuis",
        "gebruikt medicijnen",
        "PTSS na de vlucht",
        "is zwanger",
        "Burn-out",
        "burn out",
        "she has cancer",
        "on medication",
        "pregnant with her second",
        "in therapy",
        "verslaafd geweest",
        "Schizofrenie",
    ],
)
def test_what_is_about_health(text):
    assert sensitive(text) == Sensitive.HEALTH


@pytest.mark.parametrize(
    "text",
    [
        "Heeft een strafblad",
        "zat in de gevangenis",
        "twee jaar celstraf",
        "veroordeeld voor diefstal",
        "reclassering belt",
        "taakstraf tot mei",
        "was arrested",
        "a criminal record",
        "in prison until May",
        "enkelband",
        "TBS",
    ],
)
def test_what_is_about_a_crime(text):
    assert sensitive(text) == Sensitive.CRIME


@pytest.mark.parametrize(
    "text",
    [
        "",
        "gezond eten",
        "gezondheid",
        "criminologie studeren",
        "wil in de zorg werken",
        "studies criminal law",
        "werkt in het ziekenhuis",
        "wil psycholoog worden",
        "doktersassistente",
        "work in a hospital",
        "zorgt voor haar moeder",
        "muziek maken",
        "fysiek werk",
        "hele wijk",
        "een zaak beginnen",
        "strafschoppen nemen",
        "Celine belt",
        "therapeutisch paard",
        "ik wil een opleiding tot verpleegkundige",
        "Add a note",
        "sporten",
        "stage bij de politie",
        "de zieken verzorgen",
    ],
)
def test_what_is_about_neither(text):
    assert sensitive(text) is None
