"""Identifiers that cannot be guessed and count nothing (TRUST: public ids)."""

import hashlib
import secrets

ALPHABET = "23456789abcdefghjkmnpqrstvwxyz"  # no letters or digits that look alike


def new_key() -> str:
    """Sixteen characters, some 78 bits: the name of a row in a URL."""
    return "".join(secrets.choice(ALPHABET) for _ in range(16))


def new_token() -> str:
    """256 bits for a session or a one-time link. Only its digest is ever stored."""
    return secrets.token_urlsafe(32)


def digest(token: str) -> str:
    return hashlib.sha256(token.encode("utf-8", "replace")).hexdigest()
