"""What is typed about the clock of a partner: its limits, its days, and when it is closed."""

from typing import Annotated

from pydantic import Field

from app.core.text_rules import N_, Line, MailAddress, Phone
from app.shop.partners.models import Counts
from app.web.forms import Form

Count = Annotated[int, Field(ge=1, le=250)]
Weekday = Annotated[str, Field(pattern="^[0-6]$")]

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
