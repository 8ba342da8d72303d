"""Moves open offers to the new responsible worker (decision 4), with a line in their history and notices."""

from datetime import datetime

from sqlmodel import Session, col, select

from app.accounts.current_user import Actor
from app.accounts.models import Worker
from app.core.database import lock_row
from app.core.text_rules import N_
from app.guidance.journeys.models import Journey
from app.handovers.lifecycle import transition_notifications
from app.handovers.lifecycle.models import OPEN_OFFER, Handover
from app.handovers.lifecycle.party_queries import receivers_to_notify
from app.handovers.lifecycle.transitions import record_transition
from app.messages.notifications.labels import NoticeKind
from app.web.i18n import gettext

MOVED_TO = N_("moved to %(name)s")


def on_responsibility_moved(db: Session, journey: Journey, earlier: Worker, *, by: Actor, at: datetime) -> None:
    """Moves the open offers of a journey from `earlier` to its current responsible worker.

    Notifies both workers and the receivers, except the acting worker.
    """
    now = journey.responsible
    if now is None or now.id == earlier.id:
        return
    here = select(Handover).where(Handover.journey_id == journey.id, col(Handover.state).in_(OPEN_OFFER))
    for row in db.exec(here.order_by(col(Handover.id))).all():
        handover = lock_row(db, row)
        if handover.state not in OPEN_OFFER:
            continue
        reason = (gettext(MOVED_TO) % {"name": now.name})[:200]
        record_transition(db, handover, handover.state, handover.state, by, at=at, reason=reason)
        handover.sender, handover.sender_id = now, now.id
        workers = [earlier, now, *receivers_to_notify(db, handover)]
        transition_notifications.notify(db, handover, workers, NoticeKind.MOVED_ALONG, by=by, at=at)
