"""The pulse of a shop: a number that grows with every change that its board shows, so that boards can follow.

A table says so of itself: a model with `beats_for`, the shop whose board shows its rows. Whoever changes such a row
through a session beats the pulse in the same transaction, without having to think of it. See decision 13.
"""

from collections.abc import Callable, Collection

from sqlalchemy import Connection, bindparam, select, text
from sqlalchemy.orm import Session as OrmSession
from sqlalchemy.orm import UOWTransaction
from sqlmodel import Field, Session, SQLModel, col


class ChangeCounter(SQLModel, table=True):
    __tablename__ = "pulse"
    __table_args__ = {"info": {"audited": False}}

    shop_id: int = Field(primary_key=True, sa_column_kwargs={"autoincrement": False})
    number: int = 0


# Told (shop, number) right after a change was committed in this process: `heard.add(...)` and `heard.discard(...)`.
listeners: set[Callable[[int, int], None]] = set()

_WRITTEN, _TOUCHED, _INCREMENTED = "pulse written", "pulse touched", "pulse beaten"
_INCREMENT = text(
    "INSERT INTO pulse (shop_id, number) VALUES (:shop_id, 1) "
    "ON CONFLICT (shop_id) DO UPDATE SET number = pulse.number + 1 RETURNING number"
)
_REVISION = select(col(ChangeCounter.number)).where(col(ChangeCounter.shop_id) == bindparam("shop_id"))
_REVISIONS = select(col(ChangeCounter.shop_id), col(ChangeCounter.number)).where(
    col(ChangeCounter.shop_id).in_(bindparam("shops", expanding=True))
)


def revision(db: Session, shop_id: int) -> int:
    """The pulse of a shop now. Read it before what it stands for: then a change in between is one fetch too many."""
    return db.scalar(_REVISION, {"shop_id": shop_id}) or 0


def revisions(connection: Connection, shops: Collection[int]) -> dict[int, int]:
    """The pulse of several shops, in one query; of those that ever had one."""
    return {row[0]: row[1] for row in connection.execute(_REVISIONS, {"shops": list(shops)})}


def bump(db: Session, shop_id: int) -> None:
    """For rows that were written past the session: the pulse beats with the commit."""
    db.info.setdefault(_TOUCHED, set()).add(shop_id)


def _collect_written(db: OrmSession, context: UOWTransaction) -> None:
    rows = [row for row in (*db.new, *db.dirty, *db.deleted) if hasattr(type(row), "shop_of_change")]
    db.info.setdefault(_WRITTEN, []).extend(rows)


def _resolve_shops(db: OrmSession, context: UOWTransaction) -> None:
    """Only now can a new row be asked for the shop that it reaches through another row."""
    if rows := db.info.pop(_WRITTEN, None):
        db.info.setdefault(_TOUCHED, set()).update(row.shop_of_change for row in rows)


def _increment(db: OrmSession) -> None:
    """At the very end: the row of a shop's pulse is held for a moment only, and always as the last one."""
    if db.in_nested_transaction():
        return
    db.flush()
    for shop_id in sorted(db.info.pop(_TOUCHED, ())):
        beaten = db.execute(_INCREMENT, {"shop_id": shop_id}).scalar_one()
        db.info.setdefault(_INCREMENTED, {})[shop_id] = beaten


def _notify(db: OrmSession) -> None:
    if db.in_nested_transaction():
        return
    for shop_id, beaten in db.info.pop(_INCREMENTED, {}).items():
        for hear in tuple(listeners):
            hear(shop_id, beaten)


def _discard(db: OrmSession) -> None:
    """What was undone beats nothing. With a savepoint only a part is undone: what came before it still counts."""
    if db.in_nested_transaction():
        return
    for kept in (_WRITTEN, _TOUCHED, _INCREMENTED):
        db.info.pop(kept, None)


# For app.wiring; its before_commit must be the last.
LISTENERS: tuple[tuple[str, Callable[..., None]], ...] = (
    ("after_flush", _collect_written),
    ("after_flush_postexec", _resolve_shops),
    ("before_commit", _increment),
    ("after_commit", _notify),
    ("after_rollback", _discard),
)
