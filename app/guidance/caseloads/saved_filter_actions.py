"""The filter that a worker last used on a list, stored so that it follows them to any computer."""

from collections.abc import Mapping

from sqlmodel import Session

from app.accounts.current_user import Actor
from app.guidance.journeys.models import SavedFilter


def saved_filter(db: Session, actor: Actor, place: str) -> dict[str, str]:
    """The filter saved for this list (`place`); empty if there is none."""
    row = db.get(SavedFilter, (actor.worker_id, actor.shop_id, place))
    return dict(row.chosen) if row else {}


def save_filter(db: Session, place: str, chosen: Mapping[str, str], *, by: Actor) -> None:
    """Replaces the filter saved for this list. Empty values are left out."""
    row = db.get(SavedFilter, (by.worker_id, by.shop_id, place))
    if row is None:
        row = SavedFilter(worker_id=by.worker_id, shop_id=by.shop_id, place=place)
        db.add(row)
    row.chosen = {name: value for name, value in chosen.items() if value}
    db.flush()
