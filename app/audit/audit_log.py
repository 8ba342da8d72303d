"""Writes the audit log, in the transaction of what it records: if the entry fails, so does the change or the read.

Changes are logged automatically: every row written through a session leaves one entry with the old and the new values,
in the name of `session.info["by"]`. Reads are logged by the routes and actions that show them.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import UTC, date, datetime, time
from functools import cache
from typing import Any

from sqlalchemy import insert, inspect
from sqlalchemy.orm import Session as OrmSession
from sqlalchemy.orm import UOWTransaction
from sqlmodel import Session, SQLModel

from app.audit.models import AuditActor, AuditEntry, AuditKind
from app.core.database import table_of


def set_actor(db: Session, by: AuditActor | None, at: datetime) -> None:
    """Sets the actor and time for the changes that follow in this session. Earlier changes are flushed first."""
    db.flush()
    db.info["by"], db.info["at"] = by, at


def log_read(
    db: Session,
    *,
    by: AuditActor,
    at: datetime,
    subject: str,
    basis: str,
    persons: Iterable[int] = (),
    kind: AuditKind = AuditKind.READ,
    what: str = "",
    subject_id: int | None = None,
) -> None:
    """Logs that `by` read something about `persons` (ids): one entry for each person.

    Without persons it leaves one entry as well, so that a search without results is logged too. `basis`: the code of
    why it was allowed; `what`: the code of the page.
    """
    common: dict[str, Any] = {
        "at": at,
        "subject": subject,
        "subject_id": subject_id,
        "basis": basis,
        "what": what,
        "kind": kind,
        "details": {},
        **_actor_columns(by),
    }
    seen: list[int | None] = [*persons]
    _insert_lines(db, [common | {"person_id": person_id} for person_id in seen or [None]])


def log_refusal(db: Session, *, by: AuditActor, at: datetime, subject: str, what: str) -> None:
    """Logs that a request was refused. `subject` is the route's path template, so it holds no key."""
    db.add(AuditEntry(at=at, kind=AuditKind.REFUSAL, subject=subject[:40], what=what, **_actor_columns(by)))


def log_sign_in(
    db: Session,
    what: str,
    *,
    at: datetime,
    address: str,
    subject_id: int | None,
    shop_ids: Iterable[int],
    worker_id: int | None = None,
    organisation_id: int | None = None,
) -> None:
    """Logs that somebody signed in or out, or tried to. Leaves out what they typed, which may be a password."""
    shops: list[int | None] = [*shop_ids]
    for shop_id in shops or [None]:
        line = AuditEntry(
            at=at,
            kind=AuditKind.SIGN_IN,
            worker_id=worker_id,
            organisation_id=organisation_id,
            shop_id=shop_id,
            subject="worker",
            subject_id=subject_id,
            what=what,
            basis="",
            address=address,
        )
        db.add(line)


def log_bulk_changes(
    db: Session,
    rows: Iterable[tuple[type[SQLModel], Sequence[Mapping[str, Any]]]],
    *,
    what: str,
    basis: str,
    by: AuditActor,
    at: datetime,
) -> None:
    """Logs rows that were written in bulk, past the session: for each the same entry that the session would leave.

    `rows`: by table, mappings that for "added" hold every column, for "removed" the id, and for "changed" the id and
    a pair of old and new value for each changed column.
    """
    common = {"at": at, "kind": AuditKind.CHANGE, "what": what, "basis": basis, **_actor_columns(by)}
    if lines := [common | line for model, some in rows for line in _bulk_lines(model, some, what)]:
        _insert_lines(db, lines)


def _bulk_lines(model: type[SQLModel], rows: Sequence[Mapping[str, Any]], what: str) -> Iterator[dict[str, Any]]:
    table: Any = table_of(model)
    columns = _columns(model)
    for row in rows:
        if what == "added":
            details = {name: [None, _json_value(row[name])] for name in columns if row[name] is not None}
        else:
            details = {name: list(map(_json_value, row[name])) for name in columns if name in row and what == "changed"}
        person_id = row["id"] if table.name == "person" else row.get("person_id")
        yield {"subject": table.name, "subject_id": row["id"], "person_id": person_id, "details": details}


def _actor_columns(by: AuditActor | None) -> dict[str, Any]:
    if by is None:
        return {}
    return {
        "worker_id": by.worker_id,
        "organisation_id": by.organisation_id,
        "shop_id": by.shop_id,
        "address": by.address,
    }


def _is_audited(row: SQLModel) -> bool:
    table = table_of(row)
    return table.info.get("audited", True)


# Columns left out of the log: secrets, values that change without meaning, and the name a visitor wants to be called by
# today, which the log would keep for years.
_OMITTED_COLUMNS = {"password_hash", "pin_hash", "signature", "version", "token_hash", "code_hash", "call_name", "id"}


def _changed_values(row: SQLModel, fresh: bool) -> dict[str, list[Any]]:
    """Old and new value of each changed column; for a new row, of every column that has a value."""
    state, found = inspect(row), {}
    for name in _columns(type(row)):
        if fresh:
            old, new = None, state.dict.get(name)
        elif name in state.committed_state:
            history = state.attrs[name].history
            if not history.added:
                continue
            old, new = (history.deleted or [None])[0], history.added[0]
        else:
            continue
        if old != new:
            found[name] = [_json_value(old), _json_value(new)]
    return found


@cache
def _columns(model: type[SQLModel]) -> tuple[str, ...]:
    return tuple(attribute.key for attribute in inspect(model).column_attrs if attribute.key not in _OMITTED_COLUMNS)


def _json_value(value: Any) -> Any:
    return value.isoformat() if isinstance(value, datetime | date | time) else value


_INSERT = insert(table_of(AuditEntry))


def _insert_lines(db: OrmSession, lines: list[dict[str, Any]]) -> None:
    """Inserts past the session, because nothing uses these rows as objects."""
    db.connection().execute(_INSERT, lines)


def _record_changes(db: OrmSession, context: UOWTransaction) -> None:
    lines = []
    for what, rows in (("added", db.new), ("changed", db.dirty), ("removed", db.deleted)):
        for row in rows:
            if not isinstance(row, SQLModel) or not _is_audited(row):
                continue
            details = {} if what == "removed" else _changed_values(row, fresh=what == "added")
            if what == "changed" and not details:
                continue
            table = table_of(row).name
            identity = getattr(row, "id", None)
            lines.append(
                {
                    "at": db.info.get("at") or datetime.now(UTC),
                    "kind": AuditKind.CHANGE,
                    "subject": table,
                    "subject_id": identity if isinstance(identity, int) else None,
                    "person_id": identity if table == "person" else getattr(row, "person_id", None),
                    "what": what,
                    "basis": getattr(db.info.get("by"), "basis", ""),
                    "details": details,
                    "worker_id": None,
                    "organisation_id": None,
                    "shop_id": None,
                    "address": "",
                    **_actor_columns(db.info.get("by")),
                }
            )
    if lines:
        _insert_lines(db, lines)


LISTENERS: tuple[tuple[str, Callable[..., None]], ...] = (("after_flush", _record_changes),)  # for app.wiring
