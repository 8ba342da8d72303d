"""Checks, before anything reads it, that a workbook (.xlsx) unpacks within limits.

A workbook is a ZIP of XML files. The sizes that it declares are not trusted: each part is unpacked once, in chunks, and
counted. The memory and time that parsing the XML takes are limited by the process that does it (process_limits).
"""

import struct
import zlib
from collections.abc import Iterable, Iterator
from io import BytesIO
from zipfile import ZIP_DEFLATED, ZIP_STORED, BadZipFile, ZipFile, ZipInfo

from app.records.register_import.parsing import file_errors as why
from app.records.register_import.parsing.file_errors import Unreadable

MAX_UNPACKED = 500 * 1024 * 1024  # bytes of all parts together
MAX_RATIO, RATIO_FROM = 200, 10 * 1024 * 1024  # compression ratio allowed for a part of more than RATIO_FROM bytes
CHUNK = 1024 * 1024


def check(content: bytes) -> None:
    """Raises Unreadable when `content` is not a workbook, or one that should not be opened."""
    try:
        with ZipFile(BytesIO(content)) as packed:
            parts = packed.infolist()
    except (BadZipFile, NotImplementedError, ValueError, OSError, struct.error) as reason:
        raise Unreadable(why.DAMAGED) from reason
    names = {part.filename.lower() for part in parts}
    if any("vbaproject" in name for name in names):
        raise Unreadable(why.HAS_MACROS)
    if any(part.flag_bits & 1 for part in parts):
        raise Unreadable(why.HAS_PASSWORD)
    if "xl/workbook.xml" not in names:
        raise Unreadable(why.NOT_A_TABLE)
    if sum(part.file_size for part in parts) > MAX_UNPACKED:
        raise Unreadable(why.TOO_LARGE_UNPACKED)
    for part in parts:
        _check_ratio(part.file_size, part.compress_size)
    _check_sizes(content, parts)


def _check_ratio(size: int, packed: int) -> None:
    if size > RATIO_FROM and size > MAX_RATIO * max(packed, 1):
        raise Unreadable(why.TOO_LARGE_UNPACKED)


def _check_sizes(content: bytes, parts: Iterable[ZipInfo]) -> None:
    """Unpacks every part to measure it, without keeping the data. Raises Unreadable."""
    total = 0
    for part in parts:
        size = 0
        for piece in _unpacked_chunks(content, part):
            size += len(piece)
            total += len(piece)
            if total > MAX_UNPACKED:
                raise Unreadable(why.TOO_LARGE_UNPACKED)
            _check_ratio(size, part.compress_size)
        if size != part.file_size:
            raise Unreadable(why.DAMAGED)


def _unpacked_chunks(content: bytes, part: ZipInfo) -> Iterator[bytes]:
    """The real contents of a part, at most CHUNK bytes at a time, whatever size it declares."""
    at = part.header_offset
    if content[at : at + 4] != b"PK\3\4":
        raise Unreadable(why.DAMAGED)
    start = at + 30 + sum(struct.unpack("<HH", content[at + 26 : at + 30]))
    packed = memoryview(content)[start : start + part.compress_size]
    if part.compress_type == ZIP_STORED:
        yield from (bytes(packed[at : at + CHUNK]) for at in range(0, len(packed), CHUNK))
    elif part.compress_type == ZIP_DEFLATED:
        stream, waiting = zlib.decompressobj(-zlib.MAX_WBITS), bytes(packed)
        try:
            while not stream.eof and (piece := stream.decompress(waiting, CHUNK)):
                waiting = stream.unconsumed_tail
                yield piece
        except zlib.error as reason:
            raise Unreadable(why.DAMAGED) from reason
    else:
        raise Unreadable(why.DAMAGED)
