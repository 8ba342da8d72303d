"""Creates, pairs and withdraws tablets. A tablet gets its secret by a code typed on it once."""

import secrets
from datetime import datetime, timedelta

from sqlalchemy import update
from sqlmodel import Session, col

from app.accounts.current_user import Actor
from app.core.database import lock_row
from app.core.ids import ALPHABET
from app.core.link_tokens import make_token
from app.core.state_machine import NO_LONGER_POSSIBLE, Refused
from app.front_desk.kiosk.models import Tablet

CODE_LENGTH, CODE_LIFETIME = 8, timedelta(minutes=30)  # some 39 bits; attempts are limited
SEEN_INTERVAL = timedelta(minutes=5)


def create(db: Session, name: str, *, by: Actor, at: datetime) -> Tablet:
    """Creates a tablet, without a pairing code yet."""
    tablet = Tablet(shop_id=by.shop_id, name=name, made_at=at, made_by_id=by.worker_id)
    db.add(tablet)
    db.flush()
    return tablet


def new_code(db: Session, tablet: Tablet, *, by: Actor, at: datetime) -> str:
    """A new one-time pairing code, of which only the hash is stored. Replaces any earlier code."""
    code = make_token("".join(secrets.choice(ALPHABET) for _ in range(CODE_LENGTH)))
    tablet.code_hash, tablet.code_until = code.hash, at + CODE_LIFETIME
    db.flush()
    return code.secret


def pair(db: Session, tablet: Tablet, *, at: datetime) -> str:
    """Uses up the pairing code and returns the secret for the cookie; only its hash is stored.

    A browser paired earlier stops being this tablet. Raises Refused when the code was used in the meantime.
    """
    typed = tablet.code_hash
    tablet = lock_row(db, tablet)
    if typed is None or tablet.code_hash != typed:
        raise Refused(NO_LONGER_POSSIBLE)
    token = make_token()
    tablet.token_hash, tablet.code_hash, tablet.code_until, tablet.seen_at = token.hash, None, None, at
    db.flush()
    return token.secret


def withdraw(db: Session, tablet: Tablet, *, by: Actor, at: datetime) -> None:
    """Stops the tablet. Its row stays, with its creator and the time of withdrawal."""
    tablet.withdrawn_at, tablet.token_hash, tablet.code_hash, tablet.code_until = at, None, None, None
    db.flush()


def record_seen(db: Session, tablet: Tablet, *, at: datetime) -> None:
    """Updates `seen_at`, at most once per SEEN_INTERVAL. Bypasses the session and with it the audit log."""
    if tablet.seen_at is None or at - tablet.seen_at >= SEEN_INTERVAL:
        db.execute(update(Tablet).where(col(Tablet.id) == tablet.id).values(seen_at=at))
