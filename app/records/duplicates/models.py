"""Pairs of probable duplicates, and marks of different persons. Merges are in people.people.person_aliases."""

from datetime import datetime

from sqlalchemy import UniqueConstraint
from sqlmodel import Field, Relationship, SQLModel

from app.accounts.models import Worker
from app.core.database import UtcDateTime
from app.core.ids import new_key
from app.people.people.models import Person
from app.people.people.person_aliases import NOT_MERGED


class Double(SQLModel, table=True):
    """Two records that may be the same person, until somebody decides. Recomputed with every change of one of them.

    `one_id` is the lower id of the two.
    """

    __table_args__ = (UniqueConstraint("one_id", "other_id"), {"info": {"audited": False}})

    id: int = Field(default=None, primary_key=True)
    shop_id: int = Field(foreign_key="shop.id", index=True)
    one_id: int = Field(foreign_key="person.id")
    other_id: int = Field(foreign_key="person.id", index=True)
    score: float
    found_at: datetime = Field(sa_type=UtcDateTime)

    one: Person = Relationship(sa_relationship_kwargs={"foreign_keys": "Double.one_id", "lazy": "joined"})
    other: Person = Relationship(sa_relationship_kwargs={"foreign_keys": "Double.other_id", "lazy": "joined"})


class Different(SQLModel, table=True):
    """A mark that two records are different persons. Stays in force unless it is withdrawn."""

    id: int = Field(default=None, primary_key=True)
    key: str = Field(default_factory=new_key, unique=True, max_length=16)
    shop_id: int = Field(foreign_key="shop.id", index=True)
    one_id: int = Field(foreign_key="person.id", index=True, sa_column_kwargs=NOT_MERGED)
    other_id: int = Field(foreign_key="person.id", index=True, sa_column_kwargs=NOT_MERGED)
    at_the_door: bool = False  # marked by a host, with the visitor present, who saw little of either record
    by_id: int = Field(foreign_key="worker.id")
    said_at: datetime = Field(sa_type=UtcDateTime)
    taken_back_by_id: int | None = Field(default=None, foreign_key="worker.id")
    taken_back_at: datetime | None = Field(default=None, sa_type=UtcDateTime)

    one: Person = Relationship(sa_relationship_kwargs={"foreign_keys": "Different.one_id"})
    other: Person = Relationship(sa_relationship_kwargs={"foreign_keys": "Different.other_id"})
    by: Worker = Relationship(sa_relationship_kwargs={"foreign_keys": "Different.by_id"})
