"""Open offers go along with the responsibility (decision 4): a line in their history, and a notice to who is in it."""

from datetime import datetime

from sqlmodel import Session, col, select

from app.accounts.current_user import Actor
from app.accounts.models import Worker
from app.core.database import locked
from app.core.text_rules import N_
from app.guidance.journeys.models import Journey
from app.handovers.lifecycle import transition_notifications
from app.handovers.lifecycle.models import OPEN_OFFER, Handover
from app.handovers.lifecycle.party_queries import receiver_side
from app.handovers.lifecycle.transitions import keep_move
from app.messages.notifications.labels import NoticeKind
from app.web.i18n import gettext

WENT_ALONG = N_("went along to %(name)s")


def moved_along(db: Session, journey: Journey, earlier: Worker, *, by: Actor, at: datetime) -> None:
    """`earlier` does not answer for the person any more: who does now has the open offers, and both are told, and the
    partner. Whoever did it knows."""
    now = journey.responsible
    if now is None or now.id == earlier.id:
        return
    here = select(Handover).where(Handover.journey_id == journey.id, col(Handover.state).in_(OPEN_OFFER))
    for row in db.exec(here.order_by(col(Handover.id))).all():
        handover = locked(db, row)
        if handover.state not in OPEN_OFFER:
            continue
        reason = (gettext(WENT_ALONG) % {"name": now.name})[:200]
        keep_move(db, handover, handover.state, handover.state, by, at=at, reason=reason)
        handover.sender, handover.sender_id = now, now.id
        workers = [earlier, now, *receiver_side(db, handover)]
        transition_notifications.tell(db, handover, workers, NoticeKind.MOVED_ALONG, by=by, at=at)
