"""Previews a file: its sheets, and the probable contents of each column of one of them."""

from dataclasses import dataclass, field
from typing import Any

from app.records.register_import.forms import MAX_ITEMS
from app.records.register_import.models import Import
from app.records.register_import.parsing import columns, file_errors, files
from app.records.register_import.parsing.file_errors import TOO_WIDE, Unreadable
from app.records.register_import.parsing.files import Table


@dataclass(frozen=True)
class SheetPreview:
    """The data for the page of columns; `columns` as stored in Import.found."""

    sheets: list[str]
    sheet: str
    heading_row: int
    columns: list[dict[str, Any]] = field(default_factory=list)


def preview_sheet(imported: Import, remembered: dict[str, str]) -> SheetPreview:
    """Previews the chosen sheet of the file, or else the sheet with most recognised columns. Raises Unreadable.

    `remembered`: meanings of headings, as for `detect_columns`.
    """
    content = imported.content or b""
    sheets = files.sheet_names(content)
    table: Table = files.read(
        content, imported.sheet or (sheets[0] if len(sheets) == 1 else _best_sheet(content, sheets))
    )
    if max((len(line.cells) for line in table.lines), default=0) > MAX_ITEMS:
        raise Unreadable(TOO_WIDE)
    seen = columns.detect_columns(table, remembered)
    found = [
        {"place": one.place, "heading": one.heading, "column": one.column or "", "examples": one.examples}
        for one in seen.columns
    ]
    return SheetPreview(sheets, table.sheet, seen.heading_row, found)


def _best_sheet(content: bytes, sheets: list[str]) -> str:
    """The sheet with most recognised columns; of several the longest."""

    def size(sheet: str) -> tuple[int, int]:
        try:
            table = files.read(content, sheet)
        except file_errors.Unreadable:
            return 0, 0
        return len(columns.detect_columns(table).columns_by_place), len(table.lines)

    return max(sheets, key=size) if sheets else ""
