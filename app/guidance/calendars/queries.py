"""Reads of calendar feeds, by worker and by link."""

from datetime import date, timedelta

from sqlmodel import Session, col, select

from app.accounts import queries as accounts
from app.accounts.current_user import Actor
from app.accounts.models import Worker
from app.accounts.permissions import Permission, may
from app.core.link_tokens import find_by_token
from app.guidance.calendars.models import CalendarFeed
from app.guidance.journeys import queries as journeys
from app.guidance.journeys.models import Journey
from app.guidance.journeys.step_models import Step

LOOKBACK, LOOKAHEAD = timedelta(days=61), timedelta(days=366)


def own_feed(db: Session, actor: Actor) -> CalendarFeed | None:
    """The actor's active feed in this shop."""
    statement = select(CalendarFeed).where(
        CalendarFeed.worker_id == actor.worker_id,
        CalendarFeed.shop_id == actor.shop_id,
        col(CalendarFeed.withdrawn_at).is_(None),
    )
    return db.exec(statement).first()


def feed_owner(db: Session, token: str, address: str) -> Actor | None:
    """The worker whose feed this link opens, with their present roles; None if the link does not work.

    `address`: the client's IP address, for the audit log.
    """
    feed = find_by_token(db, CalendarFeed, token, col(CalendarFeed.withdrawn_at).is_(None))
    worker = db.get(Worker, feed.worker_id) if feed else None
    if feed is None or worker is None or not worker.is_active:
        return None
    actor = Actor(
        worker.id,
        worker.name,
        worker.organisation_id,
        worker.organisation.name,
        feed.shop_id,
        accounts.roles_of(db, worker.id, feed.shop_id),
        worker.language,
        address,
    )
    return actor if may(actor, Permission.FOLLOW) else None


def feed_steps(db: Session, actor: Actor, today: date) -> list[tuple[Journey, Step]]:
    """The steps in the actor's feed: their own steps from two months ago to a year ahead."""
    return journeys.steps_of_worker(db, actor, today - LOOKBACK, today + LOOKAHEAD)
