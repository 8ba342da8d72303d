"""Finds the tablets of a shop, and the tablet of a code or secret."""

from collections.abc import Sequence
from datetime import datetime

from sqlmodel import Session, col, select

from app.accounts.current_user import Actor
from app.accounts.permissions import Permission, may
from app.core.link_tokens import find_by_token, is_token_of
from app.front_desk.kiosk.models import Tablet


def tablets(db: Session, actor: Actor) -> Sequence[Tablet]:
    """Tablets of the actor's shop that are not withdrawn, oldest first."""
    if not may(actor, Permission.EDIT_LISTS):
        return []
    statement = select(Tablet).where(Tablet.shop_id == actor.shop_id, col(Tablet.withdrawn_at).is_(None))
    return db.exec(statement.order_by(col(Tablet.id))).all()


def tablet_for(db: Session, actor: Actor, key: str) -> Tablet | None:
    return next((tablet for tablet in tablets(db, actor) if tablet.key == key), None)


def tablet_by_code(db: Session, code: str, *, at: datetime) -> Tablet | None:
    """The tablet with this pairing code, unless it has expired."""
    statement = select(Tablet).where(
        is_token_of(Tablet.code_hash, code), col(Tablet.code_until) > at, col(Tablet.withdrawn_at).is_(None)
    )
    return db.exec(statement).first()


def tablet_by_token(db: Session, token: str) -> Tablet | None:
    """The tablet with this cookie secret."""
    return find_by_token(db, Tablet, token, col(Tablet.withdrawn_at).is_(None))
