"""Passwords: which ones are allowed, how they are hashed and how they are checked (TRUST 1, 3; decision 9)."""

import unicodedata
from collections.abc import Iterable
from itertools import pairwise

from pwdlib import PasswordHash
from pwdlib.exceptions import UnknownHashError

from app.core.text_rules import N_, fold

MIN_LENGTH, MAX_LENGTH = 12, 128  # characters

TOO_SHORT = N_("Use at least 12 characters. A few words in a row are easy to remember.")
TOO_LONG = N_("Use at most 128 characters.")
OWN_WORD = N_("This contains a name that others know: yours, the shop's or your organisation's. Choose other words.")
PATTERN = N_("This is a repetition or a row of keys. Choose a few unrelated words.")
COMMON = N_("Many people use this password. Choose a few unrelated words.")

# Common choices when twelve characters are required: one of these words, with digits and signs around it.
_COMMON_WORDS = frozenset(
    """
    wachtwoord mijnwachtwoord ditismijnwachtwoord nieuwwachtwoord sterkwachtwoord wachtwoordwachtwoord welkom
    welkomterug welkomthuis geheim geheimpje supergeheim heelgeheim toegang inloggen aanmelden beheerder gebruiker
    medewerker gemeente nederland holland amsterdam rotterdam utrecht denhaag ajax ajaxamsterdam feyenoord psv lente
    zomer herfst winter januari februari maart april mei juni juli augustus september oktober november december
    maandag dinsdag woensdag donderdag vrijdag zaterdag zondag hallo hallohallo schatje liefde ikhouvanjou
    ikhouvanju mamaenpapa papaenmama vakantie koffie kantoor computer laptop password mypassword newpassword
    thisismypassword passwordpassword strongpassword passw0rd p@ssw0rd p@ssword welcome letmein letmeinplease
    iloveyou iloveyousomuch secret topsecret supersecret changeme changemeplease admin administrator superuser test
    testtest testing default guest login access internet football basketball baseball princess sunshine superman
    batman spiderman starwars pokemon dragon monkey shadow master michael jennifer correcthorsebatterystaple trustno
    qwerty azerty spring summer autumn monday friday
    """.split()  # noqa: SIM905 - a table of words reads better
)
_SEQUENCES = (
    "abcdefghijklmnopqrstuvwxyz",
    "01234567890",
    "qwertyuiop",
    "asdfghjkl",
    "zxcvbnm",
    "azertyuiop",
    "qsdfghjklm",
)
_NEIGHBOURING_KEYS = {pair for row in _SEQUENCES for way in (row, row[::-1]) for pair in pairwise(way)}

_hasher = PasswordHash.recommended()  # argon2id
# Checked when there is no such account, so that the response takes equally long (TRUST 3).
_DUMMY_HASH = _hasher.hash("nobody has this password")


def normalize(password: str) -> str:
    """Normalizes to NFC, so that the password is the same however a keyboard composes its letters."""
    return unicodedata.normalize("NFC", password)


def hash_password(password: str) -> str:
    """Returns the Argon2id hash to store."""
    return _hasher.hash(normalize(password))


def verify(password: str, stored: str | None) -> bool:
    """Whether this is the password. Takes equally long when `stored` is None."""
    try:
        matches = _hasher.verify(normalize(password), stored or _DUMMY_HASH)
    except (UnknownHashError, UnicodeEncodeError):
        return False
    return matches and stored is not None


def obstacle(password: str, own_words: Iterable[str]) -> str | None:
    """Returns why this password is not allowed, or None. `own_words`: names of the worker, shop and organisation."""
    text = normalize(password)
    if len(text) < MIN_LENGTH:
        return TOO_SHORT
    if len(text) > MAX_LENGTH:
        return TOO_LONG
    plain = fold(text)
    if _is_pattern(plain):
        return PATTERN
    letters = "".join(c for c in plain if c.isalnum())
    if letters in _COMMON_WORDS or letters.strip("0123456789") in _COMMON_WORDS:
        return COMMON
    return OWN_WORD if any(word in letters for word in _distinctive_words(own_words)) else None


def _is_pattern(text: str) -> bool:
    """True for one repeated part, fewer than five different characters, or a run along keyboard or alphabet."""
    if len(set(text)) < 5:
        return True
    if any((text[:size] * len(text)).startswith(text) for size in range(1, len(text) // 2 + 1)):
        return True
    steps = list(pairwise(text))
    return sum(step in _NEIGHBOURING_KEYS for step in steps) >= 0.7 * len(steps)


def _distinctive_words(names: Iterable[str]) -> set[str]:
    """Each name as one word, and its words of five letters or more. Shorter words occur by chance in many sentences."""
    found = {"werkwinkel"}
    for name in names:
        parts = "".join(c if c.isalnum() else " " for c in fold(name)).split()
        found |= {part for part in parts if len(part) >= 5} | {whole for whole in ["".join(parts)] if len(whole) >= 4}
    return found
