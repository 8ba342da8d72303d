"""Which passwords are allowed, and how they are hashed."""

import unicodedata

import pytest

from app.accounts import passwords

OWN = ("De Amazone", "Overvecht", "DOCK", "Fatima Amrani", "fatima")


@pytest.mark.parametrize(
    "password",
    ["een fiets vol appels", "paard-accu-nietje", "x9$Lm2!vQw7z", "زهرة وسفينة وقمر", " spaties horen erbij "],
)
def test_hard_to_guess_passwords_are_allowed(password):
    assert passwords.obstacle(password, OWN) is None


@pytest.mark.parametrize(
    ("password", "reason"),
    [
        ("kort", passwords.TOO_SHORT),
        ("elf tekens!", passwords.TOO_SHORT),
        ("lange zin, " * 12, passwords.TOO_LONG),
        ("aaaaaaaaaaaa", passwords.PATTERN),
        ("abcabcabcabca", passwords.PATTERN),
        ("tomaattomaat", passwords.PATTERN),
        ("qwertyuiop12", passwords.PATTERN),
        ("123456789012", passwords.PATTERN),
        ("zyxwvutsrqpo", passwords.PATTERN),
        ("Wachtwoord123!", passwords.COMMON),
        ("Welkom2026!!", passwords.COMMON),
        ("password1234", passwords.COMMON),
        ("Zomer 2026 !!", passwords.COMMON),
        ("werkwinkel-boot", passwords.OWN_WORD),
        ("amazone is mooi", passwords.OWN_WORD),
        ("ik woon in Overvécht", passwords.OWN_WORD),
        ("dock is een boot", passwords.OWN_WORD),
        ("groet van Fatima", passwords.OWN_WORD),
    ],
)
def test_easy_to_guess_passwords_are_refused(password, reason):
    assert passwords.obstacle(password, OWN) == reason


def test_a_password_matches_however_its_letters_are_composed():
    typed = "café à la crème"
    kept = passwords.hash_password(unicodedata.normalize("NFD", typed))
    assert kept.startswith("$argon2id$")
    assert passwords.verify(typed, kept)
    assert not passwords.verify(typed + " ", kept)
    assert not passwords.verify(typed, None)
    assert not passwords.verify(typed, "not-a-hash")
    assert not passwords.verify("\ud800" * 12, kept)


def test_the_service_hashes_with_the_recommended_parameters(hasher_of_the_service):
    """The other tests use a faster hasher."""
    assert "$m=65536,t=3,p=4$" in hasher_of_the_service.hash("een fiets vol appels")
