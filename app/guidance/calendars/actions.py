"""Making and withdrawing the private link of a worker's feed."""

from datetime import datetime

from sqlmodel import Session

from app.accounts.current_user import Actor
from app.core.link_tokens import make_token
from app.guidance.calendars import queries
from app.guidance.calendars.models import CalendarFeed


def make_link(db: Session, *, by: Actor, at: datetime) -> str:
    """A new link to the feed of `by`; returns its token, which is stored nowhere. The earlier one stops working."""
    withdraw_link(db, by=by, at=at)
    token = make_token()
    db.add(CalendarFeed(token_hash=token.hash, worker_id=by.worker_id, shop_id=by.shop_id, made_at=at))
    db.flush()
    return token.secret


def withdraw_link(db: Session, *, by: Actor, at: datetime) -> None:
    """The link of `by` opens nothing from now on."""
    if feed := queries.own_feed(db, by):
        feed.withdrawn_at = at
        db.flush()
