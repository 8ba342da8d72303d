"""What an organisation does in a shop: front or back office or outside, what it offers, how much room it has."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import UniqueConstraint
from sqlmodel import Field, Relationship, SQLModel

from app.accounts.models import Organisation
from app.core.database import UtcDateTime, word
from app.core.ids import new_key


class Office(StrEnum):
    FRONT = "front"
    BACK = "back"
    OUTSIDE = "outside"


class Partner(SQLModel, table=True):
    __table_args__ = (UniqueConstraint("shop_id", "organisation_id"),)

    id: int = Field(default=None, primary_key=True)
    key: str = Field(default_factory=new_key, unique=True, max_length=16)
    shop_id: int = Field(foreign_key="shop.id", index=True)
    organisation_id: int = Field(foreign_key="organisation.id", index=True)
    office: Office = Field(sa_type=word(Office))
    offers: str = Field(default="", max_length=200)  # "geldzorgen, regelzaken"
    languages: str = Field(default="", max_length=200)
    room: int | None = Field(default=None)  # places free now; None: not said
    retired_at: datetime | None = Field(default=None, sa_type=UtcDateTime)

    organisation: Organisation = Relationship(sa_relationship_kwargs={"lazy": "joined", "innerjoin": True})
