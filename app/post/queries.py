"""Which letters of a shop could not be delivered, for its coordinator."""

from sqlmodel import Session, col, select

from app.accounts.actors import Actor
from app.accounts.models import Organisation, Worker
from app.accounts.permissions import Permission, may
from app.post.models import Letter, LetterState


def dead_letters(db: Session, actor: Actor) -> list[tuple[Letter, str]]:
    """Those that nobody looked after yet, the newest first; each with whom it was for."""
    if not may(actor, Permission.COORDINATE):
        return []
    here = (Letter.shop_id == actor.shop_id, col(Letter.state) == LetterState.DEAD)
    found = []
    for letter in db.exec(select(Letter).where(*here).order_by(col(Letter.id).desc())):
        whom = db.get(Worker, letter.worker_id) if letter.worker_id else db.get(Organisation, letter.organisation_id)
        found.append((letter, whom.name if whom else ""))
    return found


def dead_letter(db: Session, actor: Actor, key: str) -> Letter | None:
    return next((letter for letter, _whom in dead_letters(db, actor) if letter.key == key), None)
