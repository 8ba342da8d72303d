"""A worker's own notices; nobody else reads them."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Select
from sqlalchemy import select as columns
from sqlmodel import Session, col, func, select

from app.accounts.actors import Actor
from app.notices.models import Notice, NoticeChoice, Pace

PAGE = 50


def _mine(actor: Actor) -> Any:
    return Notice.worker_id == actor.worker_id, Notice.shop_id == actor.shop_id


def notices_of(db: Session, actor: Actor, *, before: str = "") -> tuple[Sequence[Notice], str]:
    """A page, the newest first, and the key before which the next one begins; empty when there is no more."""
    statement = select(Notice).where(*_mine(actor)).order_by(col(Notice.id).desc()).limit(PAGE + 1)
    if before and (last := notice_for(db, actor, before)):
        statement = statement.where(col(Notice.id) < last.id)
    rows = db.exec(statement).all()
    return rows[:PAGE], rows[PAGE - 1].key if len(rows) > PAGE else ""


def notice_for(db: Session, actor: Actor, key: str) -> Notice | None:
    return db.exec(select(Notice).where(Notice.key == key, *_mine(actor))).first()


def unseen(actor: Actor, at: datetime) -> Select[int]:
    """How many the actor has not seen. The rail counts them."""
    return columns(func.count()).select_from(Notice).where(*_mine(actor), col(Notice.seen_at).is_(None))


def pace_of(db: Session, actor: Actor) -> Pace:
    choice = db.get(NoticeChoice, actor.worker_id)
    return choice.pace if choice else Pace.AT_ONCE
