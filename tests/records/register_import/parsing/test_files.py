"""CSV files and workbooks are read as lines of cells; unreadable files are refused with a reason."""

import struct
import zipfile
from datetime import date, datetime, time
from io import BytesIO

import pytest

from app.records.register_import.parsing import file_errors, files
from app.records.register_import.parsing.file_errors import Unreadable
from app.records.register_import.parsing.files import read, sheet_names
from tests.records.register_import.sample_registers import HEADINGS, LINES, as_csv, as_workbook, register_as_workbook


@pytest.mark.parametrize("delimiter", [";", ",", "\t", "|"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_a_csv_is_read_in_any_common_dialect(delimiter, encoding):
    table = read(as_csv(LINES, delimiter=delimiter, encoding=encoding))
    assert table.lines[0].cells == HEADINGS
    assert table.lines[3].cells[2] == "Yıldız, Gülay"
    assert [line.row for line in table.lines] == [1, 2, 3, 4, 5, 6]
    assert sheet_names(as_csv(LINES, delimiter=delimiter, encoding=encoding)) == [""]


@pytest.mark.parametrize("encoding", ["cp1252", "latin-1"])
def test_text_in_a_western_european_windows_encoding_keeps_its_letters(encoding):
    lines = read(as_csv([("1-6-2026", "Zoë Ünal"), ("2-6-2026", "René")], ("Datum", "Naam"), encoding=encoding)).lines
    assert [line.cells[1] for line in lines[1:]] == ["Zoë Ünal", "René"]


def test_an_invalid_byte_in_a_utf8_file_loses_no_letters():
    content = as_csv([("1-6-2026", "Gülay Yıldız")], ("Datum", "Naam")) + "2-6-2026;René\r\n".encode("cp1252")
    assert [line.cells[1] for line in read(content).lines] == ["Naam", "Gülay Yıldız", "René"]


def test_a_csv_may_declare_its_delimiter_on_the_first_line():
    table = read(b"sep=|\r\nDatum|Naam\r\n1-6-2026|a;b;c\r\n")
    assert [(line.row, line.cells) for line in table.lines] == [(1, ("Datum", "Naam")), (2, ("1-6-2026", "a;b;c"))]


def test_line_breaks_in_cells_and_blank_lines_keep_row_numbers_correct():
    table = read(b'Datum;Naam;Wat\r\n\r\n1-6-2026;Samira;"een\r\ntwee"\r\n;;\r\n2-6-2026;Joost;x\r\n')
    assert [line.row for line in table.lines] == [1, 3, 5]
    assert table.lines[1].cells[2] == "een\r\ntwee"


def test_an_apostrophe_against_formulas_is_removed_and_any_other_stays():
    cells = read(b"Tel;Naam;Jaar\n'+31612345670;'t Hart;'64\n'-;'=1+1;x").lines
    assert cells[1].cells == ("+31612345670", "'t Hart", "'64")
    assert cells[2].cells == ("-", "=1+1", "x")


def test_a_workbook_gives_cells_of_the_right_type():
    moment = datetime(2026, 6, 1, 10, 15)
    book = as_workbook(
        [(), (None, date(2026, 6, 1), moment, time(9, 30), 1970, 1.5, True, "x"), (None,), (None, " ", 0)]
    )
    table = read(book)
    assert [(line.row, line.cells) for line in table.lines] == [
        (2, (None, date(2026, 6, 1), moment, time(9, 30), 1970, 1.5, True, "x")),
        (4, (None, None, 0)),
    ]


def test_a_workbook_is_read_from_the_named_sheet_or_the_first_with_lines():
    book = as_workbook([], [("a", "b")], [("c", "d")], names=("Leeg", "Juni", "Juli"))
    assert sheet_names(book) == ["Leeg", "Juni", "Juli"]
    assert (read(book).sheet, read(book, "Juli").lines[0].cells) == ("Juni", ("c", "d"))
    with pytest.raises(Unreadable) as refused:
        read(book, "Mei")
    assert (refused.value.reason, refused.value.facts) == (file_errors.NO_SHEET, {"sheet": "Mei"})


def with_part(name: str, content: bytes, book: bytes | None = None) -> bytes:
    """A workbook with an extra part."""
    out = BytesIO(book or register_as_workbook())
    with zipfile.ZipFile(out, "a", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr(name, content)
    return out.getvalue()


def lying(content: bytes, name: bytes, size: int) -> bytes:
    """The same file, with a directory that declares `size` bytes for the part `name`."""
    at = content.rindex(b"PK\1\2", 0, content.rindex(name))
    return content[: at + 24] + struct.pack("<L", size) + content[at + 28 :]


ENCRYPTED = bytes.fromhex("D0CF11E0A1B11AE1") + b"\0" * 600 + "EncryptedPackage".encode("utf-16-le") + b"\0" * 600
BOMB = with_part("xl/more.xml", b"0" * 12_000_000)
FAR_RIGHT = as_workbook([("a",), *[()] * 2000, (*[None] * 12_000, "b")])
MANY_LONG = as_workbook([("x" * 32_000,) * 60] * 300)


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"PK\x03\x04 and then nothing", file_errors.DAMAGED),
        (register_as_workbook()[:-200], file_errors.DAMAGED),
        (b"\xff\xfea", file_errors.DAMAGED),
        (register_as_workbook().replace(b"PK\1\2\x14\3\x14", b"PK\1\2\x14\3\xb4"), file_errors.DAMAGED),
        (bytes.fromhex("D0CF11E0A1B11AE1") + b"\0" * 600, file_errors.OLD_FORMAT),
        (ENCRYPTED, file_errors.HAS_PASSWORD),
        (with_part("xl/vbaProject.bin", b"Sub x()"), file_errors.HAS_MACROS),
        (BOMB, file_errors.TOO_LARGE_UNPACKED),
        (lying(BOMB, b"xl/more.xml", 1000), file_errors.TOO_LARGE_UNPACKED),
        (lying(with_part("xl/more.xml", b"<a/>"), b"xl/more.xml", 600_000_000), file_errors.TOO_LARGE_UNPACKED),
        (lying(with_part("xl/more.xml", b"<a/>"), b"xl/more.xml", 3), file_errors.DAMAGED),
        (MANY_LONG, file_errors.TOO_LARGE_UNPACKED),
        (FAR_RIGHT, file_errors.TOO_WIDE),
        (as_workbook([]), file_errors.EMPTY),
        (b"", file_errors.EMPTY),
        (b"\r\n;;;\r\n", file_errors.EMPTY),
        (b"%PDF-1.7 ...", file_errors.NOT_A_TABLE),
        (b"\x89PNG\r\n\x1a\n", file_errors.NOT_A_TABLE),
        (b"\xff\xd8\xff\xe0 JFIF", file_errors.NOT_A_TABLE),
        (bytes(range(256)) * 4, file_errors.NOT_A_TABLE),
        (b"<html><table><tr><td>1-6-2026", file_errors.NOT_A_TABLE),
        (b'Datum;Naam\n1-6-2026;"Samira\n2-6-2026;Joost\n', file_errors.UNCLOSED_QUOTE),
        (b'Datum;Naam\n1-6-2026;"' + b"Samira\n" * 30_000, file_errors.UNCLOSED_QUOTE),
    ],
)
def test_an_unreadable_file_is_refused_with_what_to_do(content, reason):
    with pytest.raises(Unreadable) as refused:
        read(content)
    assert refused.value.reason == reason
    assert "%(" not in str(refused.value)


def test_another_kind_of_zip_is_not_a_table():
    out = BytesIO()
    with zipfile.ZipFile(out, "w") as packed:
        packed.writestr("word/document.xml", "<w/>")
    with pytest.raises(Unreadable) as refused:
        sheet_names(out.getvalue())
    assert refused.value.reason == file_errors.NOT_A_TABLE


def test_a_file_that_is_too_large_is_refused_before_it_is_read(monkeypatch):
    monkeypatch.setattr(files, "MAX_BYTES", 2 * 1024 * 1024)
    with pytest.raises(Unreadable) as refused:
        read(b"\0" * (2 * 1024 * 1024 + 1))
    assert (refused.value.reason, refused.value.facts) == (file_errors.TOO_LARGE, {"megabytes": 2})


@pytest.mark.parametrize(
    "content", [as_csv([("a",)] * 60), as_workbook([("a",)] * 60), as_workbook([*[()] * 59, ("a",)])]
)
def test_more_lines_than_the_limit_are_refused(content, monkeypatch):
    monkeypatch.setattr(files, "MAX_LINES", 50)
    with pytest.raises(Unreadable) as refused:
        read(content)
    assert (refused.value.reason, refused.value.facts) == (file_errors.TOO_MANY_LINES, {"lines": 50})


def test_formatting_far_below_the_table_is_ignored():
    out = BytesIO(as_workbook([("a",), ("b",)]))
    with zipfile.ZipFile(out) as packed:
        parts = {name: packed.read(name) for name in packed.namelist()}
    sheet = "xl/worksheets/sheet1.xml"
    empty = b'<row r="1048576" ht="20"><c r="A1048576" s="0"/><c r="XFD1048576" s="0"></c></row></sheetData>'
    parts[sheet] = parts[sheet].replace(b"</sheetData>", empty)
    out = BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as packed:
        for name, part in parts.items():
            packed.writestr(name, part)
    assert [line.cells for line in read(out.getvalue()).lines] == [("a",), ("b",)]
