"""A mail that did not arrive: the shop's coordinators are told (post.sending)."""

from datetime import datetime

from sqlmodel import Session

from app.accounts.models import Role
from app.journeys.queries import workers_with
from app.notices import actions as notices
from app.notices.words import NoticeKind
from app.post.models import Letter


def tell_coordinators(db: Session, letter: Letter, at: datetime) -> None:
    coordinators = workers_with(db, letter.shop_id, frozenset({Role.COORDINATOR}))
    notices.tell(
        db,
        coordinators,
        NoticeKind.LETTER_DEAD,
        shop_id=letter.shop_id,
        about="/undelivered",
        at=at,
        by_id=letter.worker_id,
    )
