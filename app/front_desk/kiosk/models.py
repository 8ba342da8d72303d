"""Tablets at the door: each has its own secret and is not a worker."""

from datetime import datetime

from sqlmodel import Field, Relationship, SQLModel

from app.accounts.models import Worker
from app.core.database import UtcDateTime
from app.core.ids import new_key


class Tablet(SQLModel, table=True):
    """A tablet on which visitors check in. It can do so in one shop, and nothing else."""

    id: int = Field(default=None, primary_key=True)
    key: str = Field(default_factory=new_key, unique=True, max_length=16)
    shop_id: int = Field(foreign_key="shop.id", index=True)
    name: str = Field(max_length=200)
    made_at: datetime = Field(sa_type=UtcDateTime)
    made_by_id: int = Field(foreign_key="worker.id")
    # Hash of the pairing code, until the code is used.
    code_hash: str | None = Field(default=None, max_length=64, unique=True)
    code_until: datetime | None = Field(default=None, sa_type=UtcDateTime)
    token_hash: str | None = Field(default=None, max_length=64, unique=True)  # hash of the secret in its cookie
    seen_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    withdrawn_at: datetime | None = Field(default=None, sa_type=UtcDateTime)

    made_by: Worker = Relationship(sa_relationship_kwargs={"lazy": "joined", "innerjoin": True})
