"""Dates, times and numbers as shown to readers: "vrijdag 27 november", "10.42", "vandaag", "1.250"."""

from collections.abc import Iterable
from datetime import date, datetime, time, timedelta

from babel.dates import format_date
from babel.lists import format_list
from babel.numbers import format_decimal

from app.core.clock import local, local_day
from app.web.i18n import gettext as _
from app.web.i18n import language


def _as_day(when: date | datetime) -> date:
    return local_day(when) if isinstance(when, datetime) else when


def _pattern(when: date | datetime, pattern: str) -> str:
    return format_date(_as_day(when), pattern, locale=language.get()).replace(".", "")


def day(when: date | datetime) -> str:
    """vrijdag 27 november"""
    return _pattern(when, "EEEE d MMMM")


def day_short(when: date | datetime) -> str:
    """vr 27 nov"""
    return _pattern(when, "EEE d MMM")


def day_year(when: date | datetime) -> str:
    """27 november 2026"""
    return _pattern(when, "d MMMM y")


def weekday(when: date | datetime) -> str:
    return _pattern(when, "EEEE")


def month(when: date | datetime) -> str:
    """november 2026"""
    return _pattern(when, "MMMM y")


def month_short(when: date | datetime) -> str:
    return _pattern(when, "MMM")


def clock(when: datetime | time) -> str:
    """10.42 on the wall clock of the shop (10:42 in English)"""
    there = local(when) if isinstance(when, datetime) else when
    return there.strftime("%H.%M" if language.get() == "nl" else "%H:%M")


def grouped(number: int) -> str:
    """1.250 (1,250 in English)"""
    return format_decimal(number, locale=language.get())


def listed(words: Iterable[str]) -> str:
    """wensen, talenten en situatie"""
    return format_list(list(words), locale=language.get())


def near(when: date | datetime, today: date) -> str:
    """today, yesterday, tomorrow; the weekday and date this year; with the year otherwise."""
    that = _as_day(when)
    words = {-1: _("yesterday"), 0: _("today"), 1: _("tomorrow")}
    if (distance := (that - today).days) in words:
        return words[distance]
    return day_short(that) if abs(that - today) < timedelta(days=300) else day_year(that)


def seconds_since(then: datetime, now: datetime) -> int:
    return max(0, int((now - then).total_seconds()))


def minutes_since(then: datetime, now: datetime) -> int:
    return seconds_since(then, now) // 60


FILTERS = {
    "day": day,
    "day_short": day_short,
    "day_year": day_year,
    "weekday": weekday,
    "month": month,
    "month_short": month_short,
    "clock": clock,
    "near": near,
    "grouped": grouped,
    "listed": listed,
}
