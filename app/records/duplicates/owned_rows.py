"""Every row that belongs to a person, in any table. Found by inspecting the tables, so new ones are included.

Tables that are not audited are skipped: they are derived from others, such as an index, and rebuilt rather than moved.
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

RowKey = tuple[str, str, int]  # table name, name of the column that refers to the person, row id


@dataclass(frozen=True)
class PersonColumn:
    """A column that refers to the person to whom a row belongs."""

    model: type[SQLModel]
    name: str

    @property
    def table(self) -> str:
        return str(table_of(self.model).name)


@dataclass
class OwnedRow:
    """A row that belongs to a person: the column that says so, and the loaded instance."""

    column: PersonColumn
    instance: Any

    @property
    def ref(self) -> RowRef:
        return self.column.table, self.instance.id

    @property
    def key(self) -> RowKey:
        return self.column.table, self.column.name, self.instance.id

    def move_to(self, person_id: int) -> None:
        """Makes the row belong to another person. Through the session, so that the audit log shows it."""
        setattr(self.instance, self.column.name, person_id)


@cache
def person_columns() -> tuple[PersonColumn, ...]:
    """Every column that refers to the owner of a row, by table name."""
    found = []
    for mapper in inspect(Person).registry.mappers:
        table: Any = mapper.local_table
        if not table.info.get("audited", True):
            continue
        for column in table.columns:
            to_person = any(key.target_fullname == "person.id" for key in column.foreign_keys)
            if to_person and not column.info.get("stays"):
                found.append(PersonColumn(mapper.class_, mapper.get_property_by_column(column).key))
    return tuple(sorted(found, key=lambda column: (column.table, column.name)))


@cache
def dependencies() -> tuple[tuple[str, str, str], ...]:
    """How a person's rows depend on each other: table, its foreign key column, and the table it refers to.

    Without consents: a handover refers to one, but does not move with it; see unlinking.unmerge_plan.
    """
    models = {column.table: column.model for column in person_columns()}
    found = []
    for table, model in models.items():
        mapper = inspect(model)
        for column in mapper.local_table.columns:
            for key in column.foreign_keys:
                target = key.column.table.name
                if target in models and target != "consent":
                    found.append((table, mapper.get_property_by_column(column).key, target))
    return tuple(sorted(found))


def rows_of(db: Session, person_id: int) -> list[OwnedRow]:
    """Every row that belongs to this person now."""
    found: list[OwnedRow] = []
    for column in person_columns():
        model: Any = column.model
        owner = getattr(model, column.name)
        instances = db.exec(select(model).where(owner == person_id).order_by(col(model.id)))
        found += [OwnedRow(column, instance) for instance in instances]
    return found


def depends_on(row: OwnedRow) -> set[RowRef]:
    """The rows on which this row depends."""
    found = set()
    for table, column, target in dependencies():
        if table == row.column.table and (row_id := getattr(row.instance, column)) is not None:
            found.add((target, row_id))
    return found


def detach(row: OwnedRow, gone: Iterable[RowRef]) -> None:
    """Clears references to rows that belong to the other record now, where the column is nullable."""
    gone = set(gone)
    for table, column, target in dependencies():
        refers = table == row.column.table and (target, getattr(row.instance, column)) in gone
        if refers and inspect(row.column.model).local_table.columns[column].nullable:
            setattr(row.instance, column, None)
