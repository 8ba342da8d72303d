"""A tablet is made, gets its secret by a code that is typed on it once, and is withdrawn."""

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

CODE_LENGTH, CODE_LIFETIME = 8, timedelta(minutes=30)  # some 39 bits; nobody may try often
SEEN_INTERVAL = timedelta(minutes=5)


def create(db: Session, name: str, *, by: Actor, at: datetime) -> Tablet:
    """A tablet that has no code yet."""
    tablet = Tablet(shop_id=by.shop_id, name=name, made_at=at, made_by_id=by.worker_id)
    db.add(tablet)
    db.flush()
    return tablet


def new_code(db: Session, tablet: Tablet, *, by: Actor, at: datetime) -> str:
    """A code that makes a browser this tablet, once; it is stored nowhere. An earlier code stops working."""
    code = make_token("".join(secrets.choice(ALPHABET) for _ in range(CODE_LENGTH)))
    tablet.code_hash, tablet.code_until = code.hash, at + CODE_LIFETIME
    db.flush()
    return code.secret


def pair(db: Session, tablet: Tablet, *, at: datetime) -> str:
    """The code was typed: returns the secret for the cookie, stored nowhere. A browser that was this tablet is not now.

    Two at once: the second finds the code used. Raises Refused.
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
    """From now on it checks nobody in. Its row stays, and tells who made it and until when it worked."""
    tablet.withdrawn_at, tablet.token_hash, tablet.code_hash, tablet.code_until = at, None, None, None
    db.flush()


def record_seen(db: Session, tablet: Tablet, *, at: datetime) -> None:
    """Notes now and then that the tablet is there. No change that belongs on record, so past the session."""
    if tablet.seen_at is None or at - tablet.seen_at >= SEEN_INTERVAL:
        db.execute(update(Tablet).where(col(Tablet.id) == tablet.id).values(seen_at=at))
