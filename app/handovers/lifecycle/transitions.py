"""The steps of every transition: lock journey and handover, check the rules, record the move. For actions only."""

from datetime import date, datetime

from sqlmodel import Session

from app.accounts.current_user import Actor
from app.accounts.models import Worker
from app.accounts.queries import roles_of
from app.core.database import lock_row
from app.core.state_machine import NO_LONGER_POSSIBLE, Refused, Rule, Transition
from app.guidance.journeys import actions as journeys
from app.guidance.journeys.models import Journey, ResponsibilityReason
from app.handovers.lifecycle import rules, transition_notifications
from app.handovers.lifecycle.fact_queries import facts_of
from app.handovers.lifecycle.facts import HandoverFacts
from app.handovers.lifecycle.labels import CHANGED_MEANWHILE, STATE_TEXTS
from app.handovers.lifecycle.models import (
    BEFORE_RUNNING,
    Handover,
    HandoverMove,
    Introduction,
    IntroductionState,
    Kind,
    State,
    Via,
    Way,
)
from app.handovers.lifecycle.party_queries import HANDOVER_ROLES, fallback_responsible


def lock_for_update(db: Session, handover: Handover, version: int | None, *, at: datetime) -> HandoverFacts:
    """Locks the journey and then the handover (always in that order) and returns the current facts.

    `version`: as the form showed it. Raises Refused, naming the other worker, when it has changed since.
    """
    lock_row(db, db.get_one(Journey, handover.journey_id))
    handover = lock_row(db, handover)  # loads its journey and consent too; the lock on the journey covers both
    db.expire(handover, ["moves", "introductions"])
    facts = facts_of(db, handover, at)
    if version is not None and version != handover.version:
        raise conflict_error(facts)
    return facts


def conflict_error(facts: HandoverFacts) -> Refused:
    """The refusal when another worker was first: it names that worker and what they did."""
    if not facts.handover.moves:
        return Refused(NO_LONGER_POSSIBLE)
    move = facts.handover.moves[-1]
    moved = move.from_state != move.to_state
    reason = (STATE_TEXTS[facts.state].already if moved else "") or CHANGED_MEANWHILE
    return Refused(reason, name=move.worker.name, organisation=move.worker.organisation.name)


def apply_and_notify(
    db: Session, facts: HandoverFacts, step: Transition, *, by: Actor, at: datetime, reason: str = ""
) -> Handover:
    """Applies one step of the table, records it, and notifies the other party. Raises Refused."""
    before = apply_step(db, facts, step, by=by, at=at, reason=reason)
    db.flush()
    transition_notifications.notify_transition(db, facts, before, by=by, at=at)
    return facts.handover


def apply_step(
    db: Session, facts: HandoverFacts, step: Transition, *, by: Actor, at: datetime, reason: str = ""
) -> State:
    """Applies and records a step without notifying, for actions that change more before they do. Raises Refused.

    Returns the state before the step.
    """
    handover, before = facts.handover, facts.state
    if before not in step.start:
        raise conflict_error(facts)
    set_sender(handover)
    step.take(facts, by)
    record_transition(db, handover, before, facts.state, by, at=at, reason=reason)
    if facts.state not in BEFORE_RUNNING | {State.RUNNING}:
        handover.ended_at = at
        cancel_planned_introductions(handover)
    return before


def record_transition(
    db: Session, handover: Handover, before: State, after: State, by: Actor, *, at: datetime, reason: str = ""
) -> None:
    """Adds a line to the history and increments the version. `before` and `after` are equal when the state stays."""
    handover.version += 1
    line = HandoverMove(
        handover=handover,
        handover_id=handover.id,
        person_id=handover.person_id,
        from_state=before,
        to_state=after,
        worker=db.get_one(Worker, by.worker_id),
        worker_id=by.worker_id,
        organisation_id=by.organisation_id,
        at=at,
        reason=reason,
        via=Via(by.via),
    )
    db.add(line)


def check_rule(facts: HandoverFacts, rule: Rule, by: Actor) -> Handover:
    """Checks an action that changes a handover but not its state, and increments the version. Raises Refused."""
    rule.check(facts, by)
    facts.handover.version += 1
    return facts.handover


def set_sender(handover: Handover) -> None:
    """Before RUNNING, makes the responsible worker the sender (decision 4)."""
    responsible = handover.journey.responsible
    if handover.state in BEFORE_RUNNING and responsible is not None:
        handover.sender, handover.sender_id = responsible, responsible.id


def cancel_planned_introductions(handover: Handover) -> None:
    for plan in handover.plans:
        plan.state = IntroductionState.CANCELLED


def add_introduction(
    db: Session, handover: Handover, *, planned_for: datetime | None = None, way: Way = Way.IN_PERSON, place: str = ""
) -> Introduction:
    introduction = Introduction(
        handover_id=handover.id, person_id=handover.person_id, planned_for=planned_for, way=way, place=place
    )
    handover.introductions.append(introduction)
    db.flush()
    return introduction


def require_receiver_worker(db: Session, handover: Handover, worker: Worker, *, signs_in: bool = True) -> Worker:
    """Returns `worker` if they may take the handover on for the receiver. Raises Refused otherwise.

    `signs_in`: whether they need an account with a role in this shop.
    """
    if worker.organisation_id != handover.receiver_id or worker.disabled_at is not None:
        raise Refused(rules.NOT_OF_PARTNER)
    if signs_in and not (worker.is_active and roles_of(db, worker.id, handover.shop_id) & HANDOVER_ROLES):
        raise Refused(rules.NOT_OF_PARTNER)
    return worker


def transfer_responsibility(
    db: Session,
    handover: Handover,
    worker: Worker,
    *,
    next_what: str | None,
    next_on: date | None,
    by: Actor,
    at: datetime,
) -> None:
    """Makes `worker` of the receiver responsible for the journey, when a transfer starts.

    Later steps of the plan move too if the handover shares "steps"; otherwise they are archived. Raises Refused
    without a next step.
    """
    if not (next_what and next_on):
        raise Refused(rules.NEEDS_STEP)
    journeys.move_responsibility(
        db,
        handover.journey,
        worker,
        ResponsibilityReason.TRANSFER,
        next_what=next_what,
        next_on=next_on,
        with_later_steps="steps" in handover.shared,
        by=by,
        at=at,
    )


def return_responsibility(
    db: Session, handover: Handover, *, next_what: str, next_on: date, by: Actor, at: datetime
) -> None:
    """Returns the responsibility after a transfer that ended: to its sender, or else the shop's coordinator.

    Does nothing when the receiver is not responsible (any more).
    """
    journey = handover.journey
    theirs = rules.receiver_is_responsible(handover)
    if handover.kind != Kind.TRANSFER or not journey.is_open or not theirs:
        return
    if to := fallback_responsible(db, handover, at):
        journeys.move_responsibility(
            db, journey, to, ResponsibilityReason.RETURNED, next_what=next_what, next_on=next_on, by=by, at=at
        )
