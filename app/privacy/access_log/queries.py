"""Entries of the audit log, within the reader's own shop."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select as columns
from sqlmodel import Session, col

from app.accounts.current_user import Actor
from app.accounts.models import Organisation, Worker
from app.audit.models import AuditEntry, AuditKind
from app.core.clock import day_bounds
from app.core.text_rules import fold
from app.people.people.models import Person
from app.people.people.person_aliases import ids_with_aliases
from app.privacy.access_log.forms import LogFilter

PAGE_SIZE = 50  # entries


@dataclass(frozen=True)
class LogLine:
    """One entry of the log, with names as they are now."""

    at: datetime
    kind: AuditKind
    subject: str
    what: str
    basis: str
    fields: tuple[str, ...]
    worker: str | None
    organisation: str | None
    person: str | None
    address: str


def log_lines(db: Session, reader: Actor, wanted: LogFilter) -> tuple[list[LogLine], bool]:
    """One page of the log, newest first, and whether there are older entries."""
    statement = (
        columns(AuditEntry, col(Worker.name), col(Organisation.name), col(Person.name))
        .outerjoin(Worker, col(Worker.id) == col(AuditEntry.worker_id))
        .outerjoin(Organisation, col(Organisation.id) == col(AuditEntry.organisation_id))
        .outerjoin(Person, col(Person.id) == col(AuditEntry.person_id))
        .where(col(AuditEntry.shop_id) == reader.shop_id)
        .order_by(col(AuditEntry.id).desc())
    )
    if wanted.worker:
        statement = statement.where(col(Worker.key) == wanted.worker)
    if wanted.kind:
        statement = statement.where(col(AuditEntry.kind) == wanted.kind)
    if wanted.day:
        first, after = day_bounds(wanted.day)
        statement = statement.where(col(AuditEntry.at) >= first, col(AuditEntry.at) < after)
    if wanted.person:
        statement = statement.where(col(Person.id).in_(_person_ids_by_name(db, reader, wanted.person)))
    rows = db.execute(statement.offset((wanted.page - 1) * PAGE_SIZE).limit(PAGE_SIZE + 1)).all()
    found = [
        LogLine(
            e.at, e.kind, e.subject, e.what, e.basis, tuple(sorted(e.details)), worker, organisation, person, e.address
        )
        for e, worker, organisation, person in rows[:PAGE_SIZE]
    ]
    return found, len(rows) > PAGE_SIZE


def _person_ids_by_name(db: Session, reader: Actor, part: str) -> list[int]:
    """Ids of the shop's persons whose name contains `part`, ignoring case and accents, with all their records."""
    named = db.execute(columns(col(Person.id), col(Person.name)).where(col(Person.shop_id) == reader.shop_id))
    return sorted(ids_with_aliases(db, [person_id for person_id, name in named if fold(part) in fold(name)]))
