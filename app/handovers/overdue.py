"""Offers that no partner answered in time, over the whole shop: one of the lists that must be empty."""

from datetime import date, datetime, timedelta

from sqlalchemy import ColumnElement, func, tuple_
from sqlalchemy.orm import joinedload
from sqlmodel import Session, col, select

from app.accounts.actors import Actor
from app.core.clock import day_bounds, local_day
from app.core.workdays import workdays_after
from app.handovers.facts import closed_days
from app.handovers.models import ASKED, Handover, State
from app.handovers.standing import ANSWER_WITHIN

PAGE = 50


def last_day_late(today: date, closed: frozenset[date]) -> date:
    """The last day whose offers should have been answered before `today` (standing.Facts.answer_by)."""
    day = today - timedelta(days=1)
    while workdays_after(day, ANSWER_WITHIN, closed) >= today:
        day -= timedelta(days=1)
    return day


def _late(db: Session, actor: Actor, at: datetime) -> ColumnElement[bool]:
    day = last_day_late(local_day(at), closed_days(db, actor.shop_id))
    here = col(Handover.shop_id) == actor.shop_id
    answer, place = col(Handover.offered_at) < day_bounds(day)[1], col(Handover.expected_on) < local_day(at)
    listed = (col(Handover.state) == State.WAITLISTED) & col(Handover.expected_on).is_not(None)
    return here & col(Handover.state).in_(ASKED) & (listed & place | ~listed & answer)


def overdue(
    db: Session, actor: Actor, at: datetime, *, after: str = "", size: int = PAGE
) -> tuple[int, list[Handover], str]:
    """How many there are; a page of them, what waits longest first; and the key after which the next one begins.

    Of the whole shop, for its coordinator.
    """
    if not actor.is_coordinator:
        return 0, [], ""
    late = _late(db, actor, at)
    order = (col(Handover.offered_at), col(Handover.id))
    statement = select(Handover, func.count().over()).where(late).order_by(*order).limit(size + 1)
    statement = statement.options(joinedload(Handover.receiver), joinedload(Handover.sender))  # type: ignore[arg-type]
    before = db.exec(select(*order).where(col(Handover.key) == after)).first() if after else None
    if before:
        counted = select(func.count()).select_from(Handover).where(late)
        statement = statement.where(tuple_(*order) > tuple_(*before))
    rows = db.exec(statement).all()
    total = db.exec(counted).one() if before else rows[0][1] if rows else 0
    found = [handover for handover, _count in rows[:size]]
    return total, found, found[-1].key if len(rows) > size else ""
