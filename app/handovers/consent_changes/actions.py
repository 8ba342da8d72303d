"""Withdrawing, narrowing and renewing a consent, with the effects on dependent handovers (DOMAIN §4)."""

from collections.abc import Collection
from datetime import date, datetime

from sqlmodel import Session, col, select

from app.accounts.current_user import Actor
from app.accounts.models import Worker
from app.core.database import lock_row
from app.core.text_rules import N_
from app.guidance.journeys.models import Journey
from app.handovers.consent_changes.queries import handovers_under
from app.handovers.consents import actions as consents
from app.handovers.consents.models import Consent, ConsentMethod
from app.handovers.lifecycle import rules, transition_notifications, transitions
from app.handovers.lifecycle.models import BEFORE_RUNNING, OPEN_OFFER, Handover, Kind, State
from app.handovers.offers.closing_actions import return_with_next_step
from app.messages.notifications import actions as notices
from app.messages.notifications.labels import NoticeKind
from app.people.people.models import Person
from app.web.i18n import gettext

WITHDRAWN_BY_PERSON = N_("The person withdrew the consent.")


def withdraw_consent(db: Session, consent: Consent, *, by: Actor, at: datetime) -> Consent:
    """Withdraws the consent and ends dependent handovers at once (DOMAIN §4). Raises Refused.

    Open offers are withdrawn; running support and transfers are returned, with the responsibility.
    """
    consent = _lock(db, consent)
    consents.mark_withdrawn(db, consent, by=by, at=at)
    notices.recall(db, f"/consents/{consent.key}", at=at)
    for handover in handovers_under(db, consent):
        _end_handover(db, handover, by=by, at=at)
    return consent


def narrow_consent(db: Session, consent: Consent, sections: Collection[str], *, by: Actor, at: datetime) -> Consent:
    """Replaces the consent by one for only `sections`, and returns it. Raises Refused.

    Dependent handovers continue with those sections. They end when nothing is left to share, and a transfer that does
    not run yet also ends when it would lose the person's name.
    """
    consent = _lock(db, consent)
    left = consents.narrow_consent(db, consent, sections, by=by, at=at)
    for row in handovers_under(db, consent):
        handover = transitions.lock_for_update(db, row, None, at=at).handover
        remaining = [name for name in handover.shared if name in left.sections]
        nameless = handover.kind == Kind.TRANSFER and handover.state in BEFORE_RUNNING and "contact" not in remaining
        if not remaining or nameless:
            _end_handover(db, handover, by=by, at=at)
            continue
        if remaining != handover.shared:
            _notify(db, handover, NoticeKind.CONSENT_NARROWED, by=by, at=at)
        handover.shared = remaining
        _attach_consent(handover, left)
    db.flush()
    return left


def renew_consent(
    db: Session,
    consent: Consent,
    *,
    how: ConsentMethod,
    language: str,
    until: date,
    signature: str = "",
    by: Actor,
    at: datetime,
) -> Consent:
    """Replaces the consent by a new one for what its handovers share, and attaches them to it. Raises Refused."""
    consent = _lock(db, consent)
    resting = [transitions.lock_for_update(db, row, None, at=at).handover for row in handovers_under(db, consent)]
    new = consents.record_consent(
        db,
        db.get_one(Person, consent.person_id),
        consent.organisation,
        shared_by(resting),
        how=how,
        language=language,
        purpose=purpose_of(consent, resting),
        about=consent.about,
        until=until,
        signature=signature,
        replaces=consent,
        by=by,
        at=at,
    )
    notices.recall(db, f"/consents/{consent.key}", at=at)
    for handover in resting:
        _attach_consent(handover, new)
    db.flush()
    return new


def shared_by(resting: Collection[Handover]) -> list[str]:
    """All sections that these handovers share, sorted, without duplicates."""
    return sorted({name for handover in resting for name in handover.shared})


def purpose_of(consent: Consent, resting: Collection[Handover]) -> str:
    """The consent's purpose; for older consents without one, the single kind of its handovers, else ''."""
    kinds = {handover.kind.value for handover in resting}
    return consent.purpose or (kinds.pop() if len(kinds) == 1 else "")


def _lock(db: Session, consent: Consent) -> Consent:
    """Locks the consent; the journeys first, in the same order as every transition, to prevent deadlocks."""
    statement = select(Journey).where(Journey.person_id == consent.person_id).order_by(col(Journey.id))
    for journey in db.exec(statement).all():
        lock_row(db, journey)
    return lock_row(db, consent)


def _attach_consent(handover: Handover, consent: Consent) -> None:
    handover.consent, handover.consent_id = consent, consent.id


def _end_handover(db: Session, row: Handover, *, by: Actor, at: datetime) -> None:
    """Ends a handover that lost its consent, and recalls its pending notices.

    The transition that ends it sends its own notices (lifecycle.transitions.move).
    """
    facts = transitions.lock_for_update(db, row, None, at=at)
    notices.recall(db, transition_notifications.handover_path(row), at=at)
    why = gettext(WITHDRAWN_BY_PERSON)
    if facts.state in OPEN_OFFER:
        transitions.apply_and_notify(db, facts, rules.end_open_offer, by=by, at=at, reason=why)
    elif facts.state == State.RUNNING:
        transitions.apply_and_notify(db, facts, rules.end_running, by=by, at=at, reason=why)
        return_with_next_step(db, facts.handover, "", None, by=by, at=at)
    elif facts.state == State.COMPLETED:  # the responsible worker must be able to see the person
        return_with_next_step(db, facts.handover, "", None, by=by, at=at)
        _notify(db, facts.handover, NoticeKind.CONSENT_WITHDRAWN, by=by, at=at)


def _notify(db: Session, handover: Handover, kind: NoticeKind, *, by: Actor, at: datetime) -> None:
    """Notifies the partner's worker, the sender and the responsible worker."""
    every = (handover.receiver_worker, handover.sender, handover.journey.responsible)
    workers: list[Worker] = [worker for worker in every if worker is not None]
    transition_notifications.notify(db, handover, workers, kind, by=by, at=at)
