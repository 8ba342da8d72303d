"""Reads the only record a tablet may see: the visit just checked in on it."""

from sqlmodel import Session, col, select

from app.front_desk.kiosk.tablet_actor import TabletActor
from app.front_desk.visits.models import Visit


def checked_in_visit(db: Session, by: TabletActor, key: str) -> Visit | None:
    """The visit with this key, if it has a number and is of the tablet's shop."""
    statement = select(Visit).where(Visit.key == key, Visit.shop_id == by.shop_id, col(Visit.number).is_not(None))
    return db.exec(statement).first()
