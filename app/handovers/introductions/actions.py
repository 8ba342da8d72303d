"""Introductions of person, sender and receiver: plan, record, confirm, dispute, miss; and take over afterwards."""

from datetime import date, datetime

from sqlmodel import Session

from app.accounts.current_user import Actor
from app.accounts.models import Worker
from app.core.clock import local_day
from app.core.state_machine import Refused
from app.handovers.introductions import confirmation_rules
from app.handovers.lifecycle import rules, transition_notifications, transitions
from app.handovers.lifecycle.facts import HandoverFacts
from app.handovers.lifecycle.models import Handover, Introduction, IntroductionState, Kind, Way
from app.handovers.lifecycle.party_queries import is_available
from app.handovers.offers.sender_actions import add_message


def plan_introduction(
    db: Session,
    handover: Handover,
    *,
    planned_for: datetime,
    way: Way = Way.IN_PERSON,
    place: str = "",
    word: str = "",
    version: int | None = None,
    by: Actor,
    at: datetime,
) -> Introduction:
    """Plans the introduction, and cancels earlier plans; `word` says why. Raises Refused."""
    handover = transitions.check_rule(
        transitions.lock_for_update(db, handover, version, at=at), rules.plan_introduction, by
    )
    if local_day(planned_for) < local_day(at):
        raise Refused(rules.IN_THE_PAST)
    for plan in handover.plans:
        plan.word = word
    transitions.cancel_planned_introductions(handover)
    plan = transitions.add_introduction(db, handover, planned_for=planned_for, way=way, place=place)
    transition_notifications.notify_introduction(db, handover, plan, by=by, at=at)
    return plan


def record_introduction(
    db: Session,
    handover: Handover,
    *,
    with_person: bool,
    with_sender: bool,
    with_receiver: bool,
    way: Way | None = None,
    place: str = "",
    version: int | None = None,
    by: Actor,
    at: datetime,
) -> Introduction:
    """Records that they met. With all three present the handover is warm. Raises Refused.

    Recording it confirms it for the acting worker's side; the other worker can confirm or dispute it.
    """
    facts = transitions.lock_for_update(db, handover, version, at=at)
    handover = transitions.check_rule(facts, rules.record_introduction, by)
    held = _planned_or_new(db, handover)
    held.state, held.held_at, held.held_on = IntroductionState.HELD, at, local_day(at)
    held.with_person, held.with_sender, held.with_receiver = with_person, with_sender, with_receiver
    held.way, held.place, held.recorded_by_id = way or held.way, place or held.place, by.worker_id
    _confirm_own_side(facts, held, by)
    db.flush()
    return held


def confirm_introduction(
    db: Session, handover: Handover, *, version: int | None = None, by: Actor, at: datetime
) -> Introduction:
    """Confirms the recorded introduction for the other side. Raises Refused."""
    facts = transitions.lock_for_update(db, handover, version, at=at)
    transitions.check_rule(
        confirmation_rules.with_last_introduction(facts), confirmation_rules.confirm_introduction, by
    )
    held = confirmation_rules.last_held_introduction(facts.handover)
    assert held is not None
    _confirm_own_side(facts, held, by)
    db.flush()
    return held


def dispute_introduction(
    db: Session, handover: Handover, word: str, *, version: int | None = None, by: Actor, at: datetime
) -> Introduction:
    """Disputes the recorded introduction: it counts as missed, and `word` is sent as a message.

    Only before the handover runs. Raises Refused.
    """
    facts = transitions.lock_for_update(db, handover, version, at=at)
    handover = transitions.check_rule(
        confirmation_rules.with_last_introduction(facts), confirmation_rules.dispute_introduction, by
    )
    held = confirmation_rules.last_held_introduction(handover)
    assert held is not None
    held.state, held.word, held.held_at, held.held_on = IntroductionState.MISSED, word, None, None
    held.with_person = held.with_sender = held.with_receiver = False
    held.sender_said_at = held.receiver_said_at = None
    transition_notifications.notify_introduction(db, handover, held, by=by, at=at)
    add_message(db, handover, word, by=by, at=at)
    return held


def record_introduction_and_take_over(
    db: Session,
    handover: Handover,
    *,
    next_what: str | None = None,
    next_on: date | None = None,
    version: int | None = None,
    by: Actor,
    at: datetime,
) -> Handover:
    """Records that all three met and takes over, in one transaction. Raises Refused."""
    record_introduction(
        db, handover, with_person=True, with_sender=True, with_receiver=True, version=version, by=by, at=at
    )
    return take_over(db, handover, next_what=next_what, next_on=next_on, by=by, at=at)


def record_missed_introduction(
    db: Session,
    handover: Handover,
    *,
    with_person: bool = False,
    with_sender: bool = False,
    with_receiver: bool = False,
    word: str = "",
    version: int | None = None,
    by: Actor,
    at: datetime,
) -> Introduction:
    """Records that the introduction was missed, who came, and why. Raises Refused.

    After two missed introductions only the sender can plan another.
    """
    handover = transitions.check_rule(
        transitions.lock_for_update(db, handover, version, at=at), rules.record_introduction, by
    )
    missed = _planned_or_new(db, handover)
    missed.state, missed.recorded_by_id, missed.word = IntroductionState.MISSED, by.worker_id, word
    missed.with_person, missed.with_sender, missed.with_receiver = with_person, with_sender, with_receiver
    db.flush()
    transition_notifications.notify_introduction(db, handover, missed, by=by, at=at)
    return missed


def _planned_or_new(db: Session, handover: Handover) -> Introduction:
    """The current plan, or a new introduction when none was planned."""
    plans = handover.plans
    return plans[-1] if plans else transitions.add_introduction(db, handover)


def _confirm_own_side(facts: HandoverFacts, introduction: Introduction, by: Actor) -> None:
    """Confirms the introduction for each side that the actor belongs to."""
    if rules.is_receiver(facts, by):
        introduction.receiver_said_at = facts.at
    if rules.is_sender(facts, by):
        introduction.sender_said_at = facts.at


def take_over(
    db: Session,
    handover: Handover,
    *,
    cold_reason: str = "",
    next_what: str | None = None,
    next_on: date | None = None,
    version: int | None = None,
    by: Actor,
    at: datetime,
) -> Handover:
    """Starts the handover. Without an introduction it needs `cold_reason`, and counts as cold. Raises Refused.

    A transfer moves the responsibility to the accepting worker, with `next_what` and `next_on` as the next step.
    """
    facts = transitions.lock_for_update(db, handover, version, at=at)
    if not facts.is_warm and not cold_reason and handover.state in rules.take_over.start:
        raise Refused(rules.COLD_NEEDS_REASON)
    handover = transitions.apply_and_notify(db, facts, rules.take_over, by=by, at=at, reason=cold_reason)
    handover.cold_reason = "" if facts.is_warm else cold_reason
    handover.running_at = at
    transitions.cancel_planned_introductions(handover)
    worker = handover.receiver_worker
    if worker is None or not is_available(db, worker, handover, at) or worker.organisation_id != handover.receiver_id:
        worker = db.get_one(Worker, by.worker_id)
        handover.receiver_worker, handover.receiver_worker_id = worker, worker.id
    if handover.kind == Kind.TRANSFER:
        transitions.require_receiver_worker(db, handover, worker)
        transitions.transfer_responsibility(db, handover, worker, next_what=next_what, next_on=next_on, by=by, at=at)
    db.flush()
    return handover
