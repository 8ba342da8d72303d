"""Whether a workbook (.xlsx) can be unpacked and read within bounds, found out before anything reads it.

A workbook is a ZIP of XML. What it says of its own sizes is not believed: every part is unpacked once, a piece at a
time, and counted. A sheet becomes a rectangle in memory, so one cell far away would cost as much as a full sheet; and
cells share their texts, so one long text could stand in a million cells. Both are counted as well.
"""

import re
import struct
import zlib
from array import array
from collections.abc import Iterator
from dataclasses import dataclass
from io import BytesIO
from zipfile import ZIP_DEFLATED, ZIP_STORED, BadZipFile, ZipFile, ZipInfo

from app.importing import unreadable as why
from app.importing.unreadable import LINES, Unreadable

UNPACKED = 500 * 1024 * 1024  # bytes of all parts together
RATIO, FROM = 200, 10 * 1024 * 1024  # how much smaller a part of more than FROM bytes may have become
CELLS = 20_000_000  # in the rectangle of one sheet
PIECE = 1024 * 1024
OVERLAP = 512  # bytes that are looked at again with the next piece: longer than the tag of a cell

_ROW = re.compile(rb"<(?:\w+:)?row\b[^<>]*>")
_PLACE = re.compile(rb"\br=[\"']([A-Z]*)(\d{1,7})[\"']")
_FAR_RIGHT = re.compile(rb"<(?:\w+:)?c\s[^<>]*?\br=[\"']([A-Z]{2,3})\d")
_NAMELESS = re.compile(rb"<(?:\w+:)?c(?:\s+(?!r=)\w+=[\"'][^<>\"']*[\"'])*\s*/?>")
_ROW_OR_CELL = re.compile(rb"<(?:\w+:)?(row|c)\b([^<>]*)>(</)?")
_SHARED = re.compile(rb"<(?:\w+:)?c\s[^<>]*?\bt=[\"']s[\"']")
_VALUE = re.compile(rb"<(?:\w+:)?v>(\d{1,9})</")
_TEXT_ENDS = re.compile(rb"</(?:\w+:)?si>")


@dataclass
class _Sheet:
    """What a sheet seems to hold; formatting without content counts as well."""

    rows: int = 0
    last_row: int = 0
    columns: int = 26  # a narrow table is not worth counting
    nameless: bool = False  # it has cells that do not say where they stand
    shared: int = 0  # cells with a text of the common list

    @property
    def is_far_out(self) -> bool:
        return max(self.rows, self.last_row) > LINES or max(self.rows, self.last_row) * self.columns > CELLS


def check(content: bytes) -> None:
    """Raises Unreadable when `content` is no workbook, or one that should not be opened."""
    try:
        with ZipFile(BytesIO(content)) as packed:
            parts = packed.infolist()
    except (BadZipFile, NotImplementedError, ValueError, OSError, struct.error) as reason:
        raise Unreadable(why.BROKEN) from reason
    names = {part.filename.lower() for part in parts}
    if any("vbaproject" in name for name in names):
        raise Unreadable(why.MACROS)
    if any(part.flag_bits & 1 for part in parts):
        raise Unreadable(why.PASSWORD)
    if "xl/workbook.xml" not in names:
        raise Unreadable(why.NOT_A_TABLE)
    if sum(part.file_size for part in parts) > UNPACKED:
        raise Unreadable(why.BOMB)
    for part in parts:
        _within(part.file_size, part.compress_size)
    _look(content, [part for part in parts if part.filename.lower().endswith((".xml", ".rels"))], parts)


def _within(size: int, packed: int) -> None:
    if size > FROM and size > RATIO * max(packed, 1):
        raise Unreadable(why.BOMB)


def _look(content: bytes, written: list[ZipInfo], parts: list[ZipInfo]) -> None:
    total, lengths = 0, array("Q")
    sheets: list[tuple[ZipInfo, _Sheet]] = []
    for part in parts:
        size, sheet, shared = 0, _Sheet(), _Lengths()
        is_text = part in written
        before = b""
        for piece in _unpacked(content, part):
            size += len(piece)
            total += len(piece)
            if total > UNPACKED:
                raise Unreadable(why.BOMB)
            _within(size, part.compress_size)
            if is_text:
                shared.take(piece, before)
                _count(sheet, before, piece)
                before = piece[-OVERLAP:]
        if size != part.file_size:
            raise Unreadable(why.BROKEN)
        lengths.extend(shared.found)
        if sheet.rows:
            sheets.append((part, sheet))
    longest = max(lengths, default=0)
    for part, sheet in sheets:
        if sheet.is_far_out or sheet.nameless:
            _small_enough(content, part)
        if sheet.shared * longest > UNPACKED and _said(content, part, lengths) > UNPACKED:
            raise Unreadable(why.BOMB)


def _count(sheet: _Sheet, before: bytes, piece: bytes) -> None:
    """Adds what a piece of a sheet holds. Tags that lie over the edge of two pieces are counted with the second."""
    edge = len(before)
    text = before + piece
    for tag in _ROW.finditer(text):
        if tag.end() > edge:
            sheet.rows += 1
            if place := _PLACE.search(tag[0]):
                sheet.last_row = max(sheet.last_row, int(place[2]))
    if sheet.rows:
        sheet.shared += sum(1 for tag in _SHARED.finditer(text) if tag.end() > edge)
        sheet.nameless = sheet.nameless or bool(_NAMELESS.search(text))
        sheet.columns = max([sheet.columns, *map(_number, set(_FAR_RIGHT.findall(text)))])


def _small_enough(content: bytes, part: ZipInfo) -> None:
    """Looks at each cell that holds something, for a sheet that may be formatted as far as it goes."""
    row = column = last_row = last_column = 0
    for piece in _whole_tags(content, part):
        for kind, said, ends in _ROW_OR_CELL.findall(piece):
            place = _PLACE.search(said)
            if kind == b"row":
                row, column = int(place[2]) if place else row + 1, 0
                continue
            column = _number(place[1]) if place else column + 1
            if not ends and not said.endswith(b"/"):
                last_row, last_column = max(last_row, int(place[2]) if place else row), max(last_column, column)
        if last_row > LINES:
            raise Unreadable(why.TOO_MANY, lines=LINES)
        if last_row * last_column > CELLS:
            raise Unreadable(why.TOO_WIDE)


def _number(column: bytes) -> int:
    """AA is 27."""
    number = 0
    for letter in column:
        number = number * 26 + letter - 64
    return number


class _Lengths:
    """The length in bytes of each text in the common list, with its tags: no text is longer than that."""

    def __init__(self) -> None:
        self.found = array("Q")
        self._begun = 0  # bytes since the last end

    def take(self, piece: bytes, before: bytes) -> None:
        last = 0
        edge = before[-16:]
        for end in _TEXT_ENDS.finditer(edge + piece):
            at = end.end() - len(edge)
            if at > 0:
                self.found.append(self._begun + at - last)
                self._begun, last = 0, at
        self._begun += len(piece) - last


def _said(content: bytes, part: ZipInfo, lengths: "array[int]") -> int:
    """How many bytes of text the cells of a sheet have together, when each has its own."""
    total, known = 0, len(lengths)
    for piece in _whole_tags(content, part):
        total += sum(lengths[at] for value in _VALUE.findall(piece) if (at := int(value)) < known)
    return total


def _whole_tags(content: bytes, part: ZipInfo) -> Iterator[bytes]:
    """A part in pieces that end where a cell or a row ends."""
    rest = b""
    for piece in _unpacked(content, part):
        text = rest + piece
        cut = (
            max(text.rfind(b"</row"), text.rfind(b"<row"), text.rfind(b"<c "), 0)
            if len(text) < 4 * PIECE
            else len(text)
        )
        rest = text[cut:]
        yield text[:cut]
    yield rest


def _unpacked(content: bytes, part: ZipInfo) -> Iterator[bytes]:
    """What a part really holds, at most PIECE bytes at a time, whatever it says of itself."""
    at = part.header_offset
    if content[at : at + 4] != b"PK\3\4":
        raise Unreadable(why.BROKEN)
    start = at + 30 + sum(struct.unpack("<HH", content[at + 26 : at + 30]))
    packed = memoryview(content)[start : start + part.compress_size]
    if part.compress_type == ZIP_STORED:
        yield from (bytes(packed[at : at + PIECE]) for at in range(0, len(packed), PIECE))
    elif part.compress_type == ZIP_DEFLATED:
        stream, waiting = zlib.decompressobj(-zlib.MAX_WBITS), bytes(packed)
        try:
            while not stream.eof and (piece := stream.decompress(waiting, PIECE)):
                waiting = stream.unconsumed_tail
                yield piece
        except zlib.error as reason:
            raise Unreadable(why.BROKEN) from reason
    else:
        raise Unreadable(why.BROKEN)
