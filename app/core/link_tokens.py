"""Secret tokens of links, sessions and tablets: handed out once, stored and found only as a digest."""

import secrets
from typing import Any, NamedTuple, Protocol, TypeVar

from sqlalchemy import ColumnElement
from sqlmodel import Session, col, select

from app.core.ids import digest


class Token(NamedTuple):
    """`secret` goes into the link or cookie and is stored nowhere; `hash` is stored."""

    secret: str
    hash: str


class HasToken(Protocol):
    """A table whose rows are opened by a token."""

    token_hash: Any


T = TypeVar("T", bound=HasToken)


def make_token(secret: str | None = None) -> Token:
    """A token of 256 bits, or of a given `secret` that somebody has to type."""
    secret = secret or secrets.token_urlsafe(32)
    return Token(secret, digest(secret))


def is_token_of(column: str | None, secret: str) -> ColumnElement[bool]:
    """The condition that `column` holds the digest of this secret."""
    return col(column) == digest(secret)


def find_by_token(db: Session, table: type[T], secret: str, *conditions: ColumnElement[bool] | bool) -> T | None:
    """The row of this secret, if it meets `conditions`; else None."""
    return db.exec(select(table).where(is_token_of(table.token_hash, secret), *conditions)).first()
