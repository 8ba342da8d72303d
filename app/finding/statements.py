"""The few statements that finding is made of, in the SQL that both databases speak.

Each asks many small questions at once: one row of VALUES is one question, answered by the first few rows of the index
from one place on. So the work is bounded by the questions, and never grows with the number of persons.
"""

from collections.abc import Sequence
from functools import cache
from typing import Any, TypeAlias

from sqlalchemy import TextClause, text
from sqlmodel import Session

Row: TypeAlias = tuple[Any, ...]
Question: TypeAlias = tuple[str, str, str]  # what each row names, what is read, and how
_SIZES = (4, 16, 64, 256)  # questions in one statement; a few sizes, so each is prepared once

_ONE_TEXT = {"sqlite": "group_concat({}, ' ')", "postgresql": "string_agg({}, ' ')"}

SPELLINGS = (  # the words under a key
    "(key)", "word", "SELECT word FROM spelling WHERE shop_id = :shop AND key = asked.key LIMIT :most"
)  # fmt: skip
BEGINNINGS = (  # the words that begin with something
    "(low, high)", "word",
    "SELECT word FROM spelling WHERE shop_id = :shop AND key >= asked.low AND key < asked.high"
    " ORDER BY key LIMIT :most",
)  # fmt: skip
PERSONS = (  # who is found by one word, or by two, born in some years
    "(one, other, low, high)", "CAST(person_id AS TEXT)",
    "SELECT person_id FROM trace WHERE shop_id = :shop AND one = asked.one AND other = asked.other"
    " AND birth_year BETWEEN CAST(asked.low AS INTEGER) AND CAST(asked.high AS INTEGER) LIMIT :most",
)  # fmt: skip
PERSONS_ON = (  # who is found by one word and the beginning of another
    "(one, low, high)", "CAST(person_id AS TEXT)",
    "SELECT person_id FROM trace WHERE shop_id = :shop AND one = asked.one"
    " AND other >= asked.low AND other < asked.high LIMIT :most",
)  # fmt: skip
NUMBERS = (  # who is found by the beginning of a trace: the last digits of a phone
    "(low, high)", "CAST(person_id AS TEXT)",
    "SELECT person_id FROM trace WHERE shop_id = :shop AND one >= asked.low AND one < asked.high LIMIT :most",
)  # fmt: skip


def ask(db: Session, what: Question, rows: Sequence[Row], *, shop_id: int, most: int) -> list[list[str]]:
    """The answers to what each row asks, at most `most` to each."""
    if not rows:
        return []
    size, width = next((size for size in _SIZES if size >= len(rows)), len(rows)), len(rows[0])
    nothing = (None,) * width
    values: dict[str, Any] = {"shop": shop_id, "most": most}
    for place, row in enumerate((*rows, *[nothing] * (size - len(rows)))):
        values |= {f"v{place}_{number}": value for number, value in enumerate(row)}
    found = db.execute(_statement(what, size, width, db.get_bind().dialect.name), values)
    answers = {place: words.split(" ") for place, words in found if words}
    return [answers.get(place, []) for place in range(len(rows))]


@cache
def _statement(what: Question, size: int, width: int, dialect: str) -> TextClause:
    named, column, select = what
    values = (", ".join(f":v{place}_{number}" for number in range(width)) for place in range(size))
    rows = ", ".join(f"({place}, {row})" for place, row in enumerate(values))
    one_text = _ONE_TEXT[dialect].format(column)
    return text(
        f"WITH asked(place, {named[1:]} AS (VALUES {rows}) "  # noqa: S608 - only our own words; values are bound
        f"SELECT place, (SELECT {one_text} FROM ({select}) AS few) FROM asked"
    )


def after(beginning: str) -> str:
    """The end of the range of everything that begins so."""
    return beginning + chr(0x10FFFF)
