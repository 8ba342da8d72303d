"""One record per intention: the same form sent twice does its work once (TRUST 26)."""

from datetime import datetime

from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import make_transient_to_detached
from sqlmodel import Field, Session, SQLModel, col

from app.core.database import UtcDateTime, table_of
from app.core.ids import new_key


class Intention(SQLModel, table=True):
    """What a form was sent for, and where the answer lies. Kept long enough to outlive a lost connection."""

    __table_args__ = {"info": {"audited": False}}

    key: str = Field(primary_key=True, max_length=64)
    worker_id: int | None = Field(default=None)
    made_at: datetime = Field(sa_type=UtcDateTime, index=True)
    answer: str = Field(default="", max_length=300)


def new_intention() -> str:
    """A fresh name for what the form on this page will do."""
    return new_key()


# One step instead of a savepoint and what undoes it: every form that makes something comes by here.
_INSERT = {
    name: dialect.insert(table_of(Intention)).on_conflict_do_nothing().returning(col(Intention.key))
    for name, dialect in (("sqlite", sqlite), ("postgresql", postgresql))
}


def begin(db: Session, key: str, *, worker_id: int | None, at: datetime, answer: str = "") -> Intention | None:
    """Claims the intention; None when it was carried out before (see `earlier`). `answer`: when it is known already.

    Two at once: on both databases the second waits for the first to end and then finds its row.
    """
    intention = Intention(key=key or new_key(), worker_id=worker_id, made_at=at, answer=answer)
    claim = _INSERT[db.get_bind().dialect.name]
    if db.connection().execute(claim, intention.model_dump()).first() is None:
        return None
    make_transient_to_detached(intention)  # it stands in its table: what is answered changes that row
    db.add(intention)
    return intention


def earlier_result(db: Session, key: str, *, worker_id: int | None) -> str | None:
    """Where the answer of an intention lies that this worker carried out before."""
    found = db.get(Intention, key)
    return found.answer if found and found.worker_id == worker_id else None
