"""The sender's verbs: a draft, an offer, and what is done when no answer comes."""

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
    """Prepares a handover, for one of the partner's services if any fits. The partner does not see it yet. Raises
    Refused."""
    journey = lock_row(db, journey)
    handover = _create(db, journey, receiver, kind, at, previous)
    rules.draft.check(facts_of(db, handover, at), by)
    handover.why_another, handover.service = why_another, service
    return _set_content(handover, kind, question, shared, urgency, language, suits)


def create_follow_up_draft(
    db: Session, previous: Handover, receiver: Organisation, *, suits: str = "", at: datetime
) -> Handover:
    """The next try that a partner proposed: for who answers for the person, with nothing to be shared filled in."""
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
    """Another partner, other words or other sections in a draft. Raises Refused."""
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
    """Asks the partner. Needs an active consent that covers the partner and the sections. Raises Refused."""
    facts = transitions.lock_for_update(db, handover, version, at=at)
    _attach_consent(db, facts)
    handover = transitions.apply_and_notify(db, facts, rules.offer, by=by, at=at)
    handover.offered_at = at
    return handover


def _attach_consent(db: Session, facts: HandoverFacts) -> None:
    """The newest consent that covers it, kept from being withdrawn while we offer."""
    handover = facts.handover
    found = consents.covering_consent(
        db, handover.person_id, handover.receiver_id, handover.shared, handover.kind.value, facts.at
    )
    handover.consent = lock_row(db, found) if found else None
    handover.consent_id = found.id if found else None


def answer(
    db: Session, handover: Handover, text: str, *, version: int | None = None, by: Actor, at: datetime
) -> Handover:
    """Answers the partner's question; it is their turn again."""
    facts = transitions.lock_for_update(db, handover, version, at=at)
    handover = transitions.apply_and_notify(db, facts, rules.answer, by=by, at=at)
    handover.called_at = at  # it is their turn, from now on
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
    """The sender takes it back before it runs."""
    facts = transitions.lock_for_update(db, handover, version, at=at)
    return transitions.apply_and_notify(db, facts, rules.withdraw, by=by, at=at, reason=reason)


def remind(db: Session, handover: Handover, *, version: int | None = None, by: Actor, at: datetime) -> Handover:
    """Records that the sender called or wrote to the receiver."""
    handover = transitions.check_rule(transitions.lock_for_update(db, handover, version, at=at), rules.remind, by)
    handover.reminded_at = at
    db.flush()
    return handover


def escalate(db: Session, handover: Handover, *, version: int | None = None, by: Actor, at: datetime) -> Handover:
    """Records that the partner's contact was asked too."""
    handover = transitions.check_rule(transitions.lock_for_update(db, handover, version, at=at), rules.escalate, by)
    handover.escalated_at = at
    db.flush()
    return handover


def expire(db: Session, handover: Handover, *, version: int | None = None, by: Actor, at: datetime) -> Handover:
    """Closes what was never answered; only after a reminder, an escalation and ten working days."""
    facts = transitions.lock_for_update(db, handover, version, at=at)
    return transitions.apply_and_notify(db, facts, rules.expire, by=by, at=at)
