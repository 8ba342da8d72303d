"""The table of shops."""

from datetime import datetime

from sqlmodel import Field, SQLModel

from app.core.database import UtcDateTime
from app.core.ids import new_key


class Shop(SQLModel, table=True):
    id: int = Field(default=None, primary_key=True)
    key: str = Field(default_factory=new_key, unique=True, max_length=16)
    name: str = Field(max_length=200)  # "De Amazone"
    place: str = Field(default="", max_length=200)  # "Overvecht"
    phone: str = Field(default="", max_length=40)  # for visitors who hear nothing
    made_at: datetime = Field(sa_type=UtcDateTime)
