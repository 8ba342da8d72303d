"""Rate limits, counted in the database and so shared by all processes.

A hit is counted in the transaction of the request: one statement, no second connection, no wait for a writer on
SQLite. If that transaction is rolled back, the hit is counted again in a separate one, so that no failure is free.
Rows hold a digest of the subject, never an address or a login, and expire with their window.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial
from ipaddress import IPv6Address, IPv6Network, ip_address
from typing import Any

from sqlalchemy import Executable, bindparam, case, delete, select, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlmodel import Field, Session, SQLModel, col

from app.core.database import UtcDateTime, after_rollback
from app.core.ids import digest

BATCH = 5_000  # expired rows deleted at a time: others wait for that transaction


class RateCount(SQLModel, table=True):
    """The hits of one subject in the current window. The first hit after `ends_at` begins a new window."""

    __tablename__ = "rate_count"
    __table_args__ = {"info": {"audited": False}}

    key: str = Field(primary_key=True, max_length=64)  # digest of the limit's name and its subject
    hits: int
    ends_at: datetime = Field(sa_type=UtcDateTime)


_has_expired = col(RateCount.ends_at) <= bindparam("at", type_=UtcDateTime)


def _count_statement(insert: postgresql.Insert | sqlite.Insert) -> Executable:
    """One statement that counts a hit or begins a window, and returns the hits in it."""
    window = {
        "hits": case((_has_expired, 1), else_=col(RateCount.hits) + 1),
        "ends_at": case((_has_expired, insert.excluded.ends_at), else_=col(RateCount.ends_at)),
    }
    return insert.on_conflict_do_update(index_elements=["key"], set_=window).returning(col(RateCount.hits))


_values = {"key": bindparam("key"), "hits": 1, "ends_at": bindparam("ends_at")}
_COUNT = {
    "sqlite": _count_statement(sqlite.insert(RateCount).values(_values)),
    "postgresql": _count_statement(postgresql.insert(RateCount).values(_values)),
}
_REFUND = (
    update(RateCount)
    .where(col(RateCount.key) == bindparam("of"), col(RateCount.hits) > 0)
    .values(hits=col(RateCount.hits) - 1)
)
_USED_UP = select(col(RateCount.hits)).where(
    col(RateCount.key) == bindparam("key"), col(RateCount.ends_at) > bindparam("at", type_=UtcDateTime)
)


@dataclass(frozen=True)
class RateLimit:
    """`amount` hits in a `window` that begins with the first of them. `name`: unique in the service."""

    name: str
    amount: int
    window: timedelta

    def hit(self, db: Session, *subject: str | int, at: datetime) -> bool:
        """Counts a hit of `subject`; returns whether it is within the limit."""
        given = {"key": self._key(subject), "at": at, "ends_at": at + self.window}
        count = _COUNT[db.get_bind().dialect.name]
        after_rollback(db, partial(_execute, db, count, given))
        return bool(_execute(db, count, given).scalar_one() <= self.amount)

    def refund(self, db: Session, *subject: str | int) -> None:
        """Takes back one hit that turned out to be no failure. Other hits of `subject` remain."""
        given = {"of": self._key(subject)}
        after_rollback(db, partial(_execute, db, _REFUND, given))
        _execute(db, _REFUND, given)

    def is_used_up(self, db: Session, *subject: str | int, at: datetime) -> bool:
        """Whether the next hit of `subject` would be over the limit. Counts nothing."""
        hits = _execute(db, _USED_UP, {"key": self._key(subject), "at": at}).scalar()
        return hits is not None and hits >= self.amount

    def _key(self, subject: tuple[str | int, ...]) -> str:
        return digest("\n".join((self.name, *map(str, subject))))


def _execute(db: Session, statement: Executable, given: dict[str, Any]) -> Any:
    return db.connection().execute(statement, given)


def network_of(address: str) -> str:
    """What an address is counted by: for IPv6 its /64, since every household has billions of addresses."""
    try:
        found = ip_address(address)
    except ValueError:
        return address
    if isinstance(found, IPv6Address):
        return str(found.ipv4_mapped or IPv6Network((int(found) >> 64 << 64, 64)))
    return str(found)


def has_expired(db: Session, at: datetime) -> bool:
    """Whether any count has expired."""
    return (
        db.connection().execute(select(col(RateCount.key)).where(_has_expired).limit(1), {"at": at}).first() is not None
    )


def delete_expired(db: Session, at: datetime) -> None:
    """Deletes expired counts, at most BATCH of them."""
    ended = select(col(RateCount.key)).where(_has_expired).limit(BATCH)
    db.connection().execute(delete(RateCount).where(col(RateCount.key).in_(ended), _has_expired), {"at": at})
