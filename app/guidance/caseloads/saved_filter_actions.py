"""What a worker last chose to see in a place: it stays, on whatever computer they come back."""

from collections.abc import Mapping

from sqlmodel import Session

from app.accounts.current_user import Actor
from app.guidance.journeys.models import SavedFilter


def saved_filter(db: Session, actor: Actor, place: str) -> dict[str, str]:
    """What was chosen there; nothing, where nothing was."""
    row = db.get(SavedFilter, (actor.worker_id, actor.shop_id, place))
    return dict(row.chosen) if row else {}


def save_filter(db: Session, place: str, chosen: Mapping[str, str], *, by: Actor) -> None:
    """Keeps it, in the place of what was chosen before. What is empty is not kept."""
    row = db.get(SavedFilter, (by.worker_id, by.shop_id, place))
    if row is None:
        row = SavedFilter(worker_id=by.worker_id, shop_id=by.shop_id, place=place)
        db.add(row)
    row.chosen = {name: value for name, value in chosen.items() if value}
    db.flush()
