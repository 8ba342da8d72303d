"""Job that announces expiring consents to the responsible workers, in time to ask again."""

from datetime import datetime

from sqlmodel import Session

from app.core.clock import local_day
from app.handovers.consent_changes.queries import expiring_consents, handovers_under
from app.messages.notifications import actions as notices
from app.messages.notifications.labels import NoticeKind


def announce_expiring_consents(db: Session, at: datetime) -> None:
    """Announces, once, each consent in use that expires within two weeks.

    Also announces consents that expired while the server was down.
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
