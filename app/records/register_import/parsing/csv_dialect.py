"""Detects the encoding and the delimiter of a CSV file. Pure."""

import codecs
import csv
from collections import Counter
from io import StringIO

from app.records.register_import.parsing import file_errors as why
from app.records.register_import.parsing.file_errors import Unreadable

DELIMITERS = ";,\t|"
SAMPLE_BYTES = 64 * 1024  # the part of a file that decides its dialect
WINDOWS_FALLBACK = "werkwinkel-as-windows"  # name of the codecs error handler for bytes that are not UTF-8


def detect_encoding(content: bytes) -> str:
    """UTF-8 or UTF-16 if the file has its mark or decodes as such; otherwise the encoding of Windows in Western Europe.

    Raises Unreadable when it is none of these.
    """
    if content.startswith(codecs.BOM_UTF8):  # any invalid byte was then pasted in from elsewhere
        return "utf-8-sig"
    if content.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        candidates = ["utf-16"]
    else:
        candidates = ["utf-8", "cp1252", "latin-1"]
    for encoding in candidates:
        decoder = codecs.getincrementaldecoder(encoding)()
        try:
            for start in range(0, len(content), SAMPLE_BYTES):
                decoder.decode(content[start : start + SAMPLE_BYTES])
            decoder.decode(b"", final=True)
        except UnicodeError:
            continue
        return encoding
    raise Unreadable(why.DAMAGED)


def _decode_as_windows(error: UnicodeError) -> tuple[str, int]:
    """Decodes bytes that are not UTF-8 as Windows text, so that no letter is lost."""
    if not isinstance(error, UnicodeDecodeError):
        raise error
    return error.object[error.start : error.end].decode("cp1252", "replace"), error.end


codecs.register_error(WINDOWS_FALLBACK, _decode_as_windows)


def detect_delimiter(beginning: str, cut_off: bool) -> str:
    """The delimiter with which most records have the same number of cells, more than one.

    `cut_off`: whether `beginning` ends in the middle of a record.
    """
    best, delimiter = 0.0, DELIMITERS[0]
    for candidate in DELIMITERS:
        try:
            records = [record for record in csv.reader(StringIO(beginning, newline=""), delimiter=candidate) if record]
        except csv.Error:
            continue
        widths = Counter(len(record) for record in (records[:-1] if cut_off else records))
        wide = [(count, width) for width, count in widths.items() if width > 1]
        if wide:
            count, width = max(wide)
            score = count / widths.total() * (1 - 1 / (width + 1))
            if score > best:
                best, delimiter = score, candidate
    return delimiter
