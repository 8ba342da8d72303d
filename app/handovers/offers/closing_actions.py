"""Actions that end a running handover: completed with feedback, given back, or marked as a mistake."""

from datetime import date, datetime

from sqlmodel import Session

from app.accounts.current_user import Actor
from app.core.clock import local_day
from app.core.state_machine import Refused
from app.core.text_rules import N_
from app.core.working_days import working_days_after
from app.handovers.lifecycle import rules, transitions
from app.handovers.lifecycle.models import Handover, State
from app.shop.half_days.queries import closed_days
from app.web.i18n import gettext

DEFAULT_NEXT_STEP = N_("Call: the handover came back")  # when no other next step was planned


def complete(
    db: Session, handover: Handover, feedback: str, *, version: int | None = None, by: Actor, at: datetime
) -> Handover:
    """Completes the handover with feedback for the sender. Responsibility stays where it is.

    Raises Refused, also when `feedback` is blank.
    """
    facts = transitions.lock_for_update(db, handover, version, at=at)
    if not feedback.strip():
        raise Refused(rules.NEEDS_FEEDBACK)
    handover = transitions.apply_and_notify(db, facts, rules.complete, by=by, at=at)
    handover.feedback = feedback
    db.flush()
    return handover


def give_back(
    db: Session,
    handover: Handover,
    reason: str,
    *,
    next_what: str = "",
    next_on: date | None = None,
    version: int | None = None,
    by: Actor,
    at: datetime,
) -> Handover:
    """Gives the handover back to the sender; a transfer also returns the responsibility.

    `next_what`, `next_on`: the next step that the sender starts with (default: call, on the next working day).
    Raises Refused, also when `reason` is blank.
    """
    facts = transitions.lock_for_update(db, handover, version, at=at)
    if not reason.strip():
        raise Refused(rules.NEEDS_REASON)
    handover = transitions.apply_and_notify(db, facts, rules.give_back, by=by, at=at, reason=reason)
    return_with_next_step(db, handover, next_what, next_on, by=by, at=at)
    return handover


def mark_mistaken(
    db: Session, handover: Handover, reason: str, *, version: int | None = None, by: Actor, at: datetime
) -> Handover:
    """Marks the handover as a mistake: the record stays, but is left out of every count.

    A transfer that ran also returns the responsibility. Raises Refused, also when `reason` is blank.
    """
    facts = transitions.lock_for_update(db, handover, version, at=at)
    if not reason.strip():
        raise Refused(rules.NEEDS_REASON)
    ran = facts.state in (State.RUNNING, State.COMPLETED)
    handover = transitions.apply_and_notify(db, facts, rules.mark_mistaken, by=by, at=at, reason=reason)
    if ran:
        return_with_next_step(db, handover, "", None, by=by, at=at)
    return handover


def return_with_next_step(
    db: Session, handover: Handover, next_what: str, next_on: date | None, *, by: Actor, at: datetime
) -> None:
    """Returns the responsibility of a transfer that ended, with a next step.

    Without `next_what` or `next_on` the step is a call on the next working day.
    """
    on = next_on or working_days_after(local_day(at), 1, closed_days(db, handover.shop_id))
    what = next_what or gettext(DEFAULT_NEXT_STEP)
    transitions.return_responsibility(db, handover, next_what=what, next_on=on, by=by, at=at)
