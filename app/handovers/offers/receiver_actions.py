"""Actions of the receiver: ask about, waitlist, accept or decline an offer, and undo an earlier action."""

from datetime import date, datetime

from sqlmodel import Session

from app.accounts.current_user import Actor
from app.accounts.models import Organisation, Worker
from app.core.clock import local_day
from app.core.state_machine import Refused
from app.handovers.lifecycle import rules, transition_notifications, transitions
from app.handovers.lifecycle.labels import DeclineProposal
from app.handovers.lifecycle.models import Handover, IntroductionState, State, Via, Way
from app.handovers.lifecycle.party_queries import receivers
from app.handovers.offers.retries import delete_untouched_drafts
from app.handovers.offers.sender_actions import add_message, create_follow_up_draft
from app.shop.lists.models import ListItem, ListName
from app.shop.partners.queries import active_partner


def ask(db: Session, handover: Handover, text: str, *, version: int | None = None, by: Actor, at: datetime) -> Handover:
    """Sends the partner's question to the sender; the offer is then being considered. Raises Refused."""
    facts = transitions.lock_for_update(db, handover, version, at=at)
    handover = transitions.apply_and_notify(db, facts, rules.ask, by=by, at=at)
    add_message(db, handover, text, by=by, at=at)
    return handover


def waitlist(
    db: Session, handover: Handover, expected_on: date, *, version: int | None = None, by: Actor, at: datetime
) -> Handover:
    """Puts the offer on the partner's waiting list. `expected_on`: when a place is expected. Raises Refused."""
    facts = transitions.lock_for_update(db, handover, version, at=at)
    if expected_on < local_day(at):
        raise Refused(rules.IN_THE_PAST)
    handover = transitions.apply_and_notify(db, facts, rules.waitlist, by=by, at=at)
    handover.expected_on = expected_on
    return handover


def accept(
    db: Session,
    handover: Handover,
    *,
    planned_for: datetime,
    worker: Worker | None = None,
    way: Way = Way.IN_PERSON,
    place: str = "",
    version: int | None = None,
    by: Actor,
    at: datetime,
) -> Handover:
    """Accepts the offer and plans the introduction at `planned_for`. Raises Refused.

    `worker`: the worker of the partner who takes it on (default: the acting worker). A worker who answers through an
    offer link needs no account. Taking over a transfer does require one (see introductions.actions.take_over).
    """
    facts = transitions.lock_for_update(db, handover, version, at=at)
    handover = facts.handover
    # Queried before anything changes: a query would flush the changes made so far.
    able, plans = receivers(db, handover), handover.plans
    before = transitions.apply_step(db, facts, rules.accept, by=by, at=at)
    worker = worker or db.get_one(Worker, by.worker_id)
    if by.via == Via.LINK:
        transitions.require_receiver_worker(db, handover, worker, signs_in=False)
    elif worker not in able:
        raise Refused(rules.NOT_OF_PARTNER)
    if local_day(planned_for) < local_day(at):
        raise Refused(rules.IN_THE_PAST)
    handover.receiver_worker, handover.receiver_worker_id = worker, worker.id
    handover.accepted_at, handover.answered_at = at, handover.answered_at or at
    handover.reminded_at = handover.escalated_at = handover.expected_on = None
    handover.on_the_spot = False  # an acceptance on the spot goes through accept_on_the_spot
    for earlier in plans:
        earlier.state = IntroductionState.CANCELLED
    plan = transitions.add_introduction(db, handover, planned_for=planned_for, way=way, place=place)
    transition_notifications.notify_transition(db, facts, before, by=by, at=at)
    transition_notifications.notify_accepted(db, handover, plan, able, by=by, at=at)
    return handover


def decline(
    db: Session,
    handover: Handover,
    *,
    reason: ListItem,
    word: str = "",
    expected_on: date | None = None,
    what_then: DeclineProposal = DeclineProposal.NOTHING,
    other: Organisation | None = None,
    person_may_read: bool = False,
    version: int | None = None,
    by: Actor,
    at: datetime,
) -> Handover:
    """Declines the offer, for a reason from the shop's list. Raises Refused.

    `word`, `expected_on`: the explanation and the date; a reason may require one of them. `what_then`: the partner's
    proposal; OTHER_PARTNER and LATER open a draft for the sender. `other`: the partner proposed with OTHER_PARTNER.
    `person_may_read`: whether the person's plan may show the reason.
    """
    facts = transitions.lock_for_update(db, handover, version, at=at)
    if reason.list != ListName.DECLINE or reason.shop_id != handover.shop_id or reason.retired_at is not None:
        raise Refused(rules.NOT_A_REASON)
    if (reason.asks == "text" and not word) or (reason.asks == "date" and expected_on is None):
        raise Refused(rules.NEEDS_REASON)
    handover = transitions.apply_and_notify(db, facts, rules.decline, by=by, at=at, reason=word)
    handover.answered_at = handover.answered_at or at
    handover.decline_reason, handover.decline_reason_id, handover.decline_word = reason, reason.id, word
    handover.expected_on, handover.what_then, handover.person_may_read = expected_on, what_then, person_may_read
    db.flush()
    if handover.journey.is_open and what_then in (DeclineProposal.OTHER_PARTNER, DeclineProposal.LATER):
        _open_follow_up_draft(db, handover, what_then, other, expected_on, at)
    return handover


def _open_follow_up_draft(
    db: Session,
    handover: Handover,
    what_then: DeclineProposal,
    other: Organisation | None,
    expected_on: date | None,
    at: datetime,
) -> None:
    """Opens a draft for the sender, addressed to the proposed partner, or else to the one that declined.

    No draft is opened when that partner is no longer active in this shop.
    """
    receiver = other if what_then == DeclineProposal.OTHER_PARTNER and other else handover.receiver
    if active_partner(db, handover.shop_id, receiver.id) is not None:
        suits = expected_on.isoformat() if what_then == DeclineProposal.LATER and expected_on else handover.suits
        create_follow_up_draft(db, handover, receiver, suits=suits, at=at)


def undo(db: Session, handover: Handover, *, version: int | None = None, by: Actor, at: datetime) -> Handover:
    """Undoes the acting worker's own acceptance, refusal or completion, within one working day. Raises Refused."""
    facts = transitions.lock_for_update(db, handover, version, at=at)
    undone_state, undone_move = facts.state, facts.last_move
    handover = transitions.apply_and_notify(db, facts, rules.undo, by=by, at=at)
    handover.ended_at = None
    if undone_state == State.ACCEPTED:
        transitions.cancel_planned_introductions(handover)
        handover.receiver_worker, handover.receiver_worker_id, handover.accepted_at = None, None, None
    if undone_state == State.DECLINED and undone_move is not None:
        delete_untouched_drafts(db, handover, undone_move.at)
        handover.decline_reason, handover.decline_reason_id = None, None
        handover.decline_word, handover.what_then, handover.person_may_read = "", "", False
    if undone_state != State.COMPLETED and handover.accepted_at is None:
        handover.answered_at = None
    db.flush()
    return handover
