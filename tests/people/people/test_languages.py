"""What somebody reads best, from what was written down of what they speak."""

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
def test_the_language_follows_from_what_was_written_down(written, code):
    assert language_of(written) == code
