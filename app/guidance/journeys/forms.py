"""What is typed around a journey."""

from datetime import date, timedelta
from datetime import time as clock
from enum import StrEnum
from typing import Annotated

from pydantic import Field

from app.core.text_rules import Key, Line, RequiredLine
from app.guidance.journeys.models import StepTaker
from app.web.forms import Form

Version = Annotated[int, Field(ge=0, le=1_000_000)]


class QuickDay(StrEnum):
    TOMORROW = "tomorrow"
    WEEK = "week"
    FORTNIGHT = "fortnight"
    DAY = "day"


_DAYS_AHEAD = {QuickDay.TOMORROW: 1, QuickDay.WEEK: 7, QuickDay.FORTNIGHT: 14}


class ReturnPage(StrEnum):
    """The pages on which a step is done, and to which that leads back."""

    PERSON = "person"
    PEOPLE = "people"
    SHOP = "shop"

    @property
    def list(self) -> str:
        """The address of a list of people; empty for one person's page."""
        return {ReturnPage.PERSON: "", ReturnPage.PEOPLE: "/people", ReturnPage.SHOP: "/people/shop"}[self]


class DayForm(Form):
    when: QuickDay | None = None
    on: date | None = None
    time: clock | None = None

    def day(self, today: date) -> date | None:
        """The chosen day: the date that was filled in, or else a quick choice."""
        if self.on is None and self.when in _DAYS_AHEAD:
            return today + timedelta(days=_DAYS_AHEAD[self.when])
        return self.on


class StepForm(DayForm):
    """A next step of a colleague: what, when and who."""

    what: RequiredLine
    worker: Key = ""


class StepDetailsForm(DayForm):
    """Who takes a step: a colleague, the person, or a partner. `minder`: who looks whether those two took it."""

    by: StepTaker = StepTaker.WORKER
    worker: Key = ""
    partner: Key = ""
    minder: Key = ""
    version: Version
    back: ReturnPage = ReturnPage.PERSON


class AddStepForm(StepDetailsForm):
    """A step that joins the plan."""

    what: RequiredLine


class CompleteStepForm(StepDetailsForm):
    """A step that was done or dropped: a word about it, and the step after it where none is planned."""

    word: Line = ""
    what: Line = ""

    @property
    def says_what_follows(self) -> bool:
        """Whether it came from the page that asks what comes after the step."""
        return bool(self.what or self.when or self.on)


class DropStepForm(CompleteStepForm):
    word: RequiredLine


class MoveStepForm(DayForm):
    """Another day or time; `reason` is asked when it moved before (rules.needs_reason)."""

    reason: Line = ""
    version: Version
    back: ReturnPage = ReturnPage.PERSON


class ReassignForm(Form):
    to: Key = ""
    word: RequiredLine
    version: Version
