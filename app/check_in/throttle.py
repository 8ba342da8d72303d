"""How often a tablet may register somebody: a crowd may come in, but nobody may fill the waiting list by pressing on.

Kept in memory, as with signing in: one process serves.
"""

from limits import RateLimitItemPerHour, RateLimitItemPerMinute
from limits.storage import MemoryStorage
from limits.strategies import MovingWindowRateLimiter

PER_MINUTE, PER_HOUR = RateLimitItemPerMinute(8), RateLimitItemPerHour(90)

_storage = MemoryStorage()
_limiter = MovingWindowRateLimiter(_storage)


def may_register(tablet_key: str) -> bool:
    """Counts a check-in, and says whether it may be made."""
    return _limiter.hit(PER_MINUTE, tablet_key) and _limiter.hit(PER_HOUR, tablet_key)


def forget() -> None:
    """Every count starts anew: for a test."""
    _storage.reset()
