"""Idempotency keys: a form that is sent twice takes effect only once (TRUST 26)."""

from datetime import datetime

from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import make_transient_to_detached
from sqlmodel import Field, Session, SQLModel, col

from app.core.database import UtcDateTime, table_of
from app.core.ids import new_key


class Intention(SQLModel, table=True):
    """The key of a submitted form, and the URL of its result. How long it is kept: app/privacy/register.csv."""

    __table_args__ = {"info": {"audited": False}}

    key: str = Field(primary_key=True, max_length=64)
    worker_id: int | None = Field(default=None)
    made_at: datetime = Field(sa_type=UtcDateTime, index=True)
    answer: str = Field(default="", max_length=300)


def new_intention() -> str:
    """A new key for the form on a page."""
    return new_key()


# Used by every form that creates something, so it is one statement rather than a savepoint and a rollback.
_INSERT = {
    name: dialect.insert(table_of(Intention)).on_conflict_do_nothing().returning(col(Intention.key))
    for name, dialect in (("sqlite", sqlite), ("postgresql", postgresql))
}


def begin(db: Session, key: str, *, worker_id: int | None, at: datetime, answer: str = "") -> Intention | None:
    """Claims a key; None when it was used before (see `earlier_result`). `answer`: the URL of the result, if known.

    If two requests claim it at once, the second waits until the first commits or rolls back. This holds on SQLite and
    on PostgreSQL.
    """
    intention = Intention(key=key or new_key(), worker_id=worker_id, made_at=at, answer=answer)
    claim = _INSERT[db.get_bind().dialect.name]
    if db.connection().execute(claim, intention.model_dump()).first() is None:
        return None
    make_transient_to_detached(intention)  # the row exists: setting `answer` updates it
    db.add(intention)
    return intention


def earlier_result(db: Session, key: str, *, worker_id: int | None) -> str | None:
    """The URL of the result ("" when it has none), if this worker used the key before; else None."""
    found = db.get(Intention, key)
    return found.answer if found and found.worker_id == worker_id else None
