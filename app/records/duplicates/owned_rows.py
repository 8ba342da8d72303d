"""Everything that hangs on a person, in whatever table: found by walking the tables, so that a new one comes along.

A table that is not audited is worked out from others (an index, a session), and has nothing of its own to move.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from typing import Any

from sqlalchemy import inspect
from sqlmodel import Session, SQLModel, col, select

from app.core.database import table_of
from app.people.people.models import Person
from app.people.people.person_aliases import RowRef

RowKey = tuple[str, str, int]  # a table, the column that says whose the row is, and the number of the row


@dataclass(frozen=True)
class PersonColumn:
    """A column that says whose a row is."""

    model: type[SQLModel]
    column: str

    @property
    def table(self) -> str:
        return str(table_of(self.model).name)


@dataclass
class OwnedRow:
    owned: PersonColumn
    thing: Any

    @property
    def name(self) -> RowRef:
        return self.owned.table, self.thing.id

    @property
    def place(self) -> RowKey:
        return self.owned.table, self.owned.column, self.thing.id

    def give(self, person_id: int) -> None:
        """Through the session, so that the record shows it."""
        setattr(self.thing, self.owned.column, person_id)


@cache
def person_columns() -> tuple[PersonColumn, ...]:
    """Every column that makes a row somebody's, in the order of the tables' names."""
    found = []
    for mapper in inspect(Person).registry.mappers:
        table: Any = mapper.local_table
        if not table.info.get("audited", True):
            continue
        for column in table.columns:
            to_person = any(key.target_fullname == "person.id" for key in column.foreign_keys)
            if to_person and not column.info.get("stays"):
                found.append(PersonColumn(mapper.class_, mapper.get_property_by_column(column).key))
    return tuple(sorted(found, key=lambda one: (one.table, one.column)))


@cache
def dependencies() -> tuple[tuple[str, str, str], ...]:
    """How rows of a person hang on one another: a table, its column, and the table of what it hangs on.

    A handover rests on a consent, but does not hang on it: see linking.parting.
    """
    tables = {one.table: one.model for one in person_columns()}
    found = []
    for name, model in tables.items():
        mapper = inspect(model)
        for column in mapper.local_table.columns:
            for key in column.foreign_keys:
                to = key.column.table.name
                if to in tables and to != "consent":
                    found.append((name, mapper.get_property_by_column(column).key, to))
    return tuple(sorted(found))


def rows_of(db: Session, person_id: int) -> list[OwnedRow]:
    """Every row that is this person's now."""
    found: list[OwnedRow] = []
    for one in person_columns():
        column = getattr(one.model, one.column)
        model: Any = one.model
        key = model.id
        found += [
            OwnedRow(one, thing) for thing in db.exec(select(one.model).where(column == person_id).order_by(col(key)))
        ]
    return found


def depends_on(row: OwnedRow) -> set[RowRef]:
    """What this row hangs on."""
    found = set()
    for table, column, to in dependencies():
        if table == row.owned.table and (number := getattr(row.thing, column)) is not None:
            found.add((to, number))
    return found


def detach(row: OwnedRow, gone: Iterable[RowRef]) -> None:
    """Lets go of what went to the other card, where the row can stand without it."""
    away = set(gone)
    for table, column, to in dependencies():
        ours = table == row.owned.table and (to, getattr(row.thing, column)) in away
        if ours and inspect(row.owned.model).local_table.columns[column].nullable:
            setattr(row.thing, column, None)
