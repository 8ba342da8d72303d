"""Actions of the sender: draft, offer, answer, withdraw, and remind, escalate or expire when no response comes."""

from collections.abc import Collection
from datetime import datetime

from sqlmodel import Session

from app.accounts.current_user import Actor
from app.accounts.models import Organisation
from app.core.database import lock_row
from app.core.state_machine import Refused
from app.guidance.journeys.models import Journey
from app.handovers.consents import queries as consents
from app.handovers.lifecycle import rules, transitions
from app.handovers.lifecycle.fact_queries import facts_of
from app.handovers.lifecycle.facts import HandoverFacts
from app.handovers.lifecycle.models import Handover, HandoverMessage, Kind, Urgency
from app.shop.partners.models import Service
from app.shop.partners.queries import active_partner


def draft(
    db: Session,
    journey: Journey,
    receiver: Organisation,
    *,
    kind: Kind = Kind.SUPPORT,
    question: str = "",
    shared: Collection[str] = (),
    urgency: Urgency = Urgency.NORMAL,
    language: str = "",
    suits: str = "",
    why_another: str = "",
    service: Service | None = None,
    previous: Handover | None = None,
    by: Actor,
    at: datetime,
) -> Handover:
    """Creates a draft, which the partner does not see yet. Raises Refused.

    `shared`: sections to share; `suits`: when the person is available; `why_another`: required beside another open
    transfer; `service`: the partner's service that fits, if any; `previous`: the attempt before this one.
    """
    journey = lock_row(db, journey)
    handover = _create(db, journey, receiver, kind, at, previous)
    rules.draft.check(facts_of(db, handover, at), by)
    handover.why_another, handover.service = why_another, service
    return _set_content(handover, kind, question, shared, urgency, language, suits)


def create_follow_up_draft(
    db: Session, previous: Handover, receiver: Organisation, *, suits: str = "", at: datetime
) -> Handover:
    """Creates the draft of a next attempt for the responsible worker, with nothing selected to share."""
    handover = _create(db, previous.journey, receiver, previous.kind, at, previous)
    _set_content(handover, previous.kind, previous.question, (), previous.urgency, previous.language, suits)
    db.flush()
    return handover


def _create(
    db: Session, journey: Journey, receiver: Organisation, kind: Kind, at: datetime, previous: Handover | None
) -> Handover:
    if active_partner(db, journey.shop_id, receiver.id) is None:
        raise Refused(rules.NOT_A_PARTNER)
    if journey.responsible_id is None:
        raise Refused(rules.while_journey_open.reason)
    handover = Handover(
        journey=journey,
        journey_id=journey.id,
        person_id=journey.person_id,
        shop_id=journey.shop_id,
        sender_id=journey.responsible_id,
        receiver=receiver,
        receiver_id=receiver.id,
        kind=kind,
        made_at=at,
        previous_id=previous.id if previous else None,
    )
    db.add(handover)
    db.flush()
    db.refresh(handover)
    return handover


def _set_content(
    handover: Handover, kind: Kind, question: str, shared: Collection[str], urgency: Urgency, language: str, suits: str
) -> Handover:
    handover.kind, handover.question, handover.shared = kind, question, sorted(set(shared))
    handover.urgency, handover.language, handover.suits = urgency, language, suits
    return handover


def redraft(
    db: Session,
    handover: Handover,
    receiver: Organisation,
    *,
    kind: Kind,
    question: str,
    shared: Collection[str],
    urgency: Urgency,
    language: str,
    suits: str,
    why_another: str = "",
    service: Service | None = None,
    version: int | None = None,
    by: Actor,
    at: datetime,
) -> Handover:
    """Replaces the partner, texts and sections of a draft. Raises Refused."""
    facts = transitions.lock_for_update(db, handover, version, at=at)
    handover = transitions.check_rule(facts, rules.redraft, by)
    if active_partner(db, handover.shop_id, receiver.id) is None:
        raise Refused(rules.NOT_A_PARTNER)
    handover.receiver, handover.receiver_id = receiver, receiver.id
    handover.why_another, handover.service = why_another, service
    _set_content(handover, kind, question, shared, urgency, language, suits)
    db.flush()
    return handover


def offer(db: Session, handover: Handover, *, version: int | None = None, by: Actor, at: datetime) -> Handover:
    """Offers the draft to the partner. Raises Refused without active consent that covers partner and sections."""
    facts = transitions.lock_for_update(db, handover, version, at=at)
    _attach_consent(db, facts)
    handover = transitions.apply_and_notify(db, facts, rules.offer, by=by, at=at)
    handover.offered_at = at
    return handover


def _attach_consent(db: Session, facts: HandoverFacts) -> None:
    """Attaches the newest covering consent, locked so that it cannot be withdrawn meanwhile."""
    handover = facts.handover
    found = consents.covering_consent(
        db, handover.person_id, handover.receiver_id, handover.shared, handover.kind.value, facts.at
    )
    handover.consent = lock_row(db, found) if found else None
    handover.consent_id = found.id if found else None


def answer(
    db: Session, handover: Handover, text: str, *, version: int | None = None, by: Actor, at: datetime
) -> Handover:
    """Answers the partner's question; it is then their turn again. Raises Refused."""
    facts = transitions.lock_for_update(db, handover, version, at=at)
    handover = transitions.apply_and_notify(db, facts, rules.answer, by=by, at=at)
    handover.called_at = at  # their response time starts again
    add_message(db, handover, text, by=by, at=at)
    return handover


def add_message(db: Session, handover: Handover, text: str, *, by: Actor, at: datetime) -> None:
    handover.messages.append(
        HandoverMessage(
            handover_id=handover.id,
            person_id=handover.person_id,
            author_id=by.worker_id,
            organisation_id=by.organisation_id,
            text=text,
            written_at=at,
        )
    )
    db.flush()


def withdraw(
    db: Session, handover: Handover, reason: str = "", *, version: int | None = None, by: Actor, at: datetime
) -> Handover:
    """Withdraws the handover before it runs. Raises Refused."""
    facts = transitions.lock_for_update(db, handover, version, at=at)
    return transitions.apply_and_notify(db, facts, rules.withdraw, by=by, at=at, reason=reason)


def remind(db: Session, handover: Handover, *, version: int | None = None, by: Actor, at: datetime) -> Handover:
    """Records that the sender called or wrote to the receiver. Raises Refused."""
    handover = transitions.check_rule(transitions.lock_for_update(db, handover, version, at=at), rules.remind, by)
    handover.reminded_at = at
    db.flush()
    return handover


def escalate(db: Session, handover: Handover, *, version: int | None = None, by: Actor, at: datetime) -> Handover:
    """Records that the partner's contact was asked too. Raises Refused."""
    handover = transitions.check_rule(transitions.lock_for_update(db, handover, version, at=at), rules.escalate, by)
    handover.escalated_at = at
    db.flush()
    return handover


def expire(db: Session, handover: Handover, *, version: int | None = None, by: Actor, at: datetime) -> Handover:
    """Closes an unanswered offer; only after a reminder, an escalation and ten working days. Raises Refused."""
    facts = transitions.lock_for_update(db, handover, version, at=at)
    return transitions.apply_and_notify(db, facts, rules.expire, by=by, at=at)
