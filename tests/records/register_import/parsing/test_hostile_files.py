"""Malicious and odd files: their names, their contents, and their refused lines."""

import re
from io import BytesIO
from zipfile import ZipFile

import pytest
from sqlmodel import Session, select

from app.audit.models import AuditEntry, AuditKind
from app.core.database import audit_transaction
from app.factory import ROUTERS
from app.records.register_import.models import Import, Question, Stage, WordKind
from app.records.register_import.parsing import files
from app.records.register_import.parsing.file_errors import NO_SHEET, TOO_WIDE, Unreadable
from app.records.register_import.parsing.sheet_preview import preview_sheet
from app.web.request_threads import paths_marked
from tests.records.register_import.sample_registers import HEADINGS, LINES, as_csv, as_workbook
from tests.records.register_import.web.test_routes import an_import, counted, hand_in
from tests.world import NOON


def test_a_file_of_thousands_of_columns_is_refused():
    content = b";".join(b"x%d" % n for n in range(5000)) + b"\n1-6-2026;" + b"a;" * 4000 + b"b\n"
    with pytest.raises(Unreadable) as problem:
        preview_sheet(Import(content=content), {})
    assert problem.value.reason == TOO_WIDE


def test_no_example_and_no_heading_contains_a_bsn():
    lines = [*LINES, ("4-6-2026", "och.", "Ans 123456782", *[None] * 9, "123456782")]
    found = preview_sheet(Import(content=as_csv(lines, (*HEADINGS[:3], "123456782", *HEADINGS[4:]))), {}).columns
    assert "123456782" not in str(found)


def test_each_sheet_is_read_by_its_own_name():
    content = as_workbook([("Dit",), ("is",)], [HEADINGS, *LINES], names=("Uitleg", " Inloop  2025 "))
    first = preview_sheet(Import(content=content), {})
    assert (first.sheets, first.sheet) == (["Uitleg", " Inloop  2025 "], " Inloop  2025 ")
    assert preview_sheet(Import(content=content, sheet="Uitleg"), {}).columns[0]["column"] == ""


@pytest.mark.parametrize("sheet", ["100%", "%(sheet)s", "<b>x</b>", "%s %d"])
def test_trouble_is_shown_whatever_its_values_contain(sheet, as_, world):
    imported = an_import(world, Stage.BROKEN, trouble=NO_SHEET, facts={"sheet": sheet})
    page = as_(world.carla).get(f"/imports/{imported.key}")
    assert page.status_code == 200
    assert f"“{sheet.replace('<', '&lt;').replace('>', '&gt;')}”" in page.text


NAMES = [
    "a" * 1000 + ".csv",
    "../../etc/passwd",
    "x\u202egnp.csv",
    "<script>alert(1)</script>.csv",
    "a%0d%0ab.csv",
    "100% %(x)s.csv",
    "BSN 123456782.csv",
    "a\x00b.csv",
    "=1+1.csv",
    "\u2066\u200f.csv",
]


@pytest.mark.parametrize("name", NAMES)
def test_a_file_may_have_any_name(name, as_, world):
    client = as_(world.carla)
    answer = hand_in(client, name=name)
    assert answer.status_code == 303
    imported = world.db.exec(select(Import)).one()
    assert len(imported.file_name) <= 200
    assert all(letter.isprintable() for letter in imported.file_name)
    assert "123456782" not in imported.file_name
    assert "/" not in imported.file_name
    for path in ("/imports", answer.headers["location"]):
        page = client.get(path)
        assert page.status_code == 200
        assert "<script>alert" not in page.text


def test_the_page_title_never_contains_the_file_name(as_, world):
    imported = an_import(world, Stage.LOOKING)
    title = re.search("<title>(.*?)</title>", as_(world.carla).get(f"/imports/{imported.key}").text, re.S)
    assert title
    assert "inloop" not in title[1]


def test_an_import_that_was_not_counted_has_no_refused_lines(as_, world):
    for stage in (Stage.BROKEN, Stage.LOOKING, Stage.COLUMNS, Stage.READING, Stage.UNDONE):
        imported = an_import(world, stage)
        imported.content = b"PK\x03\x04 and then nothing"
        world.db.flush()
        assert as_(world.carla).get(f"/imports/{imported.key}/refused.csv").status_code == 404, stage


def renamed(content: bytes, before: bytes, after: bytes) -> bytes:
    """The workbook with its XML changed into something that no spreadsheet would write."""
    out = BytesIO()
    with ZipFile(BytesIO(content)) as old, ZipFile(out, "w") as new:
        for part in old.infolist():
            new.writestr(part.filename, old.read(part).replace(before, after))
    return out.getvalue()


@pytest.mark.parametrize("sheet", ["Inloop: 1/2", "[x]", "'a", "History", "a?b*c"])
def test_refused_lines_can_be_downloaded_whatever_their_sheet_is_called(sheet, as_, world):
    refused = ("4-6-2026", "och.", "Ans", *[None] * 9, "123456782")
    content = renamed(as_workbook([HEADINGS, *LINES, refused], names=("Zogenaamd",)), b"Zogenaamd", sheet.encode())
    imported = counted(world, **{"refused_lines": {"bsn": [7]}})
    imported.content, imported.sheet = content, sheet
    imported.columns = {str(place): column for place, column in enumerate(("day", "part", "name"))}
    world.db.flush()
    answer = as_(world.carla).get(f"/imports/{imported.key}/refused.xlsx")
    assert answer.status_code == 200
    assert files.read(answer.content).lines[-1].cells[2] == "Ans"


def test_a_number_that_is_not_a_number_is_read_as_empty():
    content = renamed(as_workbook([("Datum", "Naam"), ("1-6-2026", 4242)]), b"<v>4242</v>", b"<v>NaN</v>")
    assert files.read(content).lines[1].cells == ("1-6-2026",)


def test_downloading_refused_lines_blocks_nobody_and_is_logged(as_, world):
    path = "/imports/somekey/refused.csv"
    assert path in paths_marked("takes_long", ROUTERS)
    assert path in paths_marked("reads_only", ROUTERS)
    imported = counted(world)
    imported.content = as_csv([*LINES, ("4-6-2026", "och.", "Ans", *[None] * 9, "123456782")])
    imported.columns = {"0": "day"}
    world.db.flush()
    assert as_(world.carla).get(f"/imports/{imported.key}/refused.csv").status_code == 200
    exports = world.db.exec(select(AuditEntry).where(AuditEntry.kind == AuditKind.EXPORT)).all()
    assert [(one.subject_id, one.what, one.worker_id) for one in exports] == [
        (imported.id, "refused lines", world.carla.id)
    ]


def test_a_read_only_request_can_still_log(own_engine):
    with Session(own_engine.execution_options(reading=True)) as db, db.begin():
        world_is_empty = db.exec(select(AuditEntry)).all() == []
        with audit_transaction(db) as writing:
            writing.add(AuditEntry(at=NOON, kind=AuditKind.EXPORT, subject="import"))
    with Session(own_engine) as db:
        assert (world_is_empty, len(db.exec(select(AuditEntry)).all())) == (True, 1)


def test_a_cell_that_is_markup_stays_text(as_, world):
    harm = '<img src=x onerror="alert(1)">'
    found = [{"place": place, "heading": harm, "column": "", "examples": [harm]} for place in range(3)]
    imported = an_import(world, Stage.COLUMNS, columns={})
    imported.found, imported.sheets = found, [harm, "{{ 7 * 7 }}"]
    word = counted(world)
    world.db.add(Question(import_id=word.id, kind=WordKind.ORGANISATION, said=harm, rows=1, examples=[harm]))
    side = {"name": harm, "birth": harm, "phone": harm, "street": harm, "languages": harm, "lines": harm}
    world.db.add(Question(import_id=word.id, one="2", other="3", sides=[side, side], rows=1, score=0.5))
    world.db.flush()
    for one in (imported, word):
        page = as_(world.carla).get(f"/imports/{one.key}")
        assert page.status_code == 200
        assert "<img" not in page.text
        assert "&lt;img" in page.text


def test_no_cell_of_the_refused_lines_becomes_a_formula(as_, world):
    harm = ("4-6-2026", '=HYPERLINK("http://x")', "@SUM(1)", "+1", "-1+2", "\t=1", *[None] * 6, "123456782")
    imported = counted(world)
    imported.content, imported.columns = as_csv([*LINES, harm]), {"0": "day"}
    world.db.flush()
    client = as_(world.carla)
    csv = client.get(f"/imports/{imported.key}/refused.csv").content.decode("utf-8-sig")
    assert not re.search(r'(^|;)"?[=@+-]', csv.splitlines()[-1])
    sheet = ZipFile(BytesIO(client.get(f"/imports/{imported.key}/refused.xlsx").content))
    assert not any(b"<f>" in sheet.read(part) for part in sheet.namelist())
