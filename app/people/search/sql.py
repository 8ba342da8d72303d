"""The few statements that finding is made of, in the SQL that both databases speak.

Each asks many small questions at once: one row of VALUES is one question, answered by the first few rows of the index
from one place on. So the work is bounded by the questions, and never grows with the number of persons.

They go to the driver as they are: half of the time of a search went into binding their many values by name.
"""

from collections.abc import Sequence
from functools import cache
from typing import Any, TypeAlias

from sqlmodel import Session

Row: TypeAlias = tuple[Any, ...]
Question: TypeAlias = tuple[str, str, str]  # what each row names, what is read, and how: {} is the shop, then the limit
_SIZES = (2, 8, 16, 32, 64)  # questions in one statement; a few sizes, so that each is prepared once

_ONE_TEXT = {"sqlite": "group_concat({}, ' ')", "postgresql": "string_agg({}, ' ')"}
_PLACE = {"sqlite": "?", "postgresql": "%s"}

SPELLINGS = (  # the words under a key
    "key",
    "word",
    "SELECT word FROM spelling WHERE shop_id = {} AND key = asked.key LIMIT {}",
)
BEGINNINGS = (  # the words that begin with something
    "low, high",
    "word",
    "SELECT word FROM spelling WHERE shop_id = {} AND key >= asked.low AND key < asked.high ORDER BY key LIMIT {}",
)
PERSONS = (  # who is found by one word, or by two, born in some years
    "one, other, low, high",
    "CAST(person_id AS TEXT)",
    "SELECT person_id FROM trace WHERE shop_id = {} AND one = asked.one AND other = asked.other"
    " AND birth_year BETWEEN CAST(asked.low AS INTEGER) AND CAST(asked.high AS INTEGER) LIMIT {}",
)
PERSONS_ON = (  # who is found by one word and the beginning of another
    "one, low, high",
    "CAST(person_id AS TEXT)",
    "SELECT person_id FROM trace WHERE shop_id = {} AND one = asked.one"
    " AND other >= asked.low AND other < asked.high LIMIT {}",
)
NUMBERS = (  # who is found by the beginning of a trace: the last digits of a phone
    "low, high",
    "CAST(person_id AS TEXT)",
    "SELECT person_id FROM trace WHERE shop_id = {} AND one >= asked.low AND one < asked.high LIMIT {}",
)


def ask(db: Session, what: Question, rows: Sequence[Row], *, shop_id: int, most: int) -> list[list[str]]:
    """The answers to what each row asks, at most `most` to each."""
    if not rows:
        return []
    size = _size(len(rows))
    values = [value for row in rows for value in row] + [None] * (len(rows[0]) * (size - len(rows)))
    statement = _statement(what, size, db.get_bind().dialect.name)
    found = db.connection().exec_driver_sql(statement, (*values, shop_id, most)).fetchall()
    answers = {place: words.split(" ") for place, words in found if words}
    return [answers.get(place, []) for place in range(len(rows))]


def among(db: Session, columns: str, numbers: Sequence[int], *, shop_id: int) -> Sequence[Any]:
    """These columns of the persons with these numbers, as far as they are of the shop."""
    if not numbers:
        return []
    size = _size(len(numbers))
    statement = _rows_of(columns, size, db.get_bind().dialect.name)
    return db.connection().exec_driver_sql(statement, (shop_id, *numbers, *[None] * (size - len(numbers)))).fetchall()


def _size(count: int) -> int:
    return next((size for size in _SIZES if size >= count), -(-count // _SIZES[-1]) * _SIZES[-1])


@cache
def _statement(what: Question, size: int, dialect: str) -> str:
    named, column, select = what
    place = _PLACE[dialect]
    values = ", ".join([place] * len(named.split(",")))
    rows = ", ".join(f"({number}, {values})" for number in range(size))
    one_text = _ONE_TEXT[dialect].format(column)
    return (
        f"WITH asked(place, {named}) AS (VALUES {rows}) "  # noqa: S608 - only our own words; values are bound
        f"SELECT place, (SELECT {one_text} FROM ({select.format(place, place)}) AS few) FROM asked"
    )


@cache
def _rows_of(columns: str, size: int, dialect: str) -> str:
    place = _PLACE[dialect]
    numbers = ", ".join([place] * size)
    return f"SELECT {columns} FROM findable WHERE shop_id = {place} AND person_id IN ({numbers})"  # noqa: S608 - as above


def after(beginning: str) -> str:
    """The end of the range of everything that begins so."""
    return beginning + chr(0x10FFFF)
