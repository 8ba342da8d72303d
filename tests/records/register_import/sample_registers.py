"""Sample registers with invented people, as CSV and as a workbook."""

import csv
from datetime import date, datetime, time
from io import BytesIO, StringIO

import xlsxwriter

from app.records.register_import.parsing.files import Cell

TODAY = date(2026, 6, 30)
HEADINGS = (
    "Datum",
    "Dagdeel",
    "Naam",
    "Geb.jaar",
    "Telefoon",
    "Straat",
    "Taal",
    "Waarvoor",
    "Gesproken met",
    "Doorverwezen naar",
    "Warm?",
    "Resultaat",
    "Opmerking",
)
LINES: list[tuple[Cell, ...]] = [
    (
        date(2026, 6, 1), "och.", "Samira el Bouzid", "'64", "06-12345670", "Ivoordreef", "Arabisch", "werk", "W&I",
        "Dock", "j", "baan gevonden", "komt do weer",
    ),
    (
        "1-6-2026", "Middag", "JOOST 'T HART", 1970, "0031 6 5140 3729", None, "Nederlands", "cv maken", "uwv", None,
        None, None, 'wil graag; eerst "taal"',
    ),
    (
        "di 2 juni 2026", "mid.", "Yıldız, Gülay", "geb. 1988", None, "Haifadreef", "Turks", "taalles", "LWL",
        "Buurtteam J&G", "nee", "ROC", "regel één\nregel twee",
    ),
    (
        "02/06/26", "avond", "onbekend", None, None, None, None, "brief uitkering", "UWV", None,
        None, None, '=HYPERLINK("x")',
    ),
    (
        "3 jun 2026", "ochtend", "piet de vries", 2001, "+31612345671", None, "Nederlands", "stage", "LWL", None,
        "x", "stage", "-",
    ),
]  # fmt: skip
NAMES = [
    f"{first} {last}" for first in ("Samira", "Joost", "Gülay", "Piet") for last in ("el Bouzid", "'t Hart", "Yıldız")
]


def as_csv(
    lines: list[tuple[Cell, ...]],
    headings: tuple[str, ...] = HEADINGS,
    delimiter: str = ";",
    encoding: str = "utf-8-sig",
) -> bytes:
    """The lines as CSV, with dates in the notation of a Dutch spreadsheet."""
    out = StringIO(newline="")
    csv.writer(out, delimiter=delimiter).writerows(
        [_written(cell) for cell in line] for line in [headings, *lines] if line
    )
    return out.getvalue().encode(encoding)


def _written(cell: Cell) -> str:
    if isinstance(cell, date):
        return f"{cell.day}-{cell.month}-{cell.year}"
    return "" if cell is None else str(cell)


def as_workbook(*sheets: list[tuple[Cell, ...]], names: tuple[str, ...] = ()) -> bytes:
    out = BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}) as book:
        notation = {kind: book.add_format({"num_format": kind}) for kind in ("d-m-yyyy", "d-m-yyyy hh:mm", "hh:mm")}
        for number, lines in enumerate(sheets):
            page = book.add_worksheet(names[number] if names else None)
            for row, line in enumerate(lines):
                for place, cell in enumerate(line):
                    if isinstance(cell, datetime | date | time):
                        kind = "d-m-yyyy hh:mm" if isinstance(cell, datetime) else "d-m-yyyy"
                        page.write_datetime(row, place, cell, notation["hh:mm" if isinstance(cell, time) else kind])
                    elif cell is not None:
                        page.write(row, place, cell)
    return out.getvalue()


def register_as_workbook() -> bytes:
    return as_workbook([("Inloopregister",), (), HEADINGS, *LINES])
