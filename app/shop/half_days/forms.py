"""Form fields of half-days: closing, pausing, hours of one date, the weekly hours."""

from datetime import date, time
from typing import Annotated

from pydantic import AfterValidator, Field

from app.core.text_rules import Line, RequiredLine
from app.shop.half_days.models import Part
from app.web.forms import WRONG, Form


def _half_day(text: str) -> str:
    """ "2026-11-24 morning" """
    try:
        day, part = text.split(" ")
        date.fromisoformat(day), Part(part)
    except ValueError:
        raise ValueError(WRONG) from None
    return text


HalfDayName = Annotated[str, Field(max_length=40), AfterValidator(_half_day)]


class WhichHalfDay(Form):
    half_day: HalfDayName

    @property
    def day(self) -> date:
        return date.fromisoformat(self.half_day.split(" ")[0])

    @property
    def part(self) -> Part:
        return Part(self.half_day.split(" ")[1])


class Closure(WhichHalfDay):
    """The reason is for colleagues, the notice for visitors."""

    reason: RequiredLine
    notice_nl: Line = ""
    notice_en: Line = ""


class Pause(Form):
    first: date
    last: date
    why: RequiredLine
    told_nl: Line = ""
    told_en: Line = ""


class WhichWeekly(Form):
    weekday: Annotated[int, Field(ge=0, le=6)]
    part: Part


class Weekly(WhichWeekly):
    opens: time
    closes: time


class OneDate(Form):
    """A half-day on one date only, or other hours on it."""

    day: date
    part: Part
    opens: time
    closes: time
