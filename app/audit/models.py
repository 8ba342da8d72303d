"""The table of the audit log: who read, searched, changed, printed or exported what (NEN 7513, TRUST 25)."""

from datetime import datetime
from enum import StrEnum
from typing import Any, Protocol

from sqlalchemy import JSON, Index
from sqlmodel import Field, SQLModel

from app.core.database import UtcDateTime, enum_column


class AuditKind(StrEnum):
    READ = "look"
    SEARCH = "search"
    CHANGE = "change"
    EXPORT = "export"
    PRINT = "print"
    SIGN_IN = "sign_in"
    REFUSAL = "refusal"  # a request was denied: no access, or not allowed now


class AuditEntry(SQLModel, table=True):
    """One entry of the audit log. Append-only: nothing in the service changes or removes an entry.

    Rows are named by id without foreign keys, so that an entry outlives what it is about.
    """

    __tablename__ = "audit_entry"
    __table_args__ = (Index("ix_audit_entry_worker_id_at", "worker_id", "at"), {"info": {"audited": False}})

    id: int = Field(default=None, primary_key=True)
    at: datetime = Field(sa_type=UtcDateTime, index=True)
    kind: AuditKind = Field(sa_type=enum_column(AuditKind))
    worker_id: int | None = Field(default=None)
    organisation_id: int | None = Field(default=None)
    shop_id: int | None = Field(default=None)
    person_id: int | None = Field(default=None, index=True)
    subject: str = Field(max_length=40)  # the table, or the page
    subject_id: int | None = Field(default=None)
    what: str = Field(default="", max_length=80)
    basis: str = Field(default="", max_length=80)  # code of why it was allowed
    details: dict[str, Any] = Field(default_factory=dict, sa_type=JSON)
    address: str = Field(default="", max_length=64)  # IP address


class AuditActor(Protocol):
    """What the log needs to know of an actor; accounts.current_user.Actor is one.

    The check-in tablet has a shop, but no worker and no organisation.
    """

    @property
    def worker_id(self) -> int | None: ...
    @property
    def organisation_id(self) -> int | None: ...
    @property
    def shop_id(self) -> int: ...
    @property
    def address(self) -> str: ...
