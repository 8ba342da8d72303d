"""Limits on sign-in attempts: per address, and per account from one address (TRUST 3).

Never per account alone, because then a stranger could lock out a colleague. An attempt is counted before the password
is checked and refunded when it is right. So a shared desk is not locked out by normal use, and an attacker cannot reset
the count by signing in to an account of their own.
"""

from datetime import datetime, timedelta

from sqlmodel import Session

from app.core.rate_limits import RateLimit, network_of
from app.core.text_rules import fold

PER_ADDRESS = RateLimit("sign-in from an address", 60, timedelta(minutes=10))  # shared by a whole shop
PER_ACCOUNT = RateLimit("sign-in to an account", 8, timedelta(minutes=10))


def allow_attempt(db: Session, account: str, address: str, *, at: datetime) -> bool:
    """Counts an attempt and returns whether it is allowed."""
    network = network_of(address)
    return PER_ADDRESS.hit(db, network, at=at) and PER_ACCOUNT.hit(db, network, _account_key(account), at=at)


def refund_attempt(db: Session, account: str, address: str) -> None:
    """Takes back the count of a successful attempt. Earlier failures remain counted."""
    network = network_of(address)
    PER_ADDRESS.refund(db, network)
    PER_ACCOUNT.refund(db, network, _account_key(account))


def _account_key(account: str) -> str:
    return fold(account.strip())
