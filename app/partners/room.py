"""How many people a partner can take on now: said by the partner itself."""

from sqlmodel import Session

from app.core.database import locked
from app.partners.models import Partner


def set_room(db: Session, partner: Partner, room: int | None) -> Partner:
    """Keeps the number of free places; None: not said."""
    partner = locked(db, partner)
    partner.room = room
    return partner
