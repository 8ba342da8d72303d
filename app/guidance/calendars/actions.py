"""Makes and withdraws the private link of a worker's calendar feed."""

from datetime import datetime

from sqlmodel import Session

from app.accounts.current_user import Actor
from app.core.link_tokens import make_token
from app.guidance.calendars import queries
from app.guidance.calendars.models import CalendarFeed


def make_link(db: Session, *, by: Actor, at: datetime) -> str:
    """Makes a new link for `by` and withdraws the earlier one. Returns its token, of which only a digest is stored."""
    withdraw_link(db, by=by, at=at)
    token = make_token()
    db.add(CalendarFeed(token_hash=token.hash, worker_id=by.worker_id, shop_id=by.shop_id, made_at=at))
    db.flush()
    return token.secret


def withdraw_link(db: Session, *, by: Actor, at: datetime) -> None:
    """Makes the present link of `by` stop working."""
    if feed := queries.own_feed(db, by):
        feed.withdrawn_at = at
        db.flush()
