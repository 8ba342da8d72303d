"""How often somebody may try a password: per address, and per account from one address (TRUST 3).

Never per account alone: then a stranger could lock out a colleague by trying. A try is counted before the password is
compared, and taken back when it fits: a shared desk is not locked out by its own work, and nobody starts anew by
signing in to an account of their own.
"""

from datetime import datetime, timedelta

from sqlmodel import Session

from app.core.rate_limits import RateLimit, network_of
from app.core.text_rules import fold

PER_ADDRESS = RateLimit("sign-in from an address", 60, timedelta(minutes=10))  # a shop of colleagues has one address
PER_ACCOUNT = RateLimit("sign-in to an account", 8, timedelta(minutes=10))


def allow_attempt(db: Session, account: str, address: str, *, at: datetime) -> bool:
    """Counts an attempt, and says whether it may be made."""
    network = network_of(address)
    return PER_ADDRESS.hit(db, network, at=at) and PER_ACCOUNT.hit(db, network, _account_key(account), at=at)


def refund_attempt(db: Session, account: str, address: str) -> None:
    """The attempt was no guess, and is not counted. Failures before it remain counted."""
    network = network_of(address)
    PER_ADDRESS.refund(db, network)
    PER_ACCOUNT.refund(db, network, _account_key(account))


def _account_key(account: str) -> str:
    return fold(account.strip())
