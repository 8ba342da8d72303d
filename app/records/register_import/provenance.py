"""The old register and the line that a record came from."""

from collections.abc import Collection
from typing import Any

from sqlalchemy import ColumnElement, exists, literal, union_all
from sqlalchemy import select as columns
from sqlmodel import Session, col

from app.people.people.person_aliases import RowRef, ids_in_table
from app.records.register_import.models import Import, ImportedRow

_ID_COLUMNS: dict[str, Any] = {
    "visit": ImportedRow.visit_id,
    "handover": ImportedRow.handover_id,
    "outcome": ImportedRow.outcome_id,
    "note": ImportedRow.note_id,
    "journey": ImportedRow.journey_id,
}


def register_origins(db: Session, rows: Collection[RowRef]) -> dict[RowRef, tuple[str, int]]:
    """The file name and the line number for each of these rows that an import made. `rows`: those of one page."""
    asked = {table: ids_in_table(rows, table) for table in _ID_COLUMNS}
    branches = [
        columns(
            literal(table).label("table"), number.label("number"), col(ImportedRow.row), col(ImportedRow.import_id)
        ).where(number.in_(asked[table]))
        for table, number in _ID_COLUMNS.items()
        if asked[table]
    ]
    if not branches:
        return {}
    lines = union_all(*branches).subquery("lines").c
    statement = columns(lines.table, lines.number, col(Import.file_name), lines.row).join(
        Import, col(Import.id) == lines.import_id
    )
    found = db.execute(statement.order_by(lines.row.desc()))
    return {(table, number): (name, line) for table, number, name, line in found}


def has_imports(shop_id: int) -> ColumnElement[bool]:
    """Whether the shop has ever imported a register, as a condition to use in a larger statement."""
    return exists().where(col(Import.shop_id) == shop_id)
