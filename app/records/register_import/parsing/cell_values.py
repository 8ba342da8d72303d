"""Reads one cell as text, as a phone number, or as yes or no."""

from datetime import date, datetime, time
from functools import lru_cache

from app.core.text_rules import fold, normalise_text, single_line
from app.records.register_import.parsing.files import Cell

_YES_WORDS = "j ja jawel x v y yes ok true waar 1 warm ✓ ✔ √ ☑"
_NO_WORDS = "n nee neen no nope false onwaar 0 koud cold niet geen ☐ ✗ ✘"
_EMPTY_WORDS = "nvt geen niets none leeg onbekend"  # mean that the cell is empty
_YES, _NO = frozenset(_YES_WORDS.split()), frozenset(_NO_WORDS.split())
_EMPTY = frozenset(_EMPTY_WORDS.split())


def text(cell: Cell) -> str:
    """The text of a cell, in composed form and trimmed; a number as a spreadsheet shows it, a date as 2026-06-01.

    Line breaks are kept as "\\n". Characters that cannot be stored are kept as well: the line is refused for them.
    """
    if isinstance(cell, str):
        return _text(cell)
    if cell is None:
        return ""
    if isinstance(cell, bool):
        return "ja" if cell else "nee"
    if isinstance(cell, datetime):
        return cell.isoformat(" ", "minutes")
    if isinstance(cell, date):
        return cell.isoformat()
    if isinstance(cell, time):
        return cell.isoformat("minutes")
    return f"{cell:.15g}"


@lru_cache(maxsize=20_000)
def _text(cell: str) -> str:
    return normalise_text(cell.replace("\r\n", "\n").replace("\r", "\n"))


def short_text(cell: Cell) -> str:
    """The text of a cell on one line; "" for a dash, a question mark, "n.v.t." and the like."""
    if cell is None:
        return ""
    return _short_text(text(cell))


@lru_cache(maxsize=20_000)
def _short_text(cell: str) -> str:
    words = single_line(cell)
    plain = "".join(letter for letter in fold(words) if letter.isalnum())
    return "" if not plain or plain in _EMPTY else words


def phone(cell: Cell) -> str:
    """A phone number as it was written, with the leading zero or plus restored that a spreadsheet dropped.

    A zero is only restored before nine digits that begin with a 6: a mobile number. No BSN begins with a 6.
    """
    words = short_text(cell)
    if words.isdigit() and words.isascii():
        if len(words) == 9 and words[0] == "6":
            return "0" + words
        if len(words) == 11 and words.startswith("31"):
            return "+" + words
    return words


def yes_or_no(cell: Cell) -> bool | None:
    """True for "j", "x", "ja", "warm"; False for "nee", "n", "koud"; None when empty, or when it is neither."""
    words = fold(text(cell)).rstrip(".!") if cell is not None else ""
    first = next(iter(words.replace(",", " ").split()), "")
    return True if first in _YES else False if first in _NO else None
