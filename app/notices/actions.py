"""Telling workers that something happened, and taking back what may not be told any more."""

from collections.abc import Iterable
from datetime import datetime

from sqlmodel import Session, col, select

from app.accounts.models import Worker
from app.notices.models import Notice
from app.notices.words import NoticeKind
from app.post import outbox


def tell(
    db: Session, workers: Iterable[Worker], kind: NoticeKind, *, shop_id: int, about: str, at: datetime,
    by_id: int | None = None, invitation: str = "",
) -> list[Notice]:  # fmt: skip
    """A notice for each of `workers` who can sign in, but for who did it (`by_id`); and a mail, as each chose.

    In the transaction of what it tells of. `about`: the path where it is read.
    """
    told = []
    for worker in {worker.id: worker for worker in workers}.values():
        if worker.id == by_id or not worker.is_active:
            continue
        told.append(Notice(shop_id=shop_id, worker_id=worker.id, kind=kind, about=about, at=at))
    db.add_all(told)
    db.flush()
    return told


def recall(db: Session, about: str, *, at: datetime) -> None:
    """What was told of this and not seen yet is taken away, in the list and in the outbox."""
    for notice in db.exec(select(Notice).where(Notice.about == about, col(Notice.seen_at).is_(None))):
        notice.seen_at = at
    outbox.recall(db, about)
