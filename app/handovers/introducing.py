"""The introduction of the three, planned, held or missed; and taking over after it."""

from datetime import date, datetime

from sqlmodel import Session

from app.accounts.actors import Actor
from app.accounts.models import Worker
from app.core.clock import local_day
from app.core.lifecycle import Refused
from app.handovers import moving, rules, telling
from app.handovers.models import Handover, Introduction, IntroductionState, Kind, Way


def plan_introduction(
    db: Session, handover: Handover, *, planned_for: datetime, way: Way = Way.IN_PERSON, place: str = "",
    version: int | None = None, by: Actor, at: datetime,
) -> Introduction:  # fmt: skip
    """Another moment to meet; an earlier plan is called off. Raises Refused."""
    handover = moving.check(moving.hold(db, handover, version, at=at), rules.planning, by)
    if local_day(planned_for) < local_day(at):
        raise Refused(rules.IN_THE_PAST)
    moving.cancel_plans(handover)
    planned = moving.add_introduction(db, handover, planned_for=planned_for, way=way, place=place)
    telling.introduction(db, handover, planned, by=by, at=at)
    return planned


def hold_introduction(
    db: Session, handover: Handover, *, with_person: bool, with_sender: bool, with_receiver: bool,
    way: Way | None = None, place: str = "", version: int | None = None, by: Actor, at: datetime,
) -> Introduction:  # fmt: skip
    """They met, as planned or on the spot: with all three it makes the handover warm. Raises Refused."""
    handover = moving.check(moving.hold(db, handover, version, at=at), rules.introducing, by)
    held = _planned(db, handover)
    held.state, held.held_at, held.held_on = IntroductionState.HELD, at, local_day(at)
    held.with_person, held.with_sender, held.with_receiver = with_person, with_sender, with_receiver
    held.way, held.place, held.recorded_by_id = way or held.way, place or held.place, by.worker_id
    db.flush()
    return held


def miss_introduction(
    db: Session, handover: Handover, *, version: int | None = None, by: Actor, at: datetime
) -> Introduction:
    """It did not happen. Missed twice, the sender decides what now. Raises Refused."""
    handover = moving.check(moving.hold(db, handover, version, at=at), rules.introducing, by)
    missed = _planned(db, handover)
    missed.state, missed.recorded_by_id = IntroductionState.MISSED, by.worker_id
    db.flush()
    telling.introduction(db, handover, missed, by=by, at=at)
    return missed


def _planned(db: Session, handover: Handover) -> Introduction:
    """The plan that stands, or a new record for what was not planned."""
    plans = [i for i in handover.introductions if i.state == IntroductionState.PLANNED]
    return plans[-1] if plans else moving.add_introduction(db, handover)


def take_over(
    db: Session, handover: Handover, *, cold_reason: str = "", next_what: str | None = None,
    next_on: date | None = None, version: int | None = None, by: Actor, at: datetime,
) -> Handover:  # fmt: skip
    """The receiver begins. Without an introduction of the three it needs a reason, and counts as cold.

    A transfer moves the responsibility to the accepting worker, with the next step that they plan. Raises Refused.
    """
    facts = moving.hold(db, handover, version, at=at)
    if not facts.is_warm and not cold_reason and handover.state in rules.taking_over.start:
        raise Refused(rules.COLD_NEEDS_REASON)
    handover = moving.move(db, facts, rules.taking_over, by=by, at=at, reason=cold_reason)
    handover.cold_reason = "" if facts.is_warm else cold_reason
    handover.running_at = at
    moving.cancel_plans(handover)
    worker = handover.receiver_worker
    if worker is None or not moving.is_here(db, worker, handover, at) or worker.organisation_id != handover.receiver_id:
        worker = db.get_one(Worker, by.worker_id)
        handover.receiver_worker, handover.receiver_worker_id = worker, worker.id
    if handover.kind == Kind.TRANSFER:
        moving.of_receiver(db, handover, worker)
        moving.take_responsibility(db, handover, worker, next_what=next_what, next_on=next_on, by=by, at=at)
    db.flush()
    return handover
