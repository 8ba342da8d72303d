"""The supported language a person reads best, from the free text about their languages."""

import pytest

from app.people.people.preferred_language import language_of


@pytest.mark.parametrize(
    ("written", "code"),
    [
        ("Turks, een beetje Nederlands", "tr"),
        ("een beetje Nederlands, Tigrinya", "ti"),
        ("Arabisch en Engels", "ar"),
        ("papiamento", "pap"),
        ("Українська", "uk"),
        ("Berbers", None),
        ("Berbers, een beetje Spaans", "es"),
        ("", None),
    ],
)
def test_the_language_is_taken_from_the_free_text(written, code):
    assert language_of(written) == code
