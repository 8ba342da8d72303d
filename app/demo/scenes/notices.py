"""Old notifications, which everybody has read."""

from datetime import datetime, timedelta

from sqlmodel import Session, col, select

from app.messages.notifications.models import Notice

STILL_UNREAD = timedelta(days=2)
READ_AFTER = timedelta(hours=3)


def mark_old_read(db: Session, now: datetime) -> None:
    """Marks notifications from more than two days before `now` as read, some hours after they were sent."""
    old = select(Notice).where(col(Notice.seen_at).is_(None), col(Notice.at) < now - STILL_UNREAD)
    for notice in db.exec(old):
        notice.seen_at = notice.at + READ_AFTER
