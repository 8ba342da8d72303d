"""Reads of the audit log."""

from collections.abc import Collection
from datetime import datetime

from sqlalchemy import bindparam
from sqlalchemy import select as columns
from sqlmodel import Session, col

from app.audit.models import AuditActor, AuditEntry, AuditKind
from app.core.clock import day_bounds, local_day

_PERSONS_READ = (
    columns(col(AuditEntry.person_id))
    .where(
        col(AuditEntry.worker_id) == bindparam("worker_id"),
        col(AuditEntry.at) >= bindparam("since"),
        col(AuditEntry.kind) == AuditKind.READ,
        col(AuditEntry.what) == bindparam("what"),
        col(AuditEntry.person_id).in_(bindparam("persons", expanding=True)),
    )
    .distinct()
)


def persons_read_today(db: Session, by: AuditActor, at: datetime, *, what: str, persons: Collection[int]) -> set[int]:
    """Ids of those `persons` whose page `what` this worker has already read today."""
    if not persons:
        return set()
    since = day_bounds(local_day(at))[0]
    parameters = {"worker_id": by.worker_id, "since": since, "what": what, "persons": list(persons)}
    return {person_id for person_id in db.scalars(_PERSONS_READ, parameters) if person_id}
