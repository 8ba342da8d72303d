"""Identifiers that cannot be guessed and count nothing (TRUST: public ids)."""

import hashlib
import secrets

ALPHABET = "23456789abcdefghjkmnpqrstvwxyz"  # no letters or digits that look alike


def new_key() -> str:
    """Sixteen characters, some 78 bits: the name of a row in a URL."""
    return "".join(secrets.choice(ALPHABET) for _ in range(16))


def new_code() -> str:
    """Four characters to write on a card, of letters and digits both, so that it is never a name or a year."""
    while True:
        code = "".join(secrets.choice(ALPHABET) for _ in range(4))
        if not (code.isdigit() or code.isalpha()):
            return code


def is_code(text: str) -> bool:
    """Whether this may be such a code; capitals do not matter."""
    text = text.strip().casefold()
    return len(text) == 4 and set(text) <= set(ALPHABET) and not (text.isdigit() or text.isalpha())


def digest(text: str) -> str:
    return hashlib.sha256(text.encode("utf-8", "replace")).hexdigest()
