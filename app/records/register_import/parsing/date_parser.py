"""Parses dates, times, half-days and birth dates in the notations used in registers. The day comes before the month."""

import re
from datetime import date, datetime, time, timedelta
from functools import lru_cache

from app.core.text_rules import fold
from app.records.register_import.parsing.files import Cell
from app.shop.half_days.models import DayPart
from app.shop.half_days.rules import PART_ENDS

FIRST_SERIAL, LAST_SERIAL = 29_221, 73_050  # dates as serial numbers of a spreadsheet: 1980 to 2099
EARLIEST_YEAR = 1900
LAST_TWO_DIGIT_YEAR = 2069  # '69 is read as 2069 and refused as a future visit, rather than imported as 1969

_MONTHS = {
    start: number
    for number, starts in enumerate(
        ("jan", "feb", "mrt maa mar", "apr", "mei may", "jun", "jul", "aug", "sep", "okt oct", "nov", "dec"), 1
    )
    for start in starts.split()
}
_MONTH = (
    r"(januari|january|jan|februari|february|febr|feb|maart|march|mrt|maa|mar|april|apr|mei|may|juni|june|jun"
    r"|juli|july|jul|augustus|august|aug|september|sept|sep|oktober|october|okt|oct|november|nov|december|dec)\.?"
)
_WEEKDAY = (
    r"(?:(?:maandag|dinsdag|woensdag|donderdag|vrijdag|zaterdag|zondag|monday|tuesday|wednesday|thursday|friday|saturday"
    r"|sunday|maa|din|woe|don|vri|zat|zon|ma|di|wo|do|vr|za|zo|mon|tues?|wed|thurs?|thu|fri|sat|sun)\b[.,]?\s*)?"
)
_YEAR = r"['’‘`]?(\d{4}|\d{2})"
_ORDINAL = r"(?:\s?(?:ste|de|e|st|nd|rd|th)\b)?"
_TIME = re.compile(
    r"(?:om|at|t)?\s*(\d{1,2})(?:\s?[:.hu]\s?(\d{2})(?::\d{2}(?:[.,]\d+)?)?)?\s*(?:uur|u|h)?\s*([ap]\.?m\.?)?"
    r"\s*(?:z|utc|[+-]\d{2}:?\d{2})?"
)
_SEPARATOR = r"\s*[-/. ]\s*"
_NOTATIONS = (  # with the numbers of the groups for day, month and year
    (re.compile(rf"{_WEEKDAY}(\d{{1,2}}){_SEPARATOR}(\d{{1,2}}){_SEPARATOR}{_YEAR}(?!\d)"), (1, 2, 3)),
    (re.compile(rf"{_WEEKDAY}(\d{{4}}){_SEPARATOR}(\d{{1,2}}){_SEPARATOR}(\d{{1,2}})(?!\d)"), (3, 2, 1)),
    (re.compile(rf"{_WEEKDAY}(\d{{1,2}}){_ORDINAL}\.?[\s/-]*(?:of\s|van\s)?{_MONTH}[\s,/-]*{_YEAR}(?!\d)"), (1, 2, 3)),
    (re.compile(rf"{_WEEKDAY}{_MONTH}\s*-?(\d{{1,2}}){_ORDINAL}[\s,.-]+{_YEAR}(?!\d)"), (2, 1, 3)),
    (re.compile(rf"(\d{{4}})[\s/-]{_MONTH}[\s/-](\d{{1,2}})(?!\d)"), (3, 2, 1)),
    (re.compile(r"((?:19|20)\d\d)([01]\d)([0-3]\d)(?!\d)"), (3, 2, 1)),
    (re.compile(r"([0-3]\d)([01]\d)((?:19|20)\d\d)(?!\d)"), (1, 2, 3)),
)
_DASHES = str.maketrans("‐‑‒–—−\u00a0\u202f", "------  ")
_HALF_DAYS = (
    (DayPart.MORNING, re.compile(r"(?:s )?(?:o|och\w*|ocht\w*|morgen\w*|morning|voormiddag\w*|vm|v m|am|a m)")),
    (DayPart.AFTERNOON, re.compile(r"(?:s )?(?:m|mi|mid\w*|namiddag\w*|afternoon|nm|n m|pm|p m)")),
    (DayPart.EVENING, re.compile(r"(?:s )?(?:a|av|avo\w*|evening|eve|night)")),
)


class InvalidDate(ValueError):
    """The cell is not empty and not a date."""


def day_and_time(cell: Cell, latest: int = LAST_TWO_DIGIT_YEAR) -> tuple[date | None, time | None]:
    """The date in a cell, and the time if it has one; (None, None) for an empty cell.

    `latest` is the last year that two digits can mean. Raises InvalidDate for anything else, such as 31 June.
    """
    if isinstance(cell, datetime):
        return cell.date(), cell.time().replace(tzinfo=None) if cell.time() != time() else None
    if isinstance(cell, date):
        return cell, None
    if isinstance(cell, bool | time):
        raise InvalidDate(cell)
    if isinstance(cell, int | float):
        return _from_number(cell)
    return _from_text(cell, latest) if cell and cell.strip() else (None, None)


def _from_number(number: float) -> tuple[date, time | None]:
    if FIRST_SERIAL <= number < LAST_SERIAL:
        moment = datetime(1899, 12, 30) + timedelta(days=int(number), minutes=round(number % 1 * 1440))
        return moment.date(), moment.time() if number % 1 else None
    day, _time = _from_text(str(number), LAST_TWO_DIGIT_YEAR)
    if day is None:
        raise InvalidDate(number)
    return day, None


@lru_cache(maxsize=20_000)
def _from_text(raw: str, latest: int) -> tuple[date | None, time | None]:
    text = " ".join(fold(raw.translate(_DASHES)).split()).strip(" ,;.()")
    for notation, (day, month, year) in _NOTATIONS:
        if found := notation.match(text):
            try:
                known = date(_year(found[year], latest), _month(found[month]), int(found[day]))
            except ValueError:
                raise InvalidDate(raw) from None
            if known.year < EARLIEST_YEAR:
                raise InvalidDate(raw)
            rest = text[found.end() :].strip(" ,;-()")
            at = time_of_day(rest)
            if rest and at is None and half_day_of_cell(rest) is None:
                raise InvalidDate(raw)
            return known, at
    if re.fullmatch(r"\d{5}(?:[.,]\d+)?", text):
        number = float(text.replace(",", "."))
        if FIRST_SERIAL <= number < LAST_SERIAL:
            return _from_number(number)
    raise InvalidDate(raw)


def _year(raw: str, latest: int) -> int:
    if len(raw) == 4:
        return int(raw)
    return 2000 + int(raw) if 2000 + int(raw) <= latest else 1900 + int(raw)


def _month(raw: str) -> int:
    return int(raw) if raw.isdigit() else _MONTHS[raw[:3]]


def time_of_day(cell: Cell) -> time | None:
    """A time of day: "10:15", "10.15 uur", "10u15", "2:30 pm", or a fraction of a day; None for anything else."""
    if isinstance(cell, datetime):
        cell = cell.time()
    if isinstance(cell, time):
        return cell.replace(tzinfo=None)
    if isinstance(cell, bool | date) or cell is None:
        return None
    if isinstance(cell, float):
        if 0 < cell < 1:
            return (datetime.min + timedelta(minutes=round(cell * 1440) % 1440)).time()
        cell = f"{cell:.2f}"  # 10.3 is a spreadsheet's 10.30
    found = _TIME.fullmatch(" ".join(fold(str(cell)).split()))
    if not found:
        return None
    hour, minute, half = int(found[1]), int(found[2] or 0), found[3]
    if half and 1 <= hour <= 12:
        hour = hour % 12 + (12 if half.startswith("p") else 0)
    return time(hour, minute) if hour < 24 and minute < 60 else None


def half_day_at(at: time) -> DayPart:
    """The half-day of a local time."""
    return next((part for part, end in PART_ENDS.items() if at < end), DayPart.EVENING)


def half_day_of_cell(cell: Cell) -> DayPart | None:
    """The half-day that a cell names in any spelling, or that its time falls in; None when it has neither."""
    if cell is None or isinstance(cell, bool):
        return None
    if not isinstance(cell, str) or any(letter.isdigit() for letter in cell):
        at = time_of_day(cell)
        return half_day_at(at) if at else None
    return half_day_in_words(cell)


@lru_cache(maxsize=2_000)
def half_day_in_words(raw: str) -> DayPart | None:
    words = re.findall(r"[a-z]+", fold(raw))
    whole = " ".join(words)
    for half_day, spelt in _HALF_DAYS:
        if spelt.fullmatch(whole):
            return half_day
    for word in words:  # "dinsdagochtend", "in de middag"
        for half_day, ending in zip(DayPart, ("ochtend", "middag", "avond"), strict=True):
            if word.rstrip("s").endswith(ending):
                return half_day
    return None


def is_date_with_time(text: str) -> bool:
    """Whether the text is a date with a time and nothing else, so that its digits cannot be a BSN."""
    if ":" not in text:
        return False
    try:
        return _from_text(text, LAST_TWO_DIGIT_YEAR)[1] is not None
    except InvalidDate:
        return False


@lru_cache(maxsize=20_000, typed=True)
def birth_year_and_date(cell: Cell, today: date) -> tuple[int | None, date | None]:
    """The birth year, and the birth date if it is given; (None, None) when neither can be read, as for an age.

    Two digits mean the latest such year that is not in the future. A year or date after `today` is returned as it is:
    the caller refuses it.
    """
    if isinstance(cell, int | float) and not isinstance(cell, bool):
        if not 0 <= cell < 100_000_000:
            return None, None
        cell = str(int(cell)).zfill(2)
    if isinstance(cell, date):
        return _from_birth_date(cell, today)
    if not isinstance(cell, str):
        return None, None
    text = " ".join(fold(cell.translate(_DASHES)).split())
    if re.fullmatch(r"[1-5]\d{4}", text):  # a serial number of a spreadsheet
        return _from_birth_date(date(1899, 12, 30) + timedelta(days=int(text)), today)
    if re.search(r"\d\s*(?:jaar|jr|years?|j)\b", text):
        return None, None
    text = re.sub(r"^(?:geb(?:oren)?(?:\s?jaar)?|born|bj|ca)?[\s.:°*(±~op]*(?:in\s)?(?=['’‘`\d])|[\s?).]+$", "", text)
    try:
        return _from_birth_date(text, today)
    except InvalidDate:
        pass
    if re.fullmatch(r"['’‘`]?\d\d", text):
        return _year(text[-2:], today.year), None
    found = re.search(r"(?<!\d)\d{4}(?!\d)", text)
    year = int(found[0]) if found else 0
    return (year, None) if year >= EARLIEST_YEAR else (None, None)


def _from_birth_date(raw: Cell, today: date) -> tuple[int | None, date | None]:
    day, _at = day_and_time(raw, today.year)
    return (day.year, day) if day and day.year >= EARLIEST_YEAR else (None, None)
