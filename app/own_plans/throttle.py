"""How often one address may come with a link that does not work: a mistake is easily made, guessing takes more.

Kept in memory, as with signing in: one process serves (TRUST 12). A link that works is never held up.
"""

from limits import RateLimitItemPerHour
from limits.storage import MemoryStorage
from limits.strategies import MovingWindowRateLimiter

MISSES = RateLimitItemPerHour(30)

_storage = MemoryStorage()
_limiter = MovingWindowRateLimiter(_storage)


def may_try(address: str) -> bool:
    return _limiter.test(MISSES, address)


def missed(address: str) -> None:
    """Counts one that did not work."""
    _limiter.hit(MISSES, address)


def forget() -> None:
    """Every count starts anew: for a test."""
    _storage.reset()
