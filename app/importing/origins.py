"""From which line of which old register a record came."""

from collections.abc import Collection
from typing import Any

from sqlalchemy import select as columns
from sqlmodel import Session, col

from app.importing.models import Import, ImportedRow
from app.people.links import RowName

_BY: dict[str, Any] = {
    "visit": ImportedRow.visit_id, "handover": ImportedRow.handover_id, "outcome": ImportedRow.outcome_id,
    "note": ImportedRow.note_id, "journey": ImportedRow.journey_id,
}  # fmt: skip


def registers(db: Session, rows: Collection[RowName]) -> dict[RowName, tuple[str, int]]:
    """The name of the file, and the line in it, for each of these rows that an import made."""
    found: dict[RowName, tuple[str, int]] = {}
    for table, number in _BY.items():
        numbers = sorted({row for name, row in rows if name == table})
        for start in range(0, len(numbers), 500):
            lines = (
                columns(number, col(Import.file_name), col(ImportedRow.row))
                .join(Import, col(Import.id) == col(ImportedRow.import_id))
                .where(col(number).in_(numbers[start : start + 500])).order_by(col(ImportedRow.row).desc())
            )  # fmt: skip
            found |= {(table, row[0]): (row[1], row[2]) for row in db.execute(lines)}
    return found
