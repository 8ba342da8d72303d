"""The form for the deadlines, working days and contact person of a partner."""

from typing import Annotated

from pydantic import Field

from app.core.text_rules import Line, MailAddress, Phone
from app.shop.partners.models import DeadlineUnit
from app.web.forms import Form

UnitCount = Annotated[int, Field(ge=1, le=250)]
Weekday = Annotated[str, Field(pattern="^[0-6]$")]


class DeadlinesForm(Form):
    """A deadline that is left empty gets the default."""

    remind_after: UnitCount | None = None
    contact_after: UnitCount | None = None
    choose_after: UnitCount | None = None
    introduce_within: UnitCount | None = None
    feedback_within: UnitCount | None = None
    counts: DeadlineUnit = DeadlineUnit.WORKDAYS
    days: list[Weekday] = Field(default_factory=list, max_length=7)
    email: MailAddress = ""
    contact_name: Line = ""
    phone: Phone = ""
