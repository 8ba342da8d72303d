"""A revision number per shop, incremented in the transaction of each change that its board shows (decision 13).

A model whose rows appear on a board has `shop_of_change`: the id of that shop. When a session changes such a row, the
revision of its shop is incremented; the code that makes the change does not call anything for it.
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


# Called with (shop id, revision) right after a commit in this process. Use `add` and `discard` to come and go.
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
    """The revision of a shop. Read it before the rows that it covers, so that a change in between is not missed."""
    return db.scalar(_REVISION, {"shop_id": shop_id}) or 0


def revisions(connection: Connection, shops: Collection[int]) -> dict[int, int]:
    """The revisions of several shops in one query; shops without any change are left out."""
    return {row[0]: row[1] for row in connection.execute(_REVISIONS, {"shops": list(shops)})}


def bump(db: Session, shop_id: int) -> None:
    """Has the revision incremented on commit, for rows that were written by a bulk statement."""
    db.info.setdefault(_TOUCHED, set()).add(shop_id)


def _collect_written(db: OrmSession, context: UOWTransaction) -> None:
    rows = [row for row in (*db.new, *db.dirty, *db.deleted) if hasattr(type(row), "shop_of_change")]
    db.info.setdefault(_WRITTEN, []).extend(rows)


def _resolve_shops(db: OrmSession, context: UOWTransaction) -> None:
    """Runs after the flush, since a new row can reach its shop through another row only then."""
    if rows := db.info.pop(_WRITTEN, None):
        db.info.setdefault(_TOUCHED, set()).update(row.shop_of_change for row in rows)


def _increment(db: OrmSession) -> None:
    """Runs right before the commit, as the last listener, so that the row of a shop is locked only for a moment."""
    if db.in_nested_transaction():
        return
    db.flush()
    for shop_id in sorted(db.info.pop(_TOUCHED, ())):
        number = db.execute(_INCREMENT, {"shop_id": shop_id}).scalar_one()
        db.info.setdefault(_INCREMENTED, {})[shop_id] = number


def _notify(db: OrmSession) -> None:
    if db.in_nested_transaction():
        return
    for shop_id, number in db.info.pop(_INCREMENTED, {}).items():
        for listener in tuple(listeners):
            listener(shop_id, number)


def _discard(db: OrmSession) -> None:
    """Forgets changes that were rolled back. Nothing is forgotten with a savepoint: changes before it still count."""
    if db.in_nested_transaction():
        return
    for key in (_WRITTEN, _TOUCHED, _INCREMENTED):
        db.info.pop(key, None)


# Registered by app.wiring. `_increment` must be the last listener of before_commit.
LISTENERS: tuple[tuple[str, Callable[..., None]], ...] = (
    ("after_flush", _collect_written),
    ("after_flush_postexec", _resolve_shops),
    ("before_commit", _increment),
    ("after_commit", _notify),
    ("after_rollback", _discard),
)
