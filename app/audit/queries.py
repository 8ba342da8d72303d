"""What is on record already."""

from collections.abc import Collection
from datetime import datetime

from sqlalchemy import bindparam
from sqlalchemy import select as columns
from sqlmodel import Session, col

from app.audit.models import Acting, AuditEntry, Kind
from app.core.clock import day_bounds, local_day

_SEEN = (
    columns(col(AuditEntry.person_id))
    .where(
        col(AuditEntry.worker_id) == bindparam("worker_id"),
        col(AuditEntry.at) >= bindparam("since"),
        col(AuditEntry.kind) == Kind.LOOK,
        col(AuditEntry.what) == bindparam("what"),
        col(AuditEntry.person_id).in_(bindparam("persons", expanding=True)),
    )
    .distinct()
)


def looked_at(db: Session, by: Acting, at: datetime, *, what: str, persons: Collection[int]) -> set[int]:
    """Whom of these persons (their numbers) this worker has seen today on the page called `what`."""
    if not persons:
        return set()
    since = day_bounds(local_day(at))[0]
    asked = {"worker_id": by.worker_id, "since": since, "what": what, "persons": list(persons)}
    return {number for number in db.scalars(_SEEN, asked) if number}
