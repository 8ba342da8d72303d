"""A consent that runs out is announced to who answers for the person, while there is time to talk about it."""

from datetime import datetime

from sqlmodel import Session

from app.core.clock import local_day
from app.handovers.consent_changes.queries import expiring_consents, handovers_under
from app.messages.notifications import actions as notices
from app.messages.notifications.labels import NoticeKind


def announce_expiring_consents(db: Session, at: datetime) -> None:
    """Tells of each consent that ends within two weeks and on which something rests, once.

    After a pause of the server also of those that ran out meanwhile: better late than never.
    """
    for consent in expiring_consents(db, local_day(at)):
        resting = handovers_under(db, consent)
        answers = {worker.id: worker for handover in resting if (worker := handover.journey.responsible)}
        if answers:
            consent.announced_at = at
            notices.notify(
                db,
                answers.values(),
                NoticeKind.CONSENT_ENDS,
                shop_id=resting[0].shop_id,
                about=f"/consents/{consent.key}",
                at=at,
            )
    db.flush()
