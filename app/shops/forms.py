"""What is typed about half-days, who is there, and the shop's lists."""

from datetime import date, time
from typing import Annotated

from pydantic import AfterValidator, Field

from app.core.text import Key, Line, Phone, RequiredLine, Tick, storable
from app.shops.models import OutcomeClass, OutflowGroup, Part, Side
from app.web.forms import WRONG, Form

MOST_TALKS, MOST_WEEKS = 20, 26


def _half_day(text: str) -> str:
    """ "2026-11-24 morning" """
    try:
        day, part = text.split(" ")
        date.fromisoformat(day), Part(part)
    except ValueError:
        raise ValueError(WRONG) from None
    return text


HalfDayName = Annotated[str, Field(max_length=40), AfterValidator(_half_day)]


class Calling(Form):
    """Under which number visitors reach the shop, if any."""

    phone: Phone = ""


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


class Here(Form):
    """Who is there, or goes: oneself without `worker`. `back` is the page to return to."""

    worker: Key = ""
    here: Tick = False
    back: Annotated[str, Field(max_length=200)] = "/door"


Count = Annotated[int, Field(ge=0, le=MOST_TALKS)]


class Talks(Form):
    """How many more talks somebody can hold; empty when they do not say."""

    talks: Count | None = None
    back: Annotated[str, Field(max_length=200)] = "/door"


class Coming(WhichHalfDay):
    """Who will be there (oneself without `worker`), or will not after all; in so many weeks."""

    worker: Key = ""
    weeks: Annotated[int, Field(ge=1, le=MOST_WEEKS)] = 1
    talks: Count | None = None
    here: Tick = False


Beginning = Annotated[str, Field(max_length=2_000), AfterValidator(storable)]


class Naming(Form):
    """What an entry of a list is called; `body`: how a note begins."""

    name_nl: RequiredLine
    name_en: Line = ""
    body: Beginning = ""


class Entry(Naming):
    grouping: OutcomeClass | Side | None = None
    counts_as: OutflowGroup | None = None
