"""In which language a page speaks: as the reader chose, else as the browser asks, else Dutch."""

import pytest

from app.web import i18n


@pytest.mark.parametrize(
    ("accepted", "language"),
    [
        ("en-GB,en;q=0.9", "en"),
        ("EN", "en"),
        ("nl,en;q=0.8", "nl"),
        ("tr-TR,tr;q=0.9,en;q=0.8,nl;q=0.7", "en"),
        ("ar", "nl"),
        ("*", "nl"),
        ("", "nl"),
        (";,;;q=,-", "nl"),
    ],
)
def test_a_browser_is_answered_in_the_first_of_our_languages_that_it_asks_for(client, accepted, language):
    assert i18n.preferred_language(accepted) == language
    assert f'<html lang="{language}"' in client.get("/sign-in", headers={"accept-language": accepted}).text


def test_what_the_reader_chose_goes_before_what_the_browser_asks(client):
    client.cookies.set(i18n.COOKIE, "nl")
    assert '<html lang="nl"' in client.get("/sign-in", headers={"accept-language": "en"}).text
    client.cookies.set(i18n.COOKIE, "xx")
    assert '<html lang="en"' in client.get("/sign-in", headers={"accept-language": "en"}).text
