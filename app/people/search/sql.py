"""The SQL statements of the search, for SQLite and PostgreSQL.

Each statement does many small lookups at once: a row of VALUES is one lookup, answered by the first few index rows of
one range. So the work depends on the number of lookups and does not grow with the number of persons.

They go to the driver as plain SQL, because binding that many values by name took half of the time of a search.
"""

from collections.abc import Sequence
from functools import cache
from typing import Any, TypeAlias

from sqlmodel import Session

Values: TypeAlias = tuple[Any, ...]
# The columns of VALUES, what is read, and the query with placeholders for the shop id and the limit.
Lookup: TypeAlias = tuple[str, str, str]
_SIZES = (2, 8, 16, 32, 64)  # lookups per statement; a few sizes, so that each statement is prepared once

_STRING_AGGREGATES = {"sqlite": "group_concat({}, ' ')", "postgresql": "string_agg({}, ' ')"}
_PLACEHOLDERS = {"sqlite": "?", "postgresql": "%s"}

WORDS_BY_KEY = (  # the words under a key
    "key",
    "word",
    "SELECT word FROM spelling WHERE shop_id = {} AND key = asked.key LIMIT {}",
)
WORDS_BY_PREFIX = (  # the words that begin with something
    "low, high",
    "word",
    "SELECT word FROM spelling WHERE shop_id = {} AND key >= asked.low AND key < asked.high ORDER BY key LIMIT {}",
)
PERSONS_BY_PAIR = (  # persons with one word or two, born in a range of years
    "one, other, low, high",
    "CAST(person_id AS TEXT)",
    "SELECT person_id FROM trace WHERE shop_id = {} AND one = asked.one AND other = asked.other"
    " AND birth_year BETWEEN CAST(asked.low AS INTEGER) AND CAST(asked.high AS INTEGER) LIMIT {}",
)
PERSONS_BY_WORD_AND_PREFIX = (  # persons with one word and another that begins with something
    "one, low, high",
    "CAST(person_id AS TEXT)",
    "SELECT person_id FROM trace WHERE shop_id = {} AND one = asked.one"
    " AND other >= asked.low AND other < asked.high LIMIT {}",
)
PERSONS_BY_PREFIX = (  # persons with an entry that begins with something: the last digits of a phone
    "low, high",
    "CAST(person_id AS TEXT)",
    "SELECT person_id FROM trace WHERE shop_id = {} AND one >= asked.low AND one < asked.high LIMIT {}",
)


def look_up(db: Session, what: Lookup, rows: Sequence[Values], *, shop_id: int, limit: int) -> list[list[str]]:
    """Does one lookup for each row of values; returns at most `limit` results for each, in the same order."""
    if not rows:
        return []
    size = _size(len(rows))
    values = [value for row in rows for value in row] + [None] * (len(rows[0]) * (size - len(rows)))
    statement = _lookup_statement(what, size, db.get_bind().dialect.name)
    found = db.connection().exec_driver_sql(statement, (*values, shop_id, limit)).fetchall()
    results = {index: joined.split(" ") for index, joined in found if joined}
    return [results.get(index, []) for index in range(len(rows))]


def select_persons(db: Session, columns: str, numbers: Sequence[int], *, shop_id: int) -> Sequence[Any]:
    """These columns of the indexed persons with these ids, if they are of the shop."""
    if not numbers:
        return []
    size = _size(len(numbers))
    statement = _persons_statement(columns, size, db.get_bind().dialect.name)
    return db.connection().exec_driver_sql(statement, (shop_id, *numbers, *[None] * (size - len(numbers)))).fetchall()


def _size(count: int) -> int:
    return next((size for size in _SIZES if size >= count), -(-count // _SIZES[-1]) * _SIZES[-1])


@cache
def _lookup_statement(what: Lookup, size: int, dialect: str) -> str:
    named, column, select = what
    place = _PLACEHOLDERS[dialect]
    values = ", ".join([place] * len(named.split(",")))
    rows = ", ".join(f"({number}, {values})" for number in range(size))
    one_text = _STRING_AGGREGATES[dialect].format(column)
    return (
        f"WITH asked(place, {named}) AS (VALUES {rows}) "  # noqa: S608 - only our own text; values are bound
        f"SELECT place, (SELECT {one_text} FROM ({select.format(place, place)}) AS few) FROM asked"
    )


@cache
def _persons_statement(columns: str, size: int, dialect: str) -> str:
    place = _PLACEHOLDERS[dialect]
    numbers = ", ".join([place] * size)
    return f"SELECT {columns} FROM findable WHERE shop_id = {place} AND person_id IN ({numbers})"  # noqa: S608 - as above


def end_of_prefix(beginning: str) -> str:
    """The upper bound, exclusive, of the strings that begin with `prefix`."""
    return beginning + chr(0x10FFFF)
