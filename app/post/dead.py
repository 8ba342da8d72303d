"""Letters that could not be delivered: who hears of one is said by a feature above this one."""

from collections.abc import Callable
from datetime import datetime

from sqlmodel import Session

from app.post.models import Letter

TELL: list[Callable[[Session, Letter, datetime], None]] = []


def tell_of(db: Session, letter: Letter, at: datetime) -> None:
    for tell in TELL:
        tell(db, letter, at)
