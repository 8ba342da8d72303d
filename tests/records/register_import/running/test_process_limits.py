"""A file that needs more memory or time than the limit ends its own process, and is refused with a reason."""

import subprocess
import sys
from io import BytesIO
from zipfile import ZIP_DEFLATED, ZipFile

import pytest

from app.bootstrap.environment import ROOT
from app.records.register_import.parsing.file_errors import TOO_LARGE_UNPACKED, Unreadable
from app.records.register_import.running import process_limits, trial_read
from tests.records.register_import.sample_registers import as_csv, as_workbook, register_as_workbook

LIMITS = "from app.records.register_import.running import process_limits as p; "


def one_text_in_every_cell(cells: int) -> bytes:
    """A small workbook whose cells all hold the longest text that a spreadsheet allows."""
    out = BytesIO()
    with ZipFile(BytesIO(as_workbook([("x" * 32_000,)]))) as old, ZipFile(out, "w", ZIP_DEFLATED) as new:
        for part in old.infolist():
            content = old.read(part)
            if part.filename == "xl/worksheets/sheet1.xml":
                begin, rest = content.split(b"<sheetData>")
                rows = b"".join(
                    b'<row r="%d"><c r="A%d" t="s"><v>0</v></c></row>' % (n, n) for n in range(1, cells + 1)
                )
                content = begin + b"<sheetData>" + rows + b"</sheetData>" + rest.split(b"</sheetData>")[1]
            new.writestr(part.filename, content)
    return out.getvalue()


def ended(program: str) -> "subprocess.CompletedProcess[bytes]":
    return subprocess.run([sys.executable, "-c", program], cwd=ROOT, capture_output=True, check=False, timeout=120)


def test_a_process_gets_no_more_memory_than_its_limit():
    assert b"MemoryError" in ended(LIMITS + "p.limit_process(60); bytearray(p.MAX_MEMORY)").stderr


def test_a_process_gets_no_more_time_than_its_limit():
    assert process_limits.hit_a_limit(ended(LIMITS + "p.limit_process(1)\nwhile True: pass").returncode)


def test_a_small_workbook_that_becomes_very_large_in_memory_is_refused():
    content = one_text_in_every_cell(90_000)
    assert len(content) < 2 * 1024 * 1024
    with pytest.raises(Unreadable) as refused:
        trial_read.check_readable(content)
    assert refused.value.reason == TOO_LARGE_UNPACKED


@pytest.mark.parametrize("content", [as_csv([("1-6-2026", "a")]), register_as_workbook(), b"%PDF-1.7"])
def test_a_file_within_the_limits_passes_the_trial_even_if_it_is_unreadable(content):
    trial_read.check_readable(content)
