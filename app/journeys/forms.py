"""What is typed around a journey."""

from datetime import date, timedelta
from datetime import time as clock
from enum import StrEnum
from typing import Annotated

from pydantic import Field

from app.core.text import Key, RequiredLine
from app.journeys.steps import StepResult
from app.web.forms import Form

Version = Annotated[int, Field(ge=0, le=1_000_000)]


class When(StrEnum):
    TOMORROW = "tomorrow"
    WEEK = "week"
    DAY = "day"


class StepForm(Form):
    """A next step: what, when and who."""

    what: RequiredLine
    when: When | None = None
    on: date | None = None
    time: clock | None = None
    worker: Key = ""

    def day(self, today: date) -> date | None:
        """The chosen day: the date that was filled in, or else a quick choice."""
        if self.on is None and self.when == When.TOMORROW:
            return today + timedelta(days=1)
        if self.on is None and self.when == When.WEEK:
            return today + timedelta(days=7)
        return self.on


class PlanForm(StepForm):
    result: StepResult = StepResult.DONE
    version: Version


class ReassignForm(Form):
    to: Key = ""
    word: RequiredLine
    version: Version
