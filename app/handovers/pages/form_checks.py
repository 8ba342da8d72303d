"""Validation shared by several forms of a handover. Each function adds its errors to the form."""

from datetime import date, datetime
from typing import Any

from app.core.clock import local_day
from app.core.text_rules import REQUIRED
from app.handovers.lifecycle import rules
from app.handovers.lifecycle.models import Handover, Kind
from app.web.forms import Submission


def validate_future_date(form: Submission[Any], field: str, day: date | None, now: datetime) -> None:
    """Adds an error to `field` if its `day` is before today."""
    if day is not None and day < local_day(now):
        form.wrong(field, rules.IN_THE_PAST)


def validate_next_step(form: Submission[Any], handover: Handover, now: datetime) -> None:
    """Adds an error if a transfer lacks the next step of the journey. A support needs none."""
    if handover.kind != Kind.TRANSFER:
        return
    if not form.data.next_what:
        form.wrong("next_what", REQUIRED)
    if form.data.next_on is None:
        form.wrong("next_on", rules.NEEDS_STEP)
    validate_future_date(form, "next_on", form.data.next_on, now)
