"""How a running handover ends: closed with feedback, given back, or because the person took the consent back."""

from datetime import date, datetime

from sqlmodel import Session, col, select

from app.accounts.actors import Actor
from app.consents.models import Consent
from app.consents.rules import withdrawing
from app.core.clock import local_day
from app.core.database import locked
from app.core.lifecycle import Refused
from app.core.text import N_
from app.core.workdays import workdays_after
from app.handovers import moving, rules
from app.handovers.facts import closed_days
from app.handovers.models import OPEN_OFFER, Handover, State
from app.journeys.models import Journey
from app.web.i18n import gettext

CALL = N_("Call: the handover came back")  # the next step, when nobody planned another
BY_PERSON = N_("The person took the consent back.")


def complete(
    db: Session, handover: Handover, feedback: str, *, version: int | None = None, by: Actor, at: datetime
) -> Handover:
    """The receiver tells the sender what came of it; the loop is closed. Responsibility stays where it is."""
    facts = moving.hold(db, handover, version, at=at)
    if not feedback.strip():
        raise Refused(rules.NEEDS_FEEDBACK)
    handover = moving.move(db, facts, rules.completing, by=by, at=at)
    handover.feedback = feedback
    db.flush()
    return handover


def give_back(
    db: Session, handover: Handover, reason: str, *, next_what: str = "", next_on: date | None = None,
    version: int | None = None, by: Actor, at: datetime,
) -> Handover:  # fmt: skip
    """Back to the sender, with a word why; the responsibility of a transfer with it. Raises Refused."""
    facts = moving.hold(db, handover, version, at=at)
    if not reason.strip():
        raise Refused(rules.NEEDS_REASON)
    handover = moving.move(db, facts, rules.returning, by=by, at=at, reason=reason)
    _back(db, handover, next_what, next_on, by=by, at=at)
    return handover


def mark_mistaken(
    db: Session, handover: Handover, reason: str, *, version: int | None = None, by: Actor, at: datetime
) -> Handover:
    """Made by mistake: kept, and out of every count. A transfer that ran gives the responsibility back."""
    facts = moving.hold(db, handover, version, at=at)
    if not reason.strip():
        raise Refused(rules.NEEDS_REASON)
    ran = facts.state in (State.RUNNING, State.COMPLETED)
    handover = moving.move(db, facts, rules.calling_it_mistaken, by=by, at=at, reason=reason)
    if ran:
        _back(db, handover, "", None, by=by, at=at)
    return handover


def withdraw_consent(db: Session, consent: Consent, *, by: Actor, at: datetime) -> Consent:
    """The person takes it back. What rests on it ends at once: open offers are withdrawn, running support and
    transfers returned, the responsibility with them (DOMAIN §4). Raises Refused."""
    statement = select(Journey).where(Journey.person_id == consent.person_id).order_by(col(Journey.id))
    for journey in db.exec(statement).all():
        locked(db, journey)  # journeys first, like every move
    consent = locked(db, consent)
    withdrawing.check(consent, by)
    consent.withdrawn_at, consent.withdrawn_by_id = at, by.worker_id
    db.flush()
    resting = select(Handover).where(Handover.consent_id == consent.id).order_by(col(Handover.id))
    for row in db.exec(resting).all():
        facts = moving.hold(db, row, None, at=at)
        why = gettext(BY_PERSON)
        if facts.state in OPEN_OFFER:
            moving.move(db, facts, rules.ending_open_offer, by=by, at=at, reason=why)
        elif facts.state == State.RUNNING:
            moving.move(db, facts, rules.ending_running, by=by, at=at, reason=why)
            _back(db, facts.handover, "", None, by=by, at=at)
        elif facts.state == State.COMPLETED:  # who answers for the person must be able to see the person
            _back(db, facts.handover, "", None, by=by, at=at)
    return consent


def _back(db: Session, handover: Handover, next_what: str, next_on: date | None, *, by: Actor, at: datetime) -> None:
    on = next_on or workdays_after(local_day(at), 1, closed_days(db, handover.shop_id))
    what = next_what or gettext(CALL)
    moving.give_responsibility_back(db, handover, next_what=what, next_on=on, by=by, at=at)
