"""Forms about a journey and the steps of its plan."""

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
    """The page where a step was changed, to which the worker returns."""

    PERSON = "person"
    PEOPLE = "people"
    SHOP = "shop"

    @property
    def list_url(self) -> str:
        """The URL of a caseload list; empty for the page of one person."""
        return {ReturnPage.PERSON: "", ReturnPage.PEOPLE: "/people", ReturnPage.SHOP: "/people/shop"}[self]


class DayForm(Form):
    when: QuickDay | None = None
    on: date | None = None
    time: clock | None = None

    def day(self, today: date) -> date | None:
        """The chosen day: the date that was filled in, otherwise the quick choice."""
        if self.on is None and self.when in _DAYS_AHEAD:
            return today + timedelta(days=_DAYS_AHEAD[self.when])
        return self.on


class StepForm(DayForm):
    """A next step of a worker: what, when and who."""

    what: RequiredLine
    worker: Key = ""


class StepDetailsForm(DayForm):
    """The doer of a step: a worker, the visitor or a partner. `minder`: the worker who checks on the last two."""

    by: StepTaker = StepTaker.WORKER
    worker: Key = ""
    partner: Key = ""
    minder: Key = ""
    version: Version
    back: ReturnPage = ReturnPage.PERSON


class AddStepForm(StepDetailsForm):
    """A step to add to the plan."""

    what: RequiredLine


class CompleteStepForm(StepDetailsForm):
    """A step that was done, with a comment and, if none is planned, the step that follows it."""

    word: Line = ""
    what: Line = ""

    @property
    def names_next_step(self) -> bool:
        """Whether the form was sent by the page that asks for the following step."""
        return bool(self.what or self.when or self.on)


class DropStepForm(CompleteStepForm):
    word: RequiredLine


class MoveStepForm(DayForm):
    """Another day or time. `reason` is required when the step was moved before (rules.needs_reason)."""

    reason: Line = ""
    version: Version
    back: ReturnPage = ReturnPage.PERSON


class ReassignForm(Form):
    to: Key = ""
    word: RequiredLine
    version: Version
