"""On the spot: the sender offers while all three are together, and the receiver personally says yes.

Until then it is an ordinary offer. The yes accepts it, records the introduction and takes over, in one transaction
(DOMAIN §4, "loop even mee"; decision 25).
"""

from dataclasses import replace
from datetime import date, datetime

from sqlmodel import Session

from app.accounts import queries as accounts
from app.accounts.current_user import Actor
from app.accounts.models import Role, Worker
from app.core.clock import local_day
from app.core.state_machine import Refused
from app.handovers.introductions import on_the_spot_rules
from app.handovers.introductions.actions import take_over
from app.handovers.introductions.on_the_spot_rules import OnTheSpotFacts
from app.handovers.lifecycle import rules, transition_notifications, transitions
from app.handovers.lifecycle.facts import HandoverFacts
from app.handovers.lifecycle.models import Handover, IntroductionState, Kind, State, Via
from app.handovers.offers import sender_actions
from app.messages.notifications import actions as notices
from app.messages.notifications.labels import NoticeKind
from app.shop.partners.queries import present_workers


def offer_on_the_spot(
    db: Session,
    handover: Handover,
    worker: Worker,
    *,
    place: str = "",
    version: int | None = None,
    by: Actor,
    at: datetime,
) -> Handover:
    """Offers the draft to `worker`, who must be in the shop now. Raises Refused.

    A worker who cannot sign in can accept support, but not a transfer.
    """
    facts = transitions.lock_for_update(db, handover, version, at=at)
    if facts.state != State.DRAFT:
        raise transitions.conflict_error(facts)
    transitions.require_receiver_worker(db, handover, worker, signs_in=handover.kind == Kind.TRANSFER)
    if not is_present(db, worker, handover.shop_id, at):
        raise Refused(rules.NOT_PRESENT)
    handover.on_the_spot, handover.receiver_worker, handover.receiver_worker_id = True, worker, worker.id
    handover = sender_actions.offer(db, handover, by=by, at=at)
    plan = transitions.add_introduction(db, handover, planned_for=at, place=place)
    plan.sender_said_at, plan.recorded_by_id = at, by.worker_id
    db.flush()
    transition_notifications.notify(db, handover, [worker], NoticeKind.ON_THE_SPOT, by=by, at=at)
    return handover


def accept_on_the_spot(
    db: Session,
    handover: Handover,
    *,
    via: Via = Via.SESSION,
    reason: str = "",
    next_what: str | None = None,
    next_on: date | None = None,
    version: int | None = None,
    by: Actor,
    at: datetime,
) -> Handover:
    """Accepts, records the introduction and takes over. Raises Refused.

    `via`: SESSION, where `by` is the receiver; PIN, on the screen of the sender `by`, after the caller verified the
    PIN; SPOKEN, for a receiver without an account, recorded by the sender `by`, as `reason` says. A transfer needs
    the next step that the receiver plans.
    """
    facts = transitions.lock_for_update(db, handover, version, at=at)
    handover, worker = facts.handover, facts.handover.receiver_worker
    plan = on_the_spot_rules.current_meeting(handover)
    if facts.state != State.OFFERED or worker is None or plan is None:
        raise transitions.conflict_error(facts)
    theirs = _confirming_actor(db, facts, worker, via, by)
    on_the_spot_rules.accept_on_the_spot.check(on_the_spot_facts(db, facts), theirs)
    transitions.require_receiver_worker(db, handover, worker, signs_in=via != Via.SPOKEN)
    transitions.apply_and_notify(db, facts, rules.accept, by=theirs, at=at, reason=reason)
    handover.accepted_at, handover.answered_at = at, handover.answered_at or at
    handover.reminded_at = handover.escalated_at = None
    plan.state, plan.held_at, plan.held_on = IntroductionState.HELD, at, local_day(at)
    plan.with_person = plan.with_sender = plan.with_receiver = True
    plan.receiver_said_at, plan.recorded_by_id = at, worker.id
    db.flush()
    take_over(db, handover, next_what=next_what, next_on=next_on, by=theirs, at=at)
    notices.recall(db, transition_notifications.handover_path(handover), at=at)
    return handover


def on_the_spot_facts(db: Session, facts: HandoverFacts) -> OnTheSpotFacts:
    """The facts, with whether the named worker is in the shop now."""
    handover, worker = facts.handover, facts.handover.receiver_worker
    return OnTheSpotFacts(
        **vars(facts), present=worker is not None and is_present(db, worker, handover.shop_id, facts.at)
    )


def is_present(db: Session, worker: Worker, shop_id: int, at: datetime) -> bool:
    return worker.id in {present.id for present in present_workers(db, shop_id, at)}


def worker_with_pin(facts: HandoverFacts, by: Actor) -> Worker:
    """The worker who can say yes with a PIN on the screen of the sender `by`. Raises Refused."""
    on_the_spot_rules.wait_on_the_spot.check(OnTheSpotFacts(**vars(facts)), by)
    worker = facts.handover.receiver_worker
    if worker is None or worker.pin_hash is None:
        raise Refused(on_the_spot_rules.NO_PIN)
    return worker


def _confirming_actor(db: Session, facts: HandoverFacts, worker: Worker, via: Via, by: Actor) -> Actor:
    """The actor who confirms: the worker visited, with their roles in this shop. Raises Refused."""
    if via == Via.SESSION:
        return by
    if via == Via.PIN:
        worker_with_pin(facts, by)
    roles = accounts.roles_of(db, worker.id, by.shop_id)
    if via == Via.SPOKEN:
        on_the_spot_rules.wait_on_the_spot.check(OnTheSpotFacts(**vars(facts)), by)
        if refusal := on_the_spot_rules.spoken_yes_obstacle(facts.handover, worker):
            raise Refused(refusal)
        roles = frozenset({Role.PARTNER})  # only for this action: without an account there are no roles
    return replace(
        by,
        worker_id=worker.id,
        name=worker.name,
        organisation_id=worker.organisation_id,
        organisation_name=worker.organisation.name,
        roles=roles,
        via=via.value,
    )
