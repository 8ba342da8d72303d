"""How a running handover ends: closed with feedback, given back, or called a mistake."""

from datetime import date, datetime

from sqlmodel import Session

from app.accounts.current_user import Actor
from app.core.clock import local_day
from app.core.state_machine import Refused
from app.core.text_rules import N_
from app.core.working_days import workdays_after
from app.handovers.lifecycle import rules, transitions
from app.handovers.lifecycle.models import Handover, State
from app.shop.half_days.queries import closed_days
from app.web.i18n import gettext

CALL = N_("Call: the handover came back")  # the next step, when nobody planned another


def complete(
    db: Session, handover: Handover, feedback: str, *, version: int | None = None, by: Actor, at: datetime
) -> Handover:
    """The receiver tells the sender what came of it; the loop is closed. Responsibility stays where it is."""
    facts = transitions.hold(db, handover, version, at=at)
    if not feedback.strip():
        raise Refused(rules.NEEDS_FEEDBACK)
    handover = transitions.move(db, facts, rules.complete, by=by, at=at)
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
    """Back to the sender, with a word why; the responsibility of a transfer with it. Raises Refused."""
    facts = transitions.hold(db, handover, version, at=at)
    if not reason.strip():
        raise Refused(rules.NEEDS_REASON)
    handover = transitions.move(db, facts, rules.give_back, by=by, at=at, reason=reason)
    bring_back(db, handover, next_what, next_on, by=by, at=at)
    return handover


def mark_mistaken(
    db: Session, handover: Handover, reason: str, *, version: int | None = None, by: Actor, at: datetime
) -> Handover:
    """Made by mistake: kept, and out of every count. A transfer that ran gives the responsibility back."""
    facts = transitions.hold(db, handover, version, at=at)
    if not reason.strip():
        raise Refused(rules.NEEDS_REASON)
    ran = facts.state in (State.RUNNING, State.COMPLETED)
    handover = transitions.move(db, facts, rules.mark_mistaken, by=by, at=at, reason=reason)
    if ran:
        bring_back(db, handover, "", None, by=by, at=at)
    return handover


def bring_back(
    db: Session, handover: Handover, next_what: str, next_on: date | None, *, by: Actor, at: datetime
) -> None:
    """The responsibility of a transfer that ended, with a next step: to call, when nobody planned another."""
    on = next_on or workdays_after(local_day(at), 1, closed_days(db, handover.shop_id))
    what = next_what or gettext(CALL)
    transitions.give_responsibility_back(db, handover, next_what=what, next_on=on, by=by, at=at)
