"""How often somebody may search: far oftener than anybody types, and too seldom to go through the books by a machine.

Kept in memory, as with signing in: one process serves (TRUST 12).
"""

from datetime import datetime
from typing import Any

from limits import RateLimitItemPerHour, RateLimitItemPerMinute
from limits.storage import MemoryStorage
from limits.strategies import MovingWindowRateLimiter
from sqlmodel import Session

from app.accounts.actors import Actor
from app.audit import record
from app.core.text import N_
from app.web.forms import Submission

PER_MINUTE, PER_HOUR = RateLimitItemPerMinute(150), RateLimitItemPerHour(3000)  # each pause in typing is a search
TOO_OFTEN = N_("You searched very often in a short time. Wait a minute, and search again.")

_storage = MemoryStorage()
_limiter = MovingWindowRateLimiter(_storage)


def may_search(worker_id: int) -> bool:
    """Counts a search, and says whether it may be made."""
    return _limiter.hit(PER_MINUTE, str(worker_id)) and _limiter.hit(PER_HOUR, str(worker_id))


def refused(db: Session, form: Submission[Any], *, by: Actor, at: datetime, field: str = "q") -> int | None:
    """The status of the answer when a search comes too soon: then it says so at `field`, and is on record."""
    if form.errors or may_search(by.worker_id):
        return None
    form.wrong(field, TOO_OFTEN)
    record.refusal(db, by=by, at=at, subject="person", what="searched too often")
    return 429


def forget() -> None:
    """Every count starts anew: for a test."""
    _storage.reset()
