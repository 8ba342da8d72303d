"""What is typed in a talk and around a journey."""

from datetime import date, timedelta
from datetime import time as clock
from enum import StrEnum
from typing import Annotated

from pydantic import Field

from app.core.text import Key, Line, RequiredLine, RequiredStory, Story, Tick
from app.journeys.models import Section, StepResult
from app.web.forms import Form

Version = Annotated[int, Field(ge=0, le=1_000_000)]


class PassageForm(Form):
    """One passage. `over` and `both` answer a conflict: replace that version, or put both texts below each other."""

    section: Section
    subject: Key = ""
    text: Story = ""
    listed: Tick = False  # this is an item of a list, with a box to tick
    ticked: Tick = False
    version: Version = 0
    over: Version | None = None
    both: Version | None = None


class TopicsForm(Form):
    """`seen` are the topics that were ticked on the page as it was read: what differs is what this worker did."""

    topic: list[Key] = []
    seen: list[Key] = []


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


class HandOnForm(Form):
    to: Key = ""
    word: Line = ""


class NoteForm(Form):
    text: RequiredStory
