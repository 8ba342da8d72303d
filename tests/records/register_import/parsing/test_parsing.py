"""Lines become entries or refusals, and refused lines a file to upload again."""

from dataclasses import replace
from datetime import date, datetime, time

import pytest

from app.people.search.search_terms import PersonFacts
from app.records.register_import.entries import Column, Refusal, RegisterEntry
from app.records.register_import.parsing.columns import REASON_MARK, detect_columns
from app.records.register_import.parsing.files import SheetLine, Table, read
from app.records.register_import.parsing.line_parser import parse_lines, rejected_lines_file
from app.shop.half_days.models import DayPart
from tests.records.register_import.sample_registers import (
    HEADINGS,
    LINES,
    TODAY,
    as_csv,
    as_workbook,
    register_as_workbook,
)

BSN = "111222333"  # passes the eleven test and was never issued


def read_all(content: bytes, sheet: str = "") -> list[RegisterEntry]:
    table = read(content, sheet)
    layout = detect_columns(table)
    return list(parse_lines(table, layout.columns_by_place, layout.heading_row, today=TODAY))


def one(**said) -> RegisterEntry:
    """The entry of a line with only these cells."""
    columns = dict(enumerate(Column(name) for name in said))
    table = Table("", [SheetLine(7, tuple(said.values()))])
    return next(parse_lines(table, columns, 0, today=TODAY))


def test_a_register_is_read_line_by_line():
    first, second, third, fourth, fifth = read_all(as_csv(LINES))
    assert replace(first, fingerprint="") == RegisterEntry(
        row=2,
        day=date(2026, 6, 1),
        part=DayPart.MORNING,
        person=PersonFacts(name="Samira el Bouzid", birth_year=1964, phone="06-12345670", street="Ivoordreef"),
        languages="Arabisch",
        about="werk",
        spoken_with="W&I",
        partner="Dock",
        warm=True,
        result="baan gevonden",
        remark="komt do weer",
    )
    assert second.person == PersonFacts(name="Joost 't Hart", birth_year=1970, phone="0031 6 5140 3729")
    assert (second.warm, second.remark) == (None, 'wil graag; eerst "taal"')
    assert (third.day, third.part, third.warm, third.remark) == (
        date(2026, 6, 2),
        DayPart.AFTERNOON,
        False,
        "regel één\nregel twee",
    )
    assert (third.person.name, third.person.birth_year) == ("Gülay Yıldız", 1988)
    assert (fourth.person, fourth.part, fourth.remark) == (None, DayPart.EVENING, '=HYPERLINK("x")')
    assert fifth.person.name == "Piet de Vries"


def test_a_csv_and_a_workbook_give_the_same_entries():
    from_csv, from_book = read_all(as_csv(LINES)), read_all(register_as_workbook())
    assert [replace(entry, row=0) for entry in from_csv] == [replace(entry, row=0) for entry in from_book]
    assert [entry.row for entry in from_book] == [4, 5, 6, 7, 8]
    assert len({entry.fingerprint for entry in from_csv}) == len(LINES)


@pytest.mark.parametrize(
    ("said", "refusal"),
    [
        ({"day": None}, Refusal.NO_DAY),
        ({"day": "  "}, Refusal.NO_DAY),
        ({"day": "31-6-2026"}, Refusal.NO_SUCH_DAY),
        ({"day": "30 februari 2026"}, Refusal.NO_SUCH_DAY),
        ({"day": "morgen"}, Refusal.NO_SUCH_DAY),
        ({"day": "1-6-1926"}, Refusal.NO_SUCH_DAY),
        ({"day": "1-7-2026"}, Refusal.DAY_TO_COME),
        ({"day": date(2026, 7, 1)}, Refusal.DAY_TO_COME),
        ({"day": "30-6-2026"}, None),
        ({"day": "1-6-2026", "birth": 2027}, Refusal.BORN_IN_FUTURE),
        ({"day": "1-6-2026", "birth": "1-7-2026"}, Refusal.BORN_IN_FUTURE),
        ({"day": "1-6-2026", "birth": "'27"}, None),
        ({"day": "1-6-2026", "birth": "2026"}, None),
        ({"day": "1-6-2026", "remark": f"bsn {BSN}"}, Refusal.BSN),
        ({"day": "1-6-2026", "remark": int(BSN)}, Refusal.BSN),
        ({"day": "1-6-2026", "name": "111 222 333"}, Refusal.BSN),
        ({"day": "1-6-2026", "phone": BSN}, Refusal.BSN),
        ({"day": None, "remark": float(BSN)}, Refusal.BSN),
        ({"day": "1-6-2026", "phone": 651403729}, None),
        ({"day": "1-6-2026", "phone": "0031 6 5140 3729"}, None),
        ({"day": "12-6-2026 9:15"}, None),
        ({"day": "1-6-2026", "about": "a\x07b"}, Refusal.UNSTORABLE),
        ({"day": "1-6-2026", "about": "a\nb\tc"}, None),
        ({"day": "1-6-2026", "about": "a" * 201}, Refusal.TOO_LONG),
        ({"day": "1-6-2026", "about": "a" * 200}, None),
        ({"day": "1-6-2026", "remark": "a" * 10_001}, Refusal.TOO_LONG),
        ({"day": "1-6-2026", "remark": "a" * 10_000}, None),
        ({"day": "1-6-2026", "first_name": "a" * 150, "last_name": "b" * 150}, Refusal.TOO_LONG),
    ],
)
def test_a_refused_line_has_only_its_row_and_reason(said, refusal):
    entry = one(**{"name": "x", **said})
    assert entry.refusal == refusal
    assert refusal is None or entry == RegisterEntry(row=7, refusal=refusal)


def test_a_bsn_is_detected_in_a_skipped_column():
    table = Table("", [SheetLine(1, ("1-6-2026", float(BSN))), SheetLine(2, ("12-6-2026", "12-6-2026 9:15:30"))])
    assert [e.refusal for e in parse_lines(table, {0: Column.DAY}, 0, today=TODAY)] == [Refusal.BSN, None]


@pytest.mark.parametrize("said", ["=cmd()", "+31 is mijn land", "@x", "- eerst bellen", "=1+1"])
def test_what_looks_like_a_formula_is_text(said):
    assert one(day="1-6-2026", about=said).about == said


@pytest.mark.parametrize(
    ("said", "part", "at"),
    [
        ({"part": "ochtend"}, DayPart.MORNING, None),
        ({"part": "10:15"}, DayPart.MORNING, time(10, 15)),
        ({"time": "14.30"}, DayPart.AFTERNOON, time(14, 30)),
        ({"time": time(19)}, DayPart.EVENING, time(19)),
        ({"part": "middag", "time": "10:15"}, DayPart.AFTERNOON, time(10, 15)),
        ({"time": "avond"}, DayPart.EVENING, None),
        ({"day": datetime(2026, 6, 1, 9, 5)}, DayPart.MORNING, time(9, 5)),
        ({"day": "1-6-2026 avond"}, DayPart.EVENING, None),
        ({}, None, None),
    ],
)
def test_the_half_day_comes_from_its_own_column_or_from_a_time(said, part, at):
    entry = one(**{"day": "1-6-2026", **said})
    assert (entry.part, entry.time) == (part, at)


@pytest.mark.parametrize(
    ("said", "name"),
    [
        ({"first_name": "Daan", "last_name": "van den Berg"}, "Daan van den Berg"),
        ({"name": "van den Berg", "first_name": "Daan"}, "Daan van den Berg"),
        ({"name": "Daan van den Berg", "first_name": "Daan"}, "Daan van den Berg"),
        ({"name": "Daan van den Berg", "first_name": "D.", "last_name": "Berg"}, "Daan van den Berg"),
        ({"last_name": "Berg"}, "Berg"),
    ],
)
def test_a_name_may_be_divided_over_columns(said, name):
    assert one(day="1-6-2026", **said).person.name == name


def test_equal_lines_in_different_spellings_have_equal_fingerprints():
    one_way = one(day="1-6-2026", part="och.", name="EL AMRANI, BILAL", birth="'70", phone="06-12 34 56 70", warm="j")
    other = one(
        day=date(2026, 6, 1), part="Ochtend", name="Bilal el Amrani", birth=1970, phone="+31612345670", warm="x"
    )
    assert one_way.fingerprint == other.fingerprint
    assert len(one_way.fingerprint) == 32
    assert (
        other.fingerprint != one(day=date(2026, 6, 2), part="Ochtend", name="Bilal el Amrani", birth=1970).fingerprint
    )


def test_repeated_lines_in_one_file_have_different_fingerprints():
    twice = [LINES[3], LINES[3], LINES[0]]
    prints = [entry.fingerprint for entry in read_all(as_csv(twice))]
    assert len(set(prints)) == 3
    assert prints == [entry.fingerprint for entry in read_all(as_workbook([HEADINGS, *twice]))]


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
@pytest.mark.parametrize("content", [as_csv(LINES), register_as_workbook()], ids=["of a csv", "of a workbook"])
def test_refused_lines_are_a_file_that_can_be_uploaded_again(kind, content):
    table = read(content)
    layout = detect_columns(table)
    rows = [line.row for line in table.lines if line.row > layout.heading_row][1:4]
    given_back = rejected_lines_file(
        table, dict.fromkeys(rows, "Deze datum bestaat niet."), "Waarom", kind, heading_row=layout.heading_row
    )
    again = read(given_back)
    found = detect_columns(again)
    assert found.columns_by_place == layout.columns_by_place
    assert (found.columns[-1].heading, found.columns[-1].column) == (REASON_MARK + "Waarom", None)
    mended = list(parse_lines(again, found.columns_by_place, found.heading_row, today=TODAY))
    before = [entry for entry in read_all(content) if entry.row in rows]
    assert [replace(entry, row=0) for entry in mended] == [replace(entry, row=0) for entry in before]


def test_no_cell_of_a_refused_line_becomes_a_formula():
    table = Table(
        "", [SheetLine(1, ("Datum", "Naam")), SheetLine(2, ("=1+1", " @x")), SheetLine(3, ("-", "+31612345670"))]
    )
    refused = {2: "=2+2", 3: "Er staat geen datum."}
    text = rejected_lines_file(table, refused, "Waarom", "csv", heading_row=1).decode("utf-8-sig")
    assert text.splitlines() == ["Datum;Naam;⚠ Waarom", "'=1+1;'@x;'=2+2", "'-;'+31612345670;Er staat geen datum."]
    again = read(rejected_lines_file(table, refused, "Waarom", "xlsx", heading_row=1))
    assert [line.cells for line in again.lines][1:] == [("=1+1", " @x", "=2+2"), ("-", "+31612345670", refused[3])]


def test_refused_lines_of_a_file_without_headings_have_none():
    table = Table(
        "", [SheetLine(1, ("1-6-2026", "Joost de Vries", "x")), SheetLine(2, ("31-6-2026", "Samira el Bouzid"))]
    )
    given_back = read(rejected_lines_file(table, {2: "Deze datum bestaat niet."}, "Waarom", "csv", heading_row=0))
    assert [line.cells for line in given_back.lines] == [
        ("31-6-2026", "Samira el Bouzid", None, REASON_MARK + "Deze datum bestaat niet.")
    ]
