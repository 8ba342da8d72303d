"""Reminds partners, at most once a month, to confirm a profile that is out of date."""

from datetime import datetime

from sqlmodel import Session, col, or_, select

from app.accounts.models import Worker
from app.accounts.permissions import Permission, roles_with
from app.accounts.queries import member_ids
from app.messages.notifications import actions as notices
from app.messages.notifications.labels import NoticeKind
from app.messages.notifications.models import Notice
from app.shop.partners.models import Partner
from app.shop.partners.rules import PROFILE_VALID_FOR

PROFILE_PATH = "/window"


def remind_stale_profiles(db: Session, at: datetime) -> None:
    """Notifies the workers of every partner with a stale profile, unless they were reminded in the past 30 days."""
    recently_reminded = select(Notice.id).where(
        Notice.worker_id == Worker.id,
        Notice.shop_id == Partner.shop_id,
        Notice.kind == NoticeKind.WINDOW_STALE,
        Notice.at > at - PROFILE_VALID_FOR,
    )
    statement = (
        select(Worker, Partner.shop_id)
        .join(Partner, col(Partner.organisation_id) == Worker.organisation_id)
        .where(
            col(Partner.retired_at).is_(None),
            or_(col(Partner.fresh_at).is_(None), col(Partner.fresh_at) < at - PROFILE_VALID_FOR),
            col(Worker.id).in_(member_ids(Partner.shop_id, roles_with(Permission.ANSWER_HANDOVERS))),
            ~recently_reminded.exists(),
        )
        .order_by(col(Worker.id))
    )
    for worker, shop_id in db.exec(statement).all():
        notices.notify(db, [worker], NoticeKind.WINDOW_STALE, shop_id=shop_id, about=PROFILE_PATH, at=at)
