"""What rests on a consent, when the person takes it back, leaves only a part of it, or gives it anew (DOMAIN §4)."""

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

WITHDRAWN_BY_PERSON = N_("The person took the consent back.")


def withdraw_consent(db: Session, consent: Consent, *, by: Actor, at: datetime) -> Consent:
    """The person takes it back. What rests on it ends at once: open offers are withdrawn, running support and
    transfers returned, the responsibility with them (DOMAIN §4). Raises Refused."""
    consent = _lock(db, consent)
    consents.mark_withdrawn(db, consent, by=by, at=at)
    notices.recall(db, f"/consents/{consent.key}", at=at)
    for handover in handovers_under(db, consent):
        _end_handover(db, handover, by=by, at=at)
    return consent


def narrow_consent(db: Session, consent: Consent, sections: Collection[str], *, by: Actor, at: datetime) -> Consent:
    """The person leaves only `sections` of it. What rests on it goes on with those, and ends where none of them is
    left or, before somebody takes over, where they would not know whom. Returns what stays. Raises Refused."""
    consent = _lock(db, consent)
    left = consents.narrow_consent(db, consent, sections, by=by, at=at)
    for row in handovers_under(db, consent):
        handover = transitions.lock_for_update(db, row, None, at=at).handover
        kept = [name for name in handover.shared if name in left.sections]
        nameless = handover.kind == Kind.TRANSFER and handover.state in BEFORE_RUNNING and "contact" not in kept
        if not kept or nameless:
            _end_handover(db, handover, by=by, at=at)
            continue
        if kept != handover.shared:
            _notify(db, handover, NoticeKind.CONSENT_NARROWED, by=by, at=at)
        handover.shared = kept
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
    """The person gives it anew, for what rests on it and no more; that rests on the new one. Raises Refused."""
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
    """All that these handovers share, each once."""
    return sorted({name for handover in resting for name in handover.shared})


def purpose_of(consent: Consent, resting: Collection[Handover]) -> str:
    """For what it was given; of one from before purposes, for what it is used, where that is one thing."""
    kinds = {handover.kind.value for handover in resting}
    return consent.purpose or (kinds.pop() if len(kinds) == 1 else "")


def _lock(db: Session, consent: Consent) -> Consent:
    """The consent, kept from changing by others: journeys first, like every move."""
    statement = select(Journey).where(Journey.person_id == consent.person_id).order_by(col(Journey.id))
    for journey in db.exec(statement).all():
        lock_row(db, journey)
    return lock_row(db, consent)


def _attach_consent(handover: Handover, consent: Consent) -> None:
    handover.consent, handover.consent_id = consent, consent.id


def _end_handover(db: Session, row: Handover, *, by: Actor, at: datetime) -> None:
    """What waits to be told of it is not told any more; the move that ends it tells of itself (moving.move)."""
    facts = transitions.lock_for_update(db, row, None, at=at)
    notices.recall(db, transition_notifications.handover_path(row), at=at)
    why = gettext(WITHDRAWN_BY_PERSON)
    if facts.state in OPEN_OFFER:
        transitions.apply_and_notify(db, facts, rules.end_open_offer, by=by, at=at, reason=why)
    elif facts.state == State.RUNNING:
        transitions.apply_and_notify(db, facts, rules.end_running, by=by, at=at, reason=why)
        return_with_next_step(db, facts.handover, "", None, by=by, at=at)
    elif facts.state == State.COMPLETED:  # who answers for the person must be able to see the person
        return_with_next_step(db, facts.handover, "", None, by=by, at=at)
        _notify(db, facts.handover, NoticeKind.CONSENT_WITHDRAWN, by=by, at=at)


def _notify(db: Session, handover: Handover, kind: NoticeKind, *, by: Actor, at: datetime) -> None:
    """The partner's worker, who sent it, and who answers for the person."""
    every = (handover.receiver_worker, handover.sender, handover.journey.responsible)
    workers: list[Worker] = [worker for worker in every if worker is not None]
    transition_notifications.notify(db, handover, workers, kind, by=by, at=at)
