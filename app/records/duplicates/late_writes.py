"""What a colleague writes on a card in the very moment in which it is linked comes to the main card as they commit.

Only on PostgreSQL: there they may have chosen the other card before it was linked, and write to it afterwards. On
SQLite there is one writer at a time.
"""

from collections.abc import Callable
from typing import cast

from sqlalchemy import inspect
from sqlalchemy.orm import Session as OrmSession
from sqlalchemy.orm import UOWTransaction
from sqlmodel import Session

from app.records.duplicates.actions import bring_over
from app.records.duplicates.owned_rows import owned
from app.records.duplicates.queries import links_of_cards

_WRITTEN = "cards that were written on"
_COLUMNS: dict[type, list[str]] = {}


def _notice(db: OrmSession, context: UOWTransaction) -> None:
    if db.get_bind().dialect.name != "postgresql":
        return
    if not _COLUMNS:
        for one in owned():
            _COLUMNS.setdefault(one.model, []).append(one.column)
    cards = {
        getattr(row, column)
        for row in (*db.new, *db.dirty)
        for column in _COLUMNS.get(type(row), ())
        if row in db.new or column in inspect(row).committed_state
    }
    if cards := cards - {None}:
        db.info.setdefault(_WRITTEN, set()).update(cards)


def _follow(db: OrmSession) -> None:
    if db.in_nested_transaction():
        return
    db.flush()
    if cards := db.info.pop(_WRITTEN, None):
        session = cast("Session", db)
        for made in links_of_cards(session, cards):
            bring_over(session, made)


def _forget(db: OrmSession) -> None:
    if not db.in_nested_transaction():
        db.info.pop(_WRITTEN, None)


# For app.wiring
LISTENERS: tuple[tuple[str, Callable[..., None]], ...] = (
    ("after_flush", _notice),
    ("before_commit", _follow),
    ("after_rollback", _forget),
)
