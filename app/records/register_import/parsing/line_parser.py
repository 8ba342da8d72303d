"""Parses each line of a table into an entry or a refusal, and writes the refused lines to a file."""

import csv
import unicodedata
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import date, datetime, time
from hashlib import sha256
from io import BytesIO, StringIO
from typing import Literal

import xlsxwriter

from app.core.text_rules import contains_bsn, escape_formula, fold, single_line
from app.people.search import name_parts
from app.people.search.search_terms import PersonFacts, digits_of
from app.records.register_import.entries import Column, Refusal, RegisterEntry
from app.records.register_import.parsing import cell_values, date_parser, name_parser
from app.records.register_import.parsing.columns import REASON_MARK
from app.records.register_import.parsing.files import Cell, SheetLine, Table
from app.shop.half_days import models

MAX_CELL_LENGTH = 200  # characters
MAX_REMARK_LENGTH = 10_000
EARLIEST_VISIT_YEAR = 1980  # an earlier visit must be a typo

_AS_DATE, _AS_MOMENT, _AS_TIME = "d-m-yyyy", "d-m-yyyy hh:mm", "hh:mm"


def parse_lines(
    table: Table, columns: Mapping[int, Column], heading_row: int, *, today: date
) -> Iterator[RegisterEntry]:
    """Parses each line below `heading_row` (0: no headings), in order.

    `columns` maps the position of a column, from 0, to its contents. Other columns are skipped, except that every cell
    is checked for a BSN. `today` is the last possible day of a visit. A refused line has only its row and the reason.
    Equal lines have equal fingerprints, whether in a CSV or a workbook; repeated lines within one file are numbered, so
    that they differ.
    """
    places = {column: place for place, column in columns.items()}
    seen: Counter[str] = Counter()
    for line in table.lines:
        if line.row <= heading_row or all(cell is None or cell_values.text(cell) == "" for cell in line.cells):
            continue
        entry = _parse_line(line, places, today)
        if entry.refusal is None:
            content = _content_digest(entry)
            seen[content] += 1
            entry = replace(entry, fingerprint=_digest(f"{content}\x1e{seen[content]}"))
        yield entry


def _parse_line(line: SheetLine, places: Mapping[Column, int], today: date) -> RegisterEntry:
    cells = {column: line.cells[place] for column, place in places.items() if place < len(line.cells)}
    cell, phone = cells.get, places.get(Column.PHONE)
    if any(_is_bsn(one, place == phone) for place, one in enumerate(line.cells) if one is not None):
        return RegisterEntry(row=line.row, refusal=Refusal.BSN)
    for column, one in cells.items():
        if isinstance(one, str) and (refusal := _text_refusal(cell_values.text(one), column)):
            return RegisterEntry(row=line.row, refusal=refusal)
    try:
        day, at = date_parser.day_and_time(cell(Column.DAY))
    except date_parser.InvalidDate:
        return RegisterEntry(row=line.row, refusal=Refusal.NO_SUCH_DAY)
    if day is None:
        return RegisterEntry(row=line.row, refusal=Refusal.NO_DAY)
    if day > today or day.year < EARLIEST_VISIT_YEAR:
        return RegisterEntry(row=line.row, refusal=Refusal.DAY_TO_COME if day > today else Refusal.NO_SUCH_DAY)
    year, born = date_parser.birth_year_and_date(cell(Column.BIRTH), today)
    if year and (year > today.year or (born and born > today)):
        return RegisterEntry(row=line.row, refusal=Refusal.BORN_IN_FUTURE)
    name = _full_name(cell(Column.NAME), cell(Column.FIRST_NAME), cell(Column.LAST_NAME))
    if len(name) > MAX_CELL_LENGTH:
        return RegisterEntry(row=line.row, refusal=Refusal.TOO_LONG)
    at = date_parser.time_of_day(cell(Column.TIME)) or at or date_parser.time_of_day(cell(Column.PART))
    half_day = date_parser.half_day_of_cell(cell(Column.PART)) or (date_parser.half_day_at(at) if at else None)
    return RegisterEntry(
        row=line.row,
        day=day,
        time=at,
        part=half_day or date_parser.half_day_of_cell(cell(Column.TIME)) or _half_day_in_date(cell(Column.DAY)),
        person=PersonFacts(
            name=name,
            birth_year=year,
            birth_date=born,
            phone=cell_values.phone(cell(Column.PHONE)),
            email=cell_values.short_text(cell(Column.EMAIL)),
            street=cell_values.short_text(cell(Column.STREET)),
        )
        if name
        else None,
        languages=cell_values.short_text(cell(Column.LANGUAGES)),
        about=cell_values.short_text(cell(Column.ABOUT)),
        spoken_with=cell_values.short_text(cell(Column.SPOKEN_WITH)),
        partner=cell_values.short_text(cell(Column.PARTNER)),
        warm=cell_values.yes_or_no(cell(Column.WARM)),
        result=cell_values.short_text(cell(Column.RESULT)),
        remark=cell_values.text(cell(Column.REMARK)),
    )


def _is_bsn(cell: Cell, is_phone: bool) -> bool:
    if isinstance(cell, bool | date | time) or (isinstance(cell, str) and len(cell) < 9):
        return False
    words = cell_values.phone(cell) if is_phone else cell_values.text(cell)
    return contains_bsn(words) and not date_parser.is_date_with_time(words)


def _text_refusal(words: str, column: Column) -> Refusal | None:
    if len(words) > MAX_CELL_LENGTH and (column != Column.REMARK or len(words) > MAX_REMARK_LENGTH):
        return Refusal.TOO_LONG
    if not words.isprintable() and any(unicodedata.category(c) in ("Cs", "Cc") and c not in "\n\t" for c in words):
        return Refusal.UNSTORABLE
    return None


def _full_name(whole: Cell, first: Cell, last: Cell) -> str:
    """The name from the columns that are filled. With a first name, `whole` is the family name unless it has both."""
    one, two, three = cell_values.text(whole), cell_values.text(first), cell_values.text(last)
    if one and two and not three and fold(two) not in fold(one):
        return name_parser.join_names(two, one)
    return name_parser.parse_name(one) or name_parser.join_names(two, three)


def _half_day_in_date(cell: Cell) -> models.DayPart | None:
    """The half-day in "1-6-2026 ochtend"."""
    return date_parser.half_day_in_words(cell) if isinstance(cell, str) else None


def _content_digest(entry: RegisterEntry) -> str:
    """A digest of the contents of a line, equal for equal contents in different spellings."""
    known = entry.person
    who = ["", "", "", "", ""]
    if known:
        name = name_parts.parse_name(known.name)
        who = [
            " ".join((*name.initials, *name.particles, *sorted(name.words))),
            str(known.birth_date or known.birth_year or ""),
            digits_of(known.phone),
            fold(known.email),
            fold(known.street),
        ]
    words = (
        entry.languages,
        entry.about,
        entry.spoken_with,
        entry.partner,
        entry.result,
        single_line(entry.remark),
    )
    when = (str(entry.day), entry.part or "", entry.time.isoformat("minutes") if entry.time else "")
    return _digest("\x1f".join((*when, *who, str(entry.warm), *(fold(word) for word in words))))


def _digest(content: str) -> str:
    return sha256(content.encode("utf-8", "surrogatepass")).hexdigest()[:32]


def rejected_lines_file(
    table: Table, refused: Mapping[int, str], reason_heading: str, kind: Literal["csv", "xlsx"], *, heading_row: int
) -> bytes:
    """The refused lines as a file that can be corrected and uploaded again.

    `refused` maps rows of `table` to the reason in the reader's language. The lines up to and including `heading_row`
    are copied. An extra column gives the reasons; its heading, or without headings each of its cells, begins with
    REASON_MARK, so that the column is skipped on upload. CSV is UTF-8 with a byte order mark and semicolons. No cell
    can become a formula.
    """
    width = max((len(line.cells) for line in table.lines), default=0)
    lines: list[tuple[Cell, ...]] = []
    for line in table.lines:
        why: str | None = None
        if line.row in refused:
            why = refused[line.row] if heading_row else REASON_MARK + refused[line.row]
        elif line.row == heading_row:
            why = REASON_MARK + reason_heading
        if why or line.row < heading_row:
            lines.append((*line.cells, *(None,) * (width - len(line.cells)), why))
    return _as_csv(lines) if kind == "csv" else _as_workbook(lines)


def _as_csv(lines: list[tuple[Cell, ...]]) -> bytes:
    out = StringIO(newline="")
    csv.writer(out, delimiter=";").writerows(
        [escape_formula(cell_values.text(cell)) for cell in line] for line in lines
    )
    return out.getvalue().encode("utf-8-sig", "replace")


def _as_workbook(lines: list[tuple[Cell, ...]]) -> bytes:
    out = BytesIO()
    safe = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    with xlsxwriter.Workbook(out, safe) as book:
        page = book.add_worksheet()  # without the name of the original sheet, which may not be a valid one
        notations = {kind: book.add_format({"num_format": kind}) for kind in (_AS_DATE, _AS_MOMENT, _AS_TIME)}
        for row, line in enumerate(lines):
            for column, cell in enumerate(line):
                if isinstance(cell, bool):
                    page.write_boolean(row, column, cell)
                elif isinstance(cell, datetime | date | time):
                    notation = (
                        _AS_MOMENT if isinstance(cell, datetime) else _AS_TIME if isinstance(cell, time) else _AS_DATE
                    )
                    page.write_datetime(row, column, cell, notations[notation])
                elif isinstance(cell, int | float):
                    page.write_number(row, column, cell)
                elif cell:
                    page.write_string(row, column, cell)
        page.autofit()
    return out.getvalue()
