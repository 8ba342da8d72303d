"""The sender's choices when the partner did not respond in time (DOMAIN §4)."""

from datetime import datetime

from sqlmodel import Session

from app.accounts.current_user import Actor
from app.accounts.models import Organisation
from app.core.state_machine import Refused
from app.handovers.lifecycle import rules, transitions
from app.handovers.lifecycle.models import Handover
from app.handovers.offers.sender_actions import create_follow_up_draft
from app.shop.partners.queries import active_partner


def call(db: Session, handover: Handover, *, version: int | None = None, by: Actor, at: datetime) -> Handover:
    """Records that the sender called and the partner will respond, which restarts the deadlines. Raises Refused."""
    handover = transitions.check_rule(transitions.lock_for_update(db, handover, version, at=at), rules.call, by)
    handover.called_at, handover.reminded_at = at, handover.reminded_at or at
    db.flush()
    return handover


def choose_other_partner(
    db: Session,
    handover: Handover,
    receiver: Organisation,
    reason: str,
    *,
    version: int | None = None,
    by: Actor,
    at: datetime,
) -> Handover:
    """Withdraws the handover and returns a new draft for another partner that refers to it. Raises Refused."""
    facts = transitions.lock_for_update(db, handover, version, at=at)
    rules.choose_other_partner.check(facts, by)
    if receiver.id == handover.receiver_id or active_partner(db, handover.shop_id, receiver.id) is None:
        raise Refused(rules.NOT_A_PARTNER)
    handover = transitions.apply_and_notify(db, facts, rules.withdraw, by=by, at=at, reason=reason)
    return create_follow_up_draft(db, handover, receiver, suits=handover.suits, at=at)
