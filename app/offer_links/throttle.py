"""How often one address may come with a link that does not work, and how often a new one may be asked for.

Kept in memory, as with signing in: one process serves (TRUST 12). A link that works is held up by nobody.
"""

from limits import RateLimitItemPerDay, RateLimitItemPerHour
from limits.storage import MemoryStorage
from limits.strategies import MovingWindowRateLimiter

MISSES, RENEWALS = RateLimitItemPerHour(30), RateLimitItemPerDay(3)

_storage = MemoryStorage()
_limiter = MovingWindowRateLimiter(_storage)


def may_miss(address: str) -> bool:
    """Counts a link that did not work, and says whether that is still a mistake."""
    return _limiter.hit(MISSES, "missed", address)


def may_renew(handover_id: int, address: str) -> bool:
    """Counts that a new link was asked for: of one offer, and from one address, three a day."""
    asked = [_limiter.hit(RENEWALS, "of", str(handover_id)), _limiter.hit(RENEWALS, "from", address)]
    return all(asked)


def forget() -> None:
    """Every count starts anew: for a test."""
    _storage.reset()
