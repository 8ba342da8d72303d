"""What is typed about the clock of a partner: its limits, its days, and when it is closed."""

from datetime import date
from typing import Annotated, Self

from pydantic import Field, model_validator

from app.core.text import N_, Line, MailAddress, Phone
from app.partners.models import Counts
from app.web.forms import Form

Count = Annotated[int, Field(ge=1, le=250)]
Weekday = Annotated[str, Field(pattern="^[0-6]$")]
Day = Annotated[date, Field(ge=date(2000, 1, 1), le=date(2100, 1, 1))]

ENDS_BEFORE = N_("Choose a last day that is not before the first.")


class ClockForm(Form):
    """A limit that is left empty is as everywhere."""

    remind_after: Count | None = None
    contact_after: Count | None = None
    choose_after: Count | None = None
    introduce_within: Count | None = None
    feedback_within: Count | None = None
    counts: Counts = Counts.WORKDAYS
    days: list[Weekday] = Field(default_factory=list, max_length=7)
    email: MailAddress = ""
    contact_name: Line = ""
    phone: Phone = ""


class ClosureForm(Form):
    first: Day
    last: Day
    word: Line = ""

    @model_validator(mode="after")
    def _in_order(self) -> Self:
        if self.last < self.first:
            raise ValueError(ENDS_BEFORE)
        return self
