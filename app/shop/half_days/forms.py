"""Forms for half-days: weekly hours, hours of one date, cancellations and closed periods."""

from datetime import date, time
from typing import Annotated

from pydantic import AfterValidator, Field

from app.core.text_rules import Line, RequiredLine
from app.shop.half_days.models import DayPart
from app.web.forms import INVALID, Form


def _validate_half_day(text: str) -> str:
    """Checks a half-day in the form "2026-11-24 morning"."""
    try:
        day, part = text.split(" ")
        date.fromisoformat(day), DayPart(part)
    except ValueError:
        raise ValueError(INVALID) from None
    return text


HalfDayName = Annotated[str, Field(max_length=40), AfterValidator(_validate_half_day)]


class HalfDayForm(Form):
    half_day: HalfDayName

    @property
    def day(self) -> date:
        return date.fromisoformat(self.half_day.split(" ")[0])

    @property
    def part(self) -> DayPart:
        return DayPart(self.half_day.split(" ")[1])


class HalfDayClosureForm(HalfDayForm):
    """The reason is for colleagues, the notice for visitors."""

    reason: RequiredLine
    notice_nl: Line = ""
    notice_en: Line = ""


class ClosedPeriodForm(Form):
    first: date
    last: date
    why: RequiredLine
    told_nl: Line = ""
    told_en: Line = ""


class WeekdayPartForm(Form):
    weekday: Annotated[int, Field(ge=0, le=6)]
    part: DayPart


class WeeklyHoursForm(WeekdayPartForm):
    opens: time
    closes: time


class DateHoursForm(Form):
    """An extra half-day on one date, or other hours on it."""

    day: date
    part: DayPart
    opens: time
    closes: time
