"""How often an address may ask for a feed that is not there: nobody finds a link by trying.

What is there is never counted: the feeds of many workers come from one address, that of their calendar's maker. Kept
in memory, as with signing in: one process serves.
"""

from limits import RateLimitItemPerMinute
from limits.storage import MemoryStorage
from limits.strategies import MovingWindowRateLimiter

from app.accounts.throttle import place_of

MISSES = RateLimitItemPerMinute(20, 10)

_storage = MemoryStorage()
_limiter = MovingWindowRateLimiter(_storage)


def may_ask(address: str) -> bool:
    """Whether this address did not miss too often."""
    return _limiter.test(MISSES, place_of(address))


def missed(address: str) -> None:
    """Counts that what was asked for is not there."""
    _limiter.hit(MISSES, place_of(address))


def forget() -> None:
    """Every count starts anew: for a test."""
    _storage.reset()
