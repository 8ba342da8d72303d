"""What makes persons findable: a dictionary of the words in a shop's names, and by which words whom.

Nothing in here is anybody's own: all of it follows from the persons, through the rules, and can be made anew.
"""

from datetime import date
from typing import Any

from sqlmodel import Field, SQLModel

from app.core.database import SORTED_TEXT

# Each table is its own primary key, in the order in which it is read; on SQLite it lies on disk in that order.
_CLUSTERED: dict[str, Any] = {"info": {"audited": False}, "sqlite_with_rowid": False}


class NameKey(SQLModel, table=True):
    """A word of the dictionary of a shop, under each key by which it is looked up. When the last person with that
    word goes, it goes."""

    __tablename__ = "spelling"
    __table_args__ = _CLUSTERED

    shop_id: int = Field(primary_key=True, foreign_key="shop.id")
    key: str = Field(primary_key=True, sa_type=SORTED_TEXT)
    word: str = Field(primary_key=True, sa_type=SORTED_TEXT)


class NamePair(SQLModel, table=True):
    """One way to one person: by a word, or by two words of one name ("" is no second word)."""

    __tablename__ = "trace"
    __table_args__ = _CLUSTERED

    shop_id: int = Field(primary_key=True, foreign_key="shop.id")
    one: str = Field(primary_key=True, sa_type=SORTED_TEXT)
    other: str = Field(primary_key=True, sa_type=SORTED_TEXT)
    birth_year: int = Field(primary_key=True)  # 0: not known
    person_id: int = Field(primary_key=True, foreign_key="person.id", index=True)  # looked at when a person goes


class IndexedPerson(SQLModel, table=True):
    """Somebody as they are in the index: by this those who were found are put in order, and the traces are found
    again that must go when the person changes."""

    __tablename__ = "findable"
    __table_args__ = {"info": {"audited": False}}

    person_id: int = Field(primary_key=True, foreign_key="person.id", sa_column_kwargs={"autoincrement": False})
    shop_id: int = Field(foreign_key="shop.id")
    names: str  # one on each line
    birth_year: int | None = Field(default=None)
    birth_date: date | None = Field(default=None)
    phone: str = Field(default="", max_length=40)
    email: str = Field(default="", max_length=200)
    street: str = Field(default="", max_length=200)


class IndexVersion(SQLModel, table=True):
    """By which edition of the rules the index was made: another edition means that it must be made anew."""

    __tablename__ = "index_rules"
    __table_args__ = {"info": {"audited": False}}

    id: int = Field(default=1, primary_key=True)
    edition: int
