"""Identifiers that cannot be guessed and reveal no count (TRUST 12)."""

import hashlib
import secrets

ALPHABET = "23456789abcdefghjkmnpqrstvwxyz"  # no letters or digits that look alike


def new_key() -> str:
    """A key for a row in a URL: sixteen characters, some 78 bits."""
    return "".join(secrets.choice(ALPHABET) for _ in range(16))


def new_code() -> str:
    """A code to write on a card: four characters, both letters and digits, so that it is never a name or a year."""
    while True:
        code = "".join(secrets.choice(ALPHABET) for _ in range(4))
        if not (code.isdigit() or code.isalpha()):
            return code


def is_code(text: str) -> bool:
    """Whether a text has the form of such a code; capitals do not matter."""
    text = text.strip().casefold()
    return len(text) == 4 and set(text) <= set(ALPHABET) and not (text.isdigit() or text.isalpha())


def digest(text: str) -> str:
    return hashlib.sha256(text.encode("utf-8", "replace")).hexdigest()
