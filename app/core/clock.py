"""Time: moments in UTC, days in Europe/Amsterdam (DOMAIN: invariant 9)."""

from datetime import UTC, date, datetime, time, timedelta
from typing import Annotated
from zoneinfo import ZoneInfo

from fastapi import Depends

AMSTERDAM = ZoneInfo("Europe/Amsterdam")


def now() -> datetime:
    return datetime.now(UTC)


async def request_time() -> datetime:
    """The moment of a request. Async, like every dependency that all routes have: that costs no thread."""
    return now()


Now = Annotated[datetime, Depends(request_time)]


def local(moment: datetime) -> datetime:
    """The moment in the shop's local time."""
    return moment.astimezone(AMSTERDAM)


def local_day(moment: datetime) -> date:
    return local(moment).date()


def moment(day: date, at: time) -> datetime:
    """The UTC moment of a wall-clock time. A time that a clock change skips counts as the one an hour later."""
    return datetime.combine(day, at, AMSTERDAM).astimezone(UTC)


def day_bounds(day: date) -> tuple[datetime, datetime]:
    """First moment of a local day and of the next: 23, 24 or 25 hours apart."""
    return moment(day, time()), moment(day + timedelta(days=1), time())
