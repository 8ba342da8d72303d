"""The search index: a dictionary of the words in a shop's names, and which words lead to which person.

All of it is derived from the persons and can be rebuilt.
"""

from datetime import date
from typing import Any

from sqlmodel import Field, SQLModel

from app.core.database import SORTED_TEXT

# All columns form the primary key, in reading order; on SQLite the rows are stored on disk in that order.
_CLUSTERED: dict[str, Any] = {"info": {"audited": False}, "sqlite_with_rowid": False}


class NameKey(SQLModel, table=True):
    """A word in the dictionary of a shop, under a lookup key. Removed with the last person who has the word."""

    __tablename__ = "spelling"
    __table_args__ = _CLUSTERED

    shop_id: int = Field(primary_key=True, foreign_key="shop.id")
    key: str = Field(primary_key=True, sa_type=SORTED_TEXT)
    word: str = Field(primary_key=True, sa_type=SORTED_TEXT)


class NamePair(SQLModel, table=True):
    """An index entry for a person: a word, or two words of one name (`other` is "" for a single word)."""

    __tablename__ = "trace"
    __table_args__ = _CLUSTERED

    shop_id: int = Field(primary_key=True, foreign_key="shop.id")
    one: str = Field(primary_key=True, sa_type=SORTED_TEXT)
    other: str = Field(primary_key=True, sa_type=SORTED_TEXT)
    birth_year: int = Field(primary_key=True)  # 0: unknown
    person_id: int = Field(primary_key=True, foreign_key="person.id", index=True)  # indexed for the removal of a person


class IndexedPerson(SQLModel, table=True):
    """The facts under which a person is in the index.

    Used to score candidates, and to find the entries to remove when the person changes.
    """

    __tablename__ = "findable"
    __table_args__ = {"info": {"audited": False}}

    person_id: int = Field(primary_key=True, foreign_key="person.id", sa_column_kwargs={"autoincrement": False})
    shop_id: int = Field(foreign_key="shop.id")
    names: str  # one per line
    birth_year: int | None = Field(default=None)
    birth_date: date | None = Field(default=None)
    phone: str = Field(default="", max_length=40)
    email: str = Field(default="", max_length=200)
    street: str = Field(default="", max_length=200)


class IndexVersion(SQLModel, table=True):
    """The version of the rules by which the index was built. It is rebuilt when the version differs."""

    __tablename__ = "index_rules"
    __table_args__ = {"info": {"audited": False}}

    id: int = Field(default=1, primary_key=True)
    edition: int
