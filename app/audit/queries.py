"""What is on record already."""

from collections.abc import Collection
from datetime import datetime

from sqlalchemy import select as columns
from sqlmodel import Session, col

from app.audit.models import AuditEntry, Kind
from app.audit.record import Acting
from app.core.clock import day_bounds, local_day


def looked_at(db: Session, by: Acting, at: datetime, *, what: str, persons: Collection[int]) -> set[int]:
    """Whom of these persons (their numbers) this worker has seen today on the page called `what`."""
    if not persons:
        return set()
    statement = columns(col(AuditEntry.person_id)).where(
        col(AuditEntry.person_id).in_(persons), col(AuditEntry.worker_id) == by.worker_id,
        col(AuditEntry.at) >= day_bounds(local_day(at))[0], col(AuditEntry.kind) == Kind.LOOK,
        col(AuditEntry.what) == what,
    )  # fmt: skip
    return {number for number in db.scalars(statement) if number}
