"""The few statements that finding is made of, in the SQL that both databases speak.

Each asks many small questions at once: one row of VALUES is one question, answered by the first few rows of the index
from one place on. So the work is bounded by the questions, and never grows with the number of persons.

They go to the driver as they are: half of the time of a search went into binding their many values by name.
"""

from collections.abc import Sequence
from functools import cache
from typing import Any, TypeAlias

from sqlmodel import Session

Values: TypeAlias = tuple[Any, ...]
Lookup: TypeAlias = tuple[str, str, str]  # what each row names, what is read, and how: {} is the shop, then the limit
_SIZES = (2, 8, 16, 32, 64)  # questions in one statement; a few sizes, so that each is prepared once

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
PERSONS_BY_PAIR = (  # who is found by one word, or by two, born in some years
    "one, other, low, high",
    "CAST(person_id AS TEXT)",
    "SELECT person_id FROM trace WHERE shop_id = {} AND one = asked.one AND other = asked.other"
    " AND birth_year BETWEEN CAST(asked.low AS INTEGER) AND CAST(asked.high AS INTEGER) LIMIT {}",
)
PERSONS_BY_WORD_AND_PREFIX = (  # who is found by one word and the beginning of another
    "one, low, high",
    "CAST(person_id AS TEXT)",
    "SELECT person_id FROM trace WHERE shop_id = {} AND one = asked.one"
    " AND other >= asked.low AND other < asked.high LIMIT {}",
)
PERSONS_BY_PREFIX = (  # who is found by the beginning of a trace: the last digits of a phone
    "low, high",
    "CAST(person_id AS TEXT)",
    "SELECT person_id FROM trace WHERE shop_id = {} AND one >= asked.low AND one < asked.high LIMIT {}",
)


def look_up(db: Session, what: Lookup, rows: Sequence[Values], *, shop_id: int, most: int) -> list[list[str]]:
    """The answers to what each row asks, at most `most` to each."""
    if not rows:
        return []
    size = _size(len(rows))
    values = [value for row in rows for value in row] + [None] * (len(rows[0]) * (size - len(rows)))
    statement = _lookup_statement(what, size, db.get_bind().dialect.name)
    found = db.connection().exec_driver_sql(statement, (*values, shop_id, most)).fetchall()
    answers = {place: words.split(" ") for place, words in found if words}
    return [answers.get(place, []) for place in range(len(rows))]


def select_persons(db: Session, columns: str, numbers: Sequence[int], *, shop_id: int) -> Sequence[Any]:
    """These columns of the persons with these numbers, as far as they are of the shop."""
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
        f"WITH asked(place, {named}) AS (VALUES {rows}) "  # noqa: S608 - only our own words; values are bound
        f"SELECT place, (SELECT {one_text} FROM ({select.format(place, place)}) AS few) FROM asked"
    )


@cache
def _persons_statement(columns: str, size: int, dialect: str) -> str:
    place = _PLACEHOLDERS[dialect]
    numbers = ", ".join([place] * size)
    return f"SELECT {columns} FROM findable WHERE shop_id = {place} AND person_id IN ({numbers})"  # noqa: S608 - as above


def end_of_prefix(beginning: str) -> str:
    """The end of the range of everything that begins so."""
    return beginning + chr(0x10FFFF)
