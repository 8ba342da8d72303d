"""How often somebody may try to sign in: counted per address, and per account from one address (TRUST 3).

Signing in never per account alone: then a stranger could lock out a colleague by trying. Kept in memory: one process
serves.
"""

from ipaddress import IPv6Address, IPv6Network, ip_address

from limits import RateLimitItemPerMinute
from limits.storage import MemoryStorage
from limits.strategies import MovingWindowRateLimiter

from app.core.ids import digest
from app.core.text import fold

PER_ADDRESS = RateLimitItemPerMinute(60, 10)  # a shop full of colleagues has one address
PER_ACCOUNT = RateLimitItemPerMinute(8, 10)
PER_PIN = RateLimitItemPerMinute(5, 15)

_storage = MemoryStorage()
_limiter = MovingWindowRateLimiter(_storage)


def place_of(address: str) -> str:
    """Where an address lives: of IPv6 the network, as everybody at home has billions of addresses."""
    try:
        found = ip_address(address)
    except ValueError:
        return address
    return str(IPv6Network((found, 64), strict=False)) if isinstance(found, IPv6Address) else address


def may_try(account: str, address: str) -> bool:
    """Counts an attempt, and says whether it may be made."""
    place = place_of(address)
    return _limiter.hit(PER_ADDRESS, place) and _limiter.hit(PER_ACCOUNT, place, digest(fold(account.strip())))


def succeeded(account: str, address: str) -> None:
    """Who knows the password starts counting anew."""
    _limiter.clear(PER_ACCOUNT, place_of(address), digest(fold(account.strip())))


def may_try_pin(worker_id: int) -> bool:
    """Counts a try at a PIN, and says whether it may be made: per worker, from wherever, as a PIN is short.

    Only colleagues who are signed in can try, and the worker's own session keeps working.
    """
    return _limiter.hit(PER_PIN, "pin", str(worker_id))


def pin_known(worker_id: int) -> None:
    """Who knows the PIN starts counting anew."""
    _limiter.clear(PER_PIN, "pin", str(worker_id))


def forget() -> None:
    """Every count starts anew: for a test."""
    _storage.reset()
