"""Reads an uploaded file as lines of cells: CSV in any common dialect, or a workbook (.xlsx)."""

import codecs
import csv
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from io import BytesIO, TextIOWrapper
from math import isfinite
from typing import TypeAlias

from python_calamine import CalamineError, CalamineSheet, CalamineWorkbook, SheetTypeEnum, SheetVisibleEnum

from app.core.text_rules import escape_formula
from app.records.register_import.parsing import file_errors as why
from app.records.register_import.parsing import workbook_limits
from app.records.register_import.parsing.csv_dialect import (
    SAMPLE_BYTES,
    WINDOWS_FALLBACK,
    detect_delimiter,
    detect_encoding,
)
from app.records.register_import.parsing.file_errors import MAX_BYTES, MAX_LINES, Unreadable

Cell: TypeAlias = str | date | datetime | time | float | int | bool | None

# A sheet is a rectangle in memory, so one distant cell costs as much as a full sheet. Its cells share their texts, so
# one long text can occur in a million cells.
MAX_CELLS = 20_000_000
MAX_CHARACTERS = 500 * 1024 * 1024

_OLE = bytes.fromhex("D0CF11E0")  # old workbooks (.xls), and the container of one with a password
_OTHER_FORMATS = (
    b"%PDF",
    b"\x89PNG",
    b"\xff\xd8\xff",
    b"GIF8",
    b"BM",
    b"RIFF",
    b"{\\rtf",
    b"Rar!",
    b"7z\xbc\xaf",
    b"\x1f\x8b",
)
_MARKUP = re.compile(r"\s*(<!doctype|<html|<\?xml|<table|<svg|[{\[]\s*[\"{\[])", re.IGNORECASE)
_CONTROL = re.compile(r"[\x00-\x08\x0e-\x1f]")
_SEPARATOR = re.compile(r"sep=(.)[\r\n]+", re.IGNORECASE)  # a first line that a spreadsheet obeys and does not show


@dataclass(frozen=True, slots=True)
class SheetLine:
    """`row` is the number that a spreadsheet shows, from 1 (in a CSV: of the record). No empty cells at the end."""

    row: int
    cells: tuple[Cell, ...]


@dataclass(frozen=True, slots=True)
class Table:
    """`sheet` is "" for a CSV. `lines` are the lines that are not empty."""

    sheet: str
    lines: list[SheetLine]


def sheet_names(content: bytes) -> list[str]:
    """The names of the sheets that can be read, in order; [""] for a CSV. Raises Unreadable."""
    if not _is_workbook(content):
        return [""]
    with _open_workbook(content) as book:
        return _worksheet_names(book)


def read(content: bytes, sheet: str = "") -> Table:
    """All lines of `sheet`, or of the first sheet that is not empty. Raises Unreadable."""
    if not _is_workbook(content):
        if lines := list(_csv_lines(content)):
            return Table("", lines)
        raise Unreadable(why.EMPTY)
    with _open_workbook(content) as book:
        names = _worksheet_names(book)
        if sheet and sheet not in names:
            raise Unreadable(why.NO_SHEET, sheet=sheet)
        for name in [sheet] if sheet else names:
            try:
                lines = list(_sheet_lines(book.get_sheet_by_name(name)))
            except CalamineError as reason:
                raise Unreadable(why.DAMAGED) from reason
            if lines:
                return Table(name, lines)
    raise Unreadable(why.EMPTY)


def check_format(content: bytes) -> None:
    """Checks the file without reading it. Raises Unreadable when it is too large, locked or not a table."""
    _is_workbook(content)


def _is_workbook(content: bytes) -> bool:
    """False for a file that may be a CSV. Raises Unreadable for one that is neither, or too large."""
    if len(content) > MAX_BYTES:
        raise Unreadable(why.TOO_LARGE, megabytes=MAX_BYTES // 1024**2)
    if content.startswith(_OLE):
        raise Unreadable(why.HAS_PASSWORD if "EncryptedPackage".encode("utf-16-le") in content else why.OLD_FORMAT)
    if content.startswith(_OTHER_FORMATS):
        raise Unreadable(why.NOT_A_TABLE)
    return content.startswith(b"PK\x03\x04")


# A workbook


def _open_workbook(content: bytes) -> CalamineWorkbook:
    workbook_limits.check(content)
    try:
        return CalamineWorkbook.from_filelike(BytesIO(content))
    except CalamineError as reason:
        raise Unreadable(why.DAMAGED) from reason


def _worksheet_names(book: CalamineWorkbook) -> list[str]:
    sheets = [sheet for sheet in book.sheets_metadata if sheet.typ == SheetTypeEnum.WorkSheet]
    shown = [sheet for sheet in sheets if sheet.visible == SheetVisibleEnum.Visible]
    return [sheet.name for sheet in shown or sheets]


def _sheet_lines(sheet: CalamineSheet) -> Iterator[SheetLine]:
    if sheet.total_height > MAX_LINES:
        raise Unreadable(why.TOO_MANY_LINES, lines=MAX_LINES)
    if sheet.total_height * sheet.total_width > MAX_CELLS:
        raise Unreadable(why.TOO_WIDE)
    left = (None,) * (sheet.start[1] if sheet.start else 0)
    known: dict[str, str] = {}
    letters = 0
    for row, cells in enumerate(sheet.iter_rows(), 1):
        letters += sum(len(cell) for cell in cells if isinstance(cell, str))
        if letters > MAX_CHARACTERS:
            raise Unreadable(why.TOO_LARGE_UNPACKED)
        if line := _trimmed_line(row, (*left, *(_clean_cell(cell, known) for cell in cells))):
            yield line


def _clean_cell(cell: Cell | timedelta, known: dict[str, str]) -> Cell:
    """The cell as this module returns it. `known`: the texts so far, so that equal texts share their memory."""
    if isinstance(cell, str):
        text = _without_apostrophe(cell)
        return known.setdefault(text, text) if text and not text.isspace() else None
    if isinstance(cell, float):
        if not isfinite(cell):  # "NaN", which no spreadsheet writes
            return None
        return int(cell) if cell.is_integer() and abs(cell) < 1e15 else cell
    if isinstance(cell, timedelta):
        return (datetime.min + cell).time() if timedelta() <= cell < timedelta(days=1) else str(cell)
    return cell


def _without_apostrophe(cell: str) -> str:
    """The text without the apostrophe that kept it from becoming a formula."""
    return cell[1:] if cell.startswith("'") and escape_formula(cell[1:]) == cell else cell


def _trimmed_line(row: int, cells: tuple[Cell, ...]) -> SheetLine | None:
    last = len(cells)
    while last and cells[last - 1] is None:
        last -= 1
    return SheetLine(row, cells[:last]) if last else None


# CSV


def _csv_lines(content: bytes) -> Iterator[SheetLine]:
    encoding = detect_encoding(content)
    start = content[: SAMPLE_BYTES + SAMPLE_BYTES % 2]
    beginning = codecs.getincrementaldecoder(encoding)("replace").decode(start)
    if _MARKUP.match(beginning) or len(_CONTROL.findall(beginning)) > 4 + len(beginning) // 100:  # a few may be typos
        raise Unreadable(why.NOT_A_TABLE)
    declared = _SEPARATOR.match(beginning)
    delimiter = declared[1] if declared else detect_delimiter(beginning, len(content) > SAMPLE_BYTES)
    with TextIOWrapper(BytesIO(content), encoding, WINDOWS_FALLBACK, newline="") as text:
        if declared:
            text.readline()
        known: dict[str, str] = {}
        raw = _RecordReader(text)
        row = 0
        try:
            for row, cells in enumerate(csv.reader(raw, delimiter=delimiter), 1):
                if row > MAX_LINES and any(cells):
                    raise Unreadable(why.TOO_MANY_LINES, lines=MAX_LINES)
                if line := _trimmed_line(row, tuple(_clean_cell(cell, known) for cell in cells)):
                    if raw.ended and raw.has_unclosed_quote():
                        raise Unreadable(why.UNCLOSED_QUOTE, line=row)
                    yield line
                raw.record.clear()
        except csv.Error as reason:  # a cell without an end
            raise Unreadable(why.UNCLOSED_QUOTE, line=row + 1) from reason


class _RecordReader:
    """Iterates over the lines of a text and keeps those of the current record, to detect an unclosed quote, which
    takes in everything that follows."""

    def __init__(self, text: Iterable[str]):
        self._text = iter(text)
        self.record: list[str] = []
        self.ended = False

    def __iter__(self) -> "_RecordReader":
        return self

    def __next__(self) -> str:
        line = next(self._text, None)
        if line is None:
            self.ended = True
            raise StopIteration
        self.record.append(line)
        return line

    def has_unclosed_quote(self) -> bool:
        return len(self.record) > 1 and sum(line.count('"') for line in self.record) % 2 == 1
