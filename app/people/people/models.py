"""Persons who visit a shop."""

from datetime import date, datetime

from sqlmodel import Field, SQLModel

from app.core.clock import local_day
from app.core.database import UtcDateTime
from app.core.ids import new_key


class Person(SQLModel, table=True):
    """A person who visits. Only a name is required; no BSN, no proof, no target group (DOMAIN §2)."""

    id: int = Field(default=None, primary_key=True)
    key: str = Field(default_factory=new_key, unique=True, max_length=16)
    shop_id: int = Field(foreign_key="shop.id", index=True)
    name: str = Field(max_length=200)
    birth_year: int | None = Field(default=None)
    birth_date: date | None = Field(default=None)
    phone: str = Field(default="", max_length=40)
    email: str = Field(default="", max_length=200)
    street: str = Field(default="", max_length=200)
    languages: str = Field(default="", max_length=200)  # "Turks, een beetje Nederlands"
    made_at: datetime = Field(sa_type=UtcDateTime)
    made_by_id: int | None = Field(default=None, foreign_key="worker.id")

    @property
    def first_name(self) -> str:
        """First word of the name, for headings such as "what Hatice wants"."""
        return self.name.split()[0] if self.name else ""

    @property
    def shop_of_change(self) -> int:
        return self.shop_id

    @property
    def since(self) -> date:
        return local_day(self.made_at)
