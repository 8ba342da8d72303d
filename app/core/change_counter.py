"""The pulse of a shop: a number that grows with every change that its board shows, so that boards can follow.

A table says so of itself: a model with `beats_for`, the shop whose board shows its rows. Whoever changes such a row
through a session beats the pulse in the same transaction, without having to think of it. See decision 13.
"""

from collections.abc import Callable, Collection

from sqlalchemy import Connection, bindparam, select, text
from sqlalchemy.orm import Session as OrmSession
from sqlalchemy.orm import UOWTransaction
from sqlmodel import Field, Session, SQLModel, col


class Pulse(SQLModel, table=True):
    __table_args__ = {"info": {"audited": False}}

    shop_id: int = Field(primary_key=True, sa_column_kwargs={"autoincrement": False})
    number: int = 0


# Told (shop, number) right after a change was committed in this process: `heard.add(...)` and `heard.discard(...)`.
heard: set[Callable[[int, int], None]] = set()

_WRITTEN, _TOUCHED, _BEATEN = "pulse written", "pulse touched", "pulse beaten"
_BEAT = text(
    "INSERT INTO pulse (shop_id, number) VALUES (:shop_id, 1) "
    "ON CONFLICT (shop_id) DO UPDATE SET number = pulse.number + 1 RETURNING number"
)
_NUMBER = select(col(Pulse.number)).where(col(Pulse.shop_id) == bindparam("shop_id"))
_NUMBERS = select(col(Pulse.shop_id), col(Pulse.number)).where(
    col(Pulse.shop_id).in_(bindparam("shops", expanding=True))
)


def number(db: Session, shop_id: int) -> int:
    """The pulse of a shop now. Read it before what it stands for: then a change in between is one fetch too many."""
    return db.scalar(_NUMBER, {"shop_id": shop_id}) or 0


def numbers(connection: Connection, shops: Collection[int]) -> dict[int, int]:
    """The pulse of several shops, in one query; of those that ever had one."""
    return {row[0]: row[1] for row in connection.execute(_NUMBERS, {"shops": list(shops)})}


def touch(db: Session, shop_id: int) -> None:
    """For rows that were written past the session: the pulse beats with the commit."""
    db.info.setdefault(_TOUCHED, set()).add(shop_id)


def _notice(db: OrmSession, context: UOWTransaction) -> None:
    rows = [row for row in (*db.new, *db.dirty, *db.deleted) if hasattr(type(row), "beats_for")]
    db.info.setdefault(_WRITTEN, []).extend(rows)


def _place(db: OrmSession, context: UOWTransaction) -> None:
    """Only now can a new row be asked for the shop that it reaches through another row."""
    if rows := db.info.pop(_WRITTEN, None):
        db.info.setdefault(_TOUCHED, set()).update(row.beats_for for row in rows)


def _beat(db: OrmSession) -> None:
    """At the very end: the row of a shop's pulse is held for a moment only, and always as the last one."""
    if db.in_nested_transaction():
        return
    db.flush()
    for shop_id in sorted(db.info.pop(_TOUCHED, ())):
        beaten = db.execute(_BEAT, {"shop_id": shop_id}).scalar_one()
        db.info.setdefault(_BEATEN, {})[shop_id] = beaten


def _wake(db: OrmSession) -> None:
    if db.in_nested_transaction():
        return
    for shop_id, beaten in db.info.pop(_BEATEN, {}).items():
        for hear in tuple(heard):
            hear(shop_id, beaten)


def _forget(db: OrmSession) -> None:
    """What was undone beats nothing. With a savepoint only a part is undone: what came before it still counts."""
    if db.in_nested_transaction():
        return
    for kept in (_WRITTEN, _TOUCHED, _BEATEN):
        db.info.pop(kept, None)


# For app.wiring; its before_commit must be the last.
LISTENERS: tuple[tuple[str, Callable[..., None]], ...] = (
    ("after_flush", _notice),
    ("after_flush_postexec", _place),
    ("before_commit", _beat),
    ("after_commit", _wake),
    ("after_rollback", _forget),
)
