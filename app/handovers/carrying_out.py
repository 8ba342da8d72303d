"""What every button of one handover does around its own move."""

from collections.abc import Callable
from datetime import date, datetime
from typing import Any

from sqlmodel import Session

from app.accounts.actors import Actor
from app.core.clock import local_day
from app.core.text import REQUIRED
from app.handovers import queries, rules
from app.handovers.models import Handover, Kind
from app.handovers.routes import handover_page
from app.web.forms import Submission
from app.web.pages import found, see


def carry_out(
    page: Any, db: Session, actor: Actor, now: datetime, key: str, name: str, form: Submission[Any],
    act: Callable[[Handover, Any], Any], check: Callable[[Handover, Any], None] | None = None,
    there: str = "",
) -> Any:  # fmt: skip
    """Finds the handover, shows the form `name` again when it has errors, and else does it. `there`: where it shows."""
    handover = found(queries.handover_for(db, actor, key))
    if not form.errors and check:
        check(handover, form.data)
    if form.errors:
        return handover_page(page, db, actor, now, handover, opened=name, form=form)
    act(handover, form.data)
    return see(f"/handovers/{key}{there}")


def to_come(form: Submission[Any], field: str, day: date, now: datetime) -> None:
    """Adds to the form that the day in this field has passed."""
    if day < local_day(now):
        form.wrong(field, rules.IN_THE_PAST)


def next_step(handover: Handover, form: Submission[Any], now: datetime) -> None:
    """Adds to the form what misses of the next step, without which nobody takes a person over."""
    if handover.kind != Kind.TRANSFER:
        return
    if not form.data.next_what:
        form.wrong("next_what", REQUIRED)
    if form.data.next_on is None or form.data.next_on < local_day(now):
        form.wrong("next_on", rules.NEEDS_STEP if form.data.next_on is None else rules.IN_THE_PAST)
