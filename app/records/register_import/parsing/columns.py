"""Detects what each column of a register holds, from its heading and its contents."""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from itertools import pairwise
from statistics import median

from app.core.text_rules import contains_bsn, fold, words_of
from app.records.register_import.entries import Column
from app.records.register_import.parsing import cell_values, date_parser, name_parser
from app.records.register_import.parsing.files import Cell, SheetLine, Table
from app.records.register_import.parsing.headings import possible_columns

REASON_MARK = "⚠ "  # begins the heading of the column with the reasons of refused lines; that column is never read
CERTAIN_HEADING = 0.8
MIN_SCORE = 0.5  # below this score a column is skipped
CONTENTS_WEIGHT = 0.45  # share of the contents in a score; the rest is the heading
MAX_CONTENTS_SCORE = 0.85  # for contents without a known heading
HEADING_LINES = 40  # the headings are among the first so many lines
SAMPLED_LINES = 300  # lines whose contents are examined
EXAMPLES = 3

_PHONE = re.compile(r"[+(]?\d[\d\s().+/-]{7,22}")
_YEAR = re.compile(r"(?:geb\.?\s*)?['’‘`]\d\d|(?:geb\.?\s*)?(?:19|20)\d\d")
_STREET = re.compile(
    r".*(?:dreef|straat|laan|weg|plein|kade|hof|pad|singel|gracht|plantsoen|park|markt|dijk|steeg|baan|street|road|lane)"
    r"(?:\s+\d+\s?[a-z\d-]*)?",
)
_LANGUAGE_NAMES = """
nederlands engels arabisch turks tigrinya pools spaans frans duits farsi dari pasjtoe perzisch somalisch papiaments
berbers tamazight tarifit oekraiens russisch koerdisch kurmanci sorani portugees bulgaars roemeens hindi sranan sarnami
urdu punjabi chinees mandarijn kantonees amhaars oromo italiaans grieks albanees servisch kroatisch bosnisch hongaars
vietnamees thais indonesisch tamil swahili twi fante frans lingala wolof gebarentaal
dutch english arabic turkish polish spanish french german somali ukrainian russian kurdish portuguese bulgarian
romanian chinese amharic italian greek nl en beetje een goed klein and
"""
_LANGUAGES = frozenset(_LANGUAGE_NAMES.split())


@dataclass(frozen=True, slots=True)
class DetectedColumn:
    """`place`: the position of the column, from 0. `score` (0 to 1): how certain `column` is. `column` is None when it
    was not recognised; it is then skipped.
    """

    place: int
    heading: str
    column: Column | None
    score: float
    examples: list[str]


@dataclass(frozen=True, slots=True)
class SheetLayout:
    """`heading_row` is the row with the headings, as the spreadsheet numbers it; 0 without headings."""

    heading_row: int
    columns: list[DetectedColumn]

    @property
    def columns_by_place(self) -> dict[int, Column]:
        """The columns that were recognised, as `parse_lines` takes them."""
        return {found.place: found.column for found in self.columns if found.column}


def heading_key(heading: str) -> str:
    """A heading as it is stored: folded, only its words and numbers."""
    return " ".join(words_of(heading))


def detect_columns(table: Table, remembered: Mapping[str, str] | None = None) -> SheetLayout:
    """The columns of the table with their most likely contents. Each Column is used at most once, for the best match.

    `remembered` maps headings, as `heading_key` gives them, to the meaning that this shop gave before: a Column, or ""
    to skip it. A remembered meaning always wins.
    """
    known = remembered or {}
    heading = _heading_line(table.lines, known)
    below = [line for line in table.lines if heading is None or line.row > heading.row][:SAMPLED_LINES]
    width = max((len(line.cells) for line in table.lines), default=0)
    heads = [
        cell_values.text(heading.cells[place]) if heading and place < len(heading.cells) else ""
        for place in range(width)
    ]
    contents = [[line.cells[place] for line in below if place < len(line.cells)] for place in range(width)]
    scores = {
        (place, column): score
        for place in range(width)
        for column, score in _column_scores(heads[place], contents[place], known).items()
        if score >= MIN_SCORE
    }
    chosen: dict[int, Column] = {}
    for place, column in sorted(scores, key=lambda one: (-scores[one], one[0])):
        if place not in chosen and column not in chosen.values():
            chosen[place] = column
    return SheetLayout(
        heading.row if heading else 0,
        [
            DetectedColumn(
                place,
                _without_bsn(heads[place]),
                chosen.get(place),
                round(scores[place, chosen[place]], 2) if place in chosen else 0.0,
                list(
                    dict.fromkeys(
                        example for cell in contents[place] if (example := _without_bsn(cell_values.text(cell)))
                    )
                )[:EXAMPLES],
            )
            for place in range(width)
        ],
    )


def _without_bsn(words: str) -> str:
    """The text, unless it contains a BSN: that may be neither shown nor stored (TRUST 18)."""
    return "" if contains_bsn(words) and not date_parser.is_date_with_time(words) else words


def _heading_line(lines: Sequence[SheetLine], known: Mapping[str, str]) -> SheetLine | None:
    """The line with most known headings; else the first line with only words, above a line with a date."""
    best, heading = (1 if any(len(line.cells) > 1 for line in lines) else 0), None
    for line in lines[:HEADING_LINES]:
        filled = [cell for cell in line.cells if cell is not None]
        words = [cell for cell in filled if isinstance(cell, str)]
        count = sum(
            heading_key(word) in known or any(sure >= CERTAIN_HEADING for _c, sure in possible_columns(word))
            for word in words
        )
        if count > best and count * 3 >= len(filled):
            best, heading = count, line
    if heading or len(lines) < 3:
        return heading
    for line, following in pairwise(lines[:11]):
        filled = [cell for cell in line.cells if cell is not None]
        wordy = all(
            isinstance(cell, str) and not any(look(cell) for look in _CONTENT_TESTS.values()) for cell in filled
        )
        if len(filled) > 1 and wordy and any(_is_day(cell) for cell in following.cells if cell is not None):
            return line
    return None


def _column_scores(heading: str, contents: Sequence[Cell], known: Mapping[str, str]) -> dict[Column, float]:
    """The score of each Column that this column may be."""
    filled = [cell for cell in contents if cell is not None and cell_values.text(cell).strip("-?. ")]
    if heading.startswith(REASON_MARK.strip()) or any(
        cell_values.text(c).startswith(REASON_MARK.strip()) for c in filled[:1]
    ):
        return {}
    if (key := heading_key(heading)) and key in known:
        return {Column(known[key]): 1.0} if known[key] in set(Column) else {}
    named_so = dict(possible_columns(heading))
    shares = _content_shares(filled) if filled else {}
    scores: dict[Column, float] = {}
    for column, sure in named_so.items():
        is_testable = filled and column in _CONTENT_TESTS and column != Column.NAME  # a name may be one word
        share = shares.get(column, 0.0) if is_testable else sure
        scores[column] = (1 - CONTENTS_WEIGHT) * sure + CONTENTS_WEIGHT * min(share / 0.8, 1)
    if len(filled) >= min(2, len(contents)) and not any(sure >= CERTAIN_HEADING for sure in named_so.values()):
        for column, share in shares.items():
            if share >= 0.7:
                scores[column] = max(scores.get(column, 0.0), MAX_CONTENTS_SCORE * share)
    return scores


def _content_shares(filled: Sequence[Cell]) -> dict[Column, float]:
    """The share of the cells that look like each kind of contents, 0 to 1."""
    shares = {column: sum(map(look, filled)) / len(filled) for column, look in _CONTENT_TESTS.items()}
    if shares[Column.DAY] > 0.5:  # birth dates, or days of visits?
        years = [day.year for cell in filled if (day := _day(cell))]
        if max(years) - min(years) > 15 or median(years) < 2012:
            shares[Column.BIRTH], shares[Column.DAY] = shares[Column.DAY], shares[Column.DAY] / 2
    if len({cell_values.text(cell) for cell in filled}) < len(filled) / 4:  # names of persons vary more than others
        shares[Column.NAME] /= 2
    return shares


def _day(cell: Cell) -> date | None:
    try:
        return date_parser.day_and_time(cell)[0]
    except date_parser.InvalidDate:
        return None


def _is_day(cell: Cell) -> bool:
    return _day(cell) is not None


def _is_birth(cell: Cell) -> bool:
    return bool(_YEAR.fullmatch(cell_values.text(cell))) or (_is_day(cell) and not isinstance(cell, datetime))


def _is_time(cell: Cell) -> bool:
    return isinstance(cell, time) or (
        isinstance(cell, str) and bool(re.search(r"\d[:.u]\d\d", cell)) and date_parser.time_of_day(cell) is not None
    )


def _is_phone(cell: Cell) -> bool:
    if isinstance(cell, bool | date | time) or _is_day(cell):
        return False
    words = cell_values.phone(cell)
    return bool(_PHONE.fullmatch(words)) and 9 <= sum(c.isdigit() for c in words) <= 15


def _is_name(cell: Cell) -> bool:
    """Two to seven words without digits; the first and the last begin with a capital."""
    if not isinstance(cell, str) or len(cell) > 60 or any(c.isdigit() for c in cell):
        return False
    words = name_parser.parse_name(cell).replace(",", " ").split()
    return 2 <= len(words) <= 7 and words[0][:1].isupper() and words[-1].strip("'")[:1].isupper()


_CONTENT_TESTS: dict[Column, Callable[[Cell], bool]] = {
    Column.DAY: _is_day,
    Column.PART: lambda cell: (
        isinstance(cell, str) and date_parser.half_day_in_words(cell) is not None and not _is_day(cell)
    ),
    Column.TIME: _is_time,
    Column.NAME: _is_name,
    Column.BIRTH: _is_birth,
    Column.PHONE: _is_phone,
    Column.EMAIL: lambda cell: isinstance(cell, str) and bool(re.fullmatch(r"\S+@\S+\.\w+", cell.strip())),
    Column.STREET: lambda cell: isinstance(cell, str) and bool(_STREET.fullmatch(fold(cell.strip()))),
    Column.LANGUAGES: lambda cell: isinstance(cell, str) and bool(w := words_of(cell)) and _LANGUAGES.issuperset(w),
    Column.WARM: lambda cell: cell_values.yes_or_no(cell) is not None and len(cell_values.text(cell)) < 6,
}
