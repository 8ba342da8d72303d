"""Usual response times of partners, over the past year."""

from collections import defaultdict
from datetime import datetime, timedelta
from math import ceil
from statistics import median

from sqlmodel import Session, col, select

from app.core.clock import local_day
from app.core.working_days import working_days_between
from app.handovers.lifecycle.models import Handover
from app.shop.half_days.queries import closed_days

PERIOD = timedelta(days=365)
MINIMUM_RESPONSES = 3  # fewer responses predict nothing


def usual_response_days(db: Session, shop_id: int, at: datetime) -> dict[int, int]:
    """Median response time in working days by organisation id, rounded up; at least 1.

    Handovers on the spot and from an old register do not count: nobody waited for a response.
    """
    statement = select(Handover.receiver_id, Handover.offered_at, Handover.answered_at).where(
        Handover.shop_id == shop_id,
        col(Handover.answered_at) > at - PERIOD,
        col(Handover.offered_at).is_not(None),
        col(Handover.on_the_spot).is_(False),
        col(Handover.told).is_(False),
    )
    closed, took = closed_days(db, shop_id), defaultdict[int, list[int]](list)
    for receiver_id, offered_at, answered_at in db.exec(statement):
        if offered_at and answered_at:
            took[receiver_id].append(working_days_between(local_day(offered_at), local_day(answered_at), closed))
    return {number: max(1, ceil(median(days))) for number, days in took.items() if len(days) >= MINIMUM_RESPONSES}
