"""How often one address may come with a link that does not work: a mistake is easily made, guessing takes more.

Kept in memory, as with signing in: one process serves (TRUST 12). A link that works is held up by nobody: of 256 bits
none is found by guessing, and many visitors may come from one address.
"""

from limits import RateLimitItemPerHour
from limits.storage import MemoryStorage
from limits.strategies import MovingWindowRateLimiter

MISSES = RateLimitItemPerHour(30)

_storage = MemoryStorage()
_limiter = MovingWindowRateLimiter(_storage)


def may_miss(address: str) -> bool:
    """Counts a link that did not work, and says whether that is still a mistake."""
    return _limiter.hit(MISSES, address)


def forget() -> None:
    """Every count starts anew: for a test."""
    _storage.reset()
