"""What is typed around a journey."""

from datetime import date, timedelta
from datetime import time as clock
from enum import StrEnum
from typing import Annotated

from pydantic import Field

from app.core.text_rules import Key, Line, RequiredLine
from app.guidance.journeys.models import StepBy
from app.web.forms import Form

Version = Annotated[int, Field(ge=0, le=1_000_000)]


class When(StrEnum):
    TOMORROW = "tomorrow"
    WEEK = "week"
    FORTNIGHT = "fortnight"
    DAY = "day"


_DAYS = {When.TOMORROW: 1, When.WEEK: 7, When.FORTNIGHT: 14}


class Back(StrEnum):
    """The pages on which a step is done, and to which that leads back."""

    PERSON = "person"
    PEOPLE = "people"
    SHOP = "shop"

    @property
    def list(self) -> str:
        """The address of a list of people; empty for one person's page."""
        return {Back.PERSON: "", Back.PEOPLE: "/people", Back.SHOP: "/people/shop"}[self]


class DayForm(Form):
    when: When | None = None
    on: date | None = None
    time: clock | None = None

    def day(self, today: date) -> date | None:
        """The chosen day: the date that was filled in, or else a quick choice."""
        if self.on is None and self.when in _DAYS:
            return today + timedelta(days=_DAYS[self.when])
        return self.on


class StepForm(DayForm):
    """A next step of a colleague: what, when and who."""

    what: RequiredLine
    worker: Key = ""


class Taken(DayForm):
    """Who takes a step: a colleague, the person, or a partner. `minder`: who looks whether those two took it."""

    by: StepBy = StepBy.WORKER
    worker: Key = ""
    partner: Key = ""
    minder: Key = ""
    version: Version
    back: Back = Back.PERSON


class AgreeForm(Taken):
    """A step that joins the plan."""

    what: RequiredLine


class BehindForm(Taken):
    """A step that was done or dropped: a word about it, and the step after it where none is planned."""

    word: Line = ""
    what: Line = ""

    @property
    def says_what_follows(self) -> bool:
        """Whether it came from the page that asks what comes after the step."""
        return bool(self.what or self.when or self.on)


class DropForm(BehindForm):
    word: RequiredLine


class MoveForm(DayForm):
    """Another day or time; `reason` is asked when it moved before (rules.needs_reason)."""

    reason: Line = ""
    version: Version
    back: Back = Back.PERSON


class ReassignForm(Form):
    to: Key = ""
    word: RequiredLine
    version: Version
