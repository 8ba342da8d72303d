"""The one thing that is read on a tablet: the visit that was made on it just now."""

from sqlmodel import Session, col, select

from app.front_desk.kiosk.tablet_actor import TabletActor
from app.front_desk.visits.models import Visit


def checked_in_visit(db: Session, by: TabletActor, key: str) -> Visit | None:
    """A visit of the tablet's own shop that got a number."""
    statement = select(Visit).where(Visit.key == key, Visit.shop_id == by.shop_id, col(Visit.number).is_not(None))
    return db.exec(statement).first()
