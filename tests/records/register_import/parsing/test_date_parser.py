"""Dates, times, half-days and birth years are read in any notation."""

from datetime import date, datetime, time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.records.register_import.parsing import date_parser
from app.records.register_import.parsing.date_parser import InvalidDate, day_and_time
from app.shop.half_days.models import DayPart
from tests.records.register_import.sample_registers import TODAY

FIRST = date(2026, 6, 1)
DUTCH = "januari februari maart april mei juni juli augustus september oktober november december"
ABBREVIATED = "jan feb mrt apr mei jun jul aug sept okt nov dec"
IN_ENGLISH = "January February March April May June July August September October November December"
MONTHS, SHORT, ENGLISH = DUTCH.split(), ABBREVIATED.split(), IN_ENGLISH.split()
WEEKDAYS = ("ma", "di", "wo", "do", "vr", "za", "zo")
NTH = {1: "st", 2: "nd", 3: "rd", 21: "st", 22: "nd", 23: "rd", 31: "st"}
NOTATIONS = [
    lambda d: f"{d.day}-{d.month}-{d.year}",
    lambda d: f"{d:%d/%m/%y}",
    lambda d: f"{d:%d.%m.%Y}",
    lambda d: f"{d.day} {d.month} '{d:%y}",
    lambda d: f"{d:%Y-%m-%d}",
    lambda d: f"{d:%Y/%m/%d}",
    lambda d: f"{d:%Y%m%d}",
    lambda d: f"{d.day} {SHORT[d.month - 1]} {d.year}",
    lambda d: f"{d.day} {SHORT[d.month - 1]}. '{d:%y}",
    lambda d: f"{d.day}-{SHORT[d.month - 1]}-{d:%y}",
    lambda d: f"{WEEKDAYS[d.weekday()]} {d.day} {MONTHS[d.month - 1]} {d.year}",
    lambda d: f"{d:%A}, {ENGLISH[d.month - 1]} {d.day}, {d.year}",
    lambda d: f"{ENGLISH[d.month - 1]} {d.day}{NTH.get(d.day, 'th')} {d.year}",
    lambda d: f"{d.day}{NTH.get(d.day, 'th')} of {ENGLISH[d.month - 1][:3]} {d.year}",
    lambda d: f"{d.day}-{d.month}-{d.year} 10:15",
    lambda d: f"{d:%Y-%m-%d}T09:05:30",
    lambda d: f"{d.day}–{d.month}–{d.year}",
    lambda d: (d - date(1899, 12, 30)).days,
    lambda d: str((d - date(1899, 12, 30)).days),
    lambda d: (d - date(1899, 12, 30)).days + 0.5,
    lambda d: d,
    lambda d: datetime(d.year, d.month, d.day, 13, 30),
]


@given(st.dates(date(2000, 1, 1), date(2069, 12, 31)), st.sampled_from(NOTATIONS))
def test_any_date_in_any_notation_is_read_correctly(day, notation):
    assert day_and_time(notation(day))[0] == day


@pytest.mark.parametrize("notation", NOTATIONS)
def test_each_notation_is_read(notation):
    assert day_and_time(notation(FIRST))[0] == FIRST


@pytest.mark.parametrize(
    ("said", "at"),
    [
        ("1-6-2026 10.15 uur", time(10, 15)),
        ("1 juni 2026 om 14u30", time(14, 30)),
        ("June 1, 2026 2:30 PM", time(14, 30)),
        ("2026-06-01T09:05:30.120Z", time(9, 5)),
        (datetime(2026, 6, 1, 13, 30), time(13, 30)),
        (46174.427083, time(10, 15)),
        (datetime(2026, 6, 1), None),
        ("1-6-2026 ochtend", None),
    ],
)
def test_a_time_with_the_date_is_read_with_it(said, at):
    assert day_and_time(said) == (FIRST, at)


@pytest.mark.parametrize("nothing", [None, "", "  "])
def test_an_empty_cell_has_no_date(nothing):
    assert day_and_time(nothing) == (None, None)


@pytest.mark.parametrize(
    "said",
    [
        "31-6-2026",
        "31 juni 2026",
        "30-2-2026",
        "29-2-2026",
        "morgen",
        "1-6",
        "juni 2026",
        "6/15/2026",
        "1-6-20266",
        12,
        True,
        time(10, 15),
        "-",
        "Samira el Bouzid",
        "1-6-2026 en ook 2-6-2026",
        float("inf"),
        "99999",
        "1-6-0026",
    ],
)
def test_anything_else_is_not_mistaken_for_a_date(said):
    with pytest.raises(InvalidDate):
        day_and_time(said)


MORNING, AFTERNOON, EVENING = DayPart


@pytest.mark.parametrize(
    ("said", "part"),
    [
        *[
            (said, MORNING)
            for said in ("och.", "ochtend", "Ochtend", "OCHT", "'s ochtends", "morning", "vm", "a.m.", "o")
        ],
        *[(said, AFTERNOON) for said in ("mid.", "Middag", "'s middags", "namiddag", "afternoon", "pm", "n.m.", "m")],
        *[(said, EVENING) for said in ("avond", "Avond ", "av.", "'s avonds", "evening", "donderdagavond")],
        *[(said, MORNING) for said in ("10:15", "9.30", "10u", "12:29", time(9), 0.4271, 10)],
        *[(said, AFTERNOON) for said in ("12:30", "2:30 pm", "13.00 uur", 14.3, datetime(2026, 6, 1, 16))],
        *[(said, EVENING) for said in ("19:00", "20u15", time(18, 45))],
        *[(said, None) for said in (None, "", "hele dag", "?", "25:00", True, "Samira")],
    ],
)
def test_a_half_day_is_read_in_any_spelling_and_from_a_time(said, part):
    assert date_parser.half_day_of_cell(said) == part


@pytest.mark.parametrize(
    ("said", "year", "day"),
    [
        ("'64", 1964, None),
        ("’64", 1964, None),
        ("64", 1964, None),
        (64, 1964, None),
        ("1970", 1970, None),
        (1970, 1970, None),
        (1970.0, 1970, None),
        ("'02", 2002, None),
        (2, 2002, None),
        ("'26", 2026, None),
        ("'27", 1927, None),
        ("geb. 1970", 1970, None),
        ("geboren in 1970", 1970, None),
        ("ca. 1970", 1970, None),
        ("(1970)", 1970, None),
        ("12-3-1970", 1970, date(1970, 3, 12)),
        ("12 maart '70", 1970, date(1970, 3, 12)),
        (date(1970, 3, 12), 1970, date(1970, 3, 12)),
        (25569, 1970, date(1970, 1, 1)),
        ("31-6-1970", 1970, None),
        ("2062", 2062, None),
        (2062, 2062, None),
        ("1-7-2026", 2026, date(2026, 7, 1)),
        ("45 jaar", None, None),
        ("onbekend", None, None),
        ("-", None, None),
        (None, None, None),
        (True, None, None),
        (float("inf"), None, None),
        ("1850", None, None),
    ],
)
def test_a_birth_year_is_read_and_two_digits_mean_the_latest_past_year(said, year, day):
    assert date_parser.birth_year_and_date(said, TODAY) == (year, day)
