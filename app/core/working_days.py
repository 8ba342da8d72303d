"""Working days: Monday to Friday, without the public holidays of the Netherlands (Algemene termijnenwet, art. 3)."""

from collections.abc import Collection
from datetime import date, timedelta
from functools import cache

import holidays

from app.core.text_rules import N_

# Message ids of the holidays, by the Dutch names that the library gives them.
HOLIDAY_NAMES = {
    "Nieuwjaarsdag": N_("New Year's Day"),
    "Goede vrijdag": N_("Good Friday"),
    "Eerste paasdag": N_("Easter Sunday"),
    "Tweede paasdag": N_("Easter Monday"),
    "Koningsdag": N_("King's Day"),
    "Koninginnedag": N_("Queen's Day"),
    "Bevrijdingsdag": N_("Liberation Day"),
    "Hemelvaartsdag": N_("Ascension Day"),
    "Eerste pinksterdag": N_("Whit Sunday"),
    "Tweede pinksterdag": N_("Whit Monday"),
    "Eerste kerstdag": N_("Christmas Day"),
    "Tweede kerstdag": N_("Boxing Day"),
}


@cache
def _holidays(year: int) -> dict[date, str]:
    found = holidays.country_holidays("NL", years=year, language="nl")
    return {day: HOLIDAY_NAMES[name.split("; ")[0]] for day, name in sorted(found.items())}  # two may fall on one day


def holiday(day: date) -> str:
    """The name of the public holiday on this day, as a message; empty on every other day."""
    return _holidays(day.year).get(day, "")


def holidays_between(first: date, last: date) -> list[date]:
    """The public holidays from `first` up to and including `last`, in order."""
    return [day for year in range(first.year, last.year + 1) for day in _holidays(year) if first <= day <= last]


def is_working_day(day: date, closed: Collection[date] = ()) -> bool:
    return day.weekday() < 5 and day not in closed and day not in _holidays(day.year)


def working_days_after(day: date, count: int, closed: Collection[date] = ()) -> date:
    """The day that lies `count` working days after `day`; `closed` holds the shop's own closed days."""
    while count > 0:
        day += timedelta(days=1)
        count -= is_working_day(day, closed)
    return day


def working_days_between(start: date, end: date, closed: Collection[date] = ()) -> int:
    """How many working days lie after `start`, up to and including `end`; 0 when `end` is not later."""
    days = (start + timedelta(days=n) for n in range(1, (end - start).days + 1))
    return sum(is_working_day(day, closed) for day in days)
