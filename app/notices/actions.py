"""Telling workers that something happened, and taking back what may not be told any more."""

from collections.abc import Iterable
from datetime import datetime

from sqlmodel import Session, col, select

from app.accounts.actors import Actor
from app.accounts.models import Worker
from app.core.database import locked
from app.core.settings import settings
from app.core.text import N_
from app.notices.models import Notice, NoticeChoice, Pace
from app.notices.words import SENTENCES, SUBJECTS, NoticeKind
from app.post import outbox

TEXT = N_(
    "Hello %(name)s,\n\n%(sentence)s\n\nRead it here, after signing in:\n%(address)s\n\nNothing about anybody stands "
    "in this mail. How often you get one, you choose in the list of notices."
)


def tell(
    db: Session, workers: Iterable[Worker], kind: NoticeKind, *, shop_id: int, about: str, at: datetime,
    by_id: int | None = None, invitation: str = "",
) -> list[Notice]:  # fmt: skip
    """A notice for each of `workers` who can sign in, but for who did it (`by_id`); and a mail, as each chose.

    In the transaction of what it tells of. `about`: the path where it is read; `invitation`: a calendar file that goes
    with the mail.
    """
    told = []
    for worker in {worker.id: worker for worker in workers}.values():
        if worker.id == by_id or not worker.is_active:
            continue
        notice = Notice(shop_id=shop_id, worker_id=worker.id, kind=kind, about=about, at=at)
        if mails_at_once(db, worker):
            write(db, worker, kind, shop_id=shop_id, about=about, at=at, invitation=invitation)
            notice.told_at = at
        told.append(notice)
    db.add_all(told)
    db.flush()
    return told


def mails_at_once(db: Session, worker: Worker) -> bool:
    if not (worker.email and outbox.is_on()):
        return False
    choice = db.get(NoticeChoice, worker.id)
    return choice is None or choice.pace == Pace.AT_ONCE


def write(
    db: Session, worker: Worker, kind: NoticeKind, *, shop_id: int, about: str, at: datetime, invitation: str = ""
) -> None:
    """The letter that tells of one notice."""
    sentence = outbox.say(SENTENCES[kind], worker.language)
    words = {"name": worker.name, "sentence": sentence, "address": settings().address + about}
    outbox.write(
        db, shop_id=shop_id, address=worker.email, language=worker.language, worker_id=worker.id, about=about, at=at,
        subject=outbox.say(SUBJECTS[kind], worker.language), text=outbox.say(TEXT, worker.language, **words),
        invitation=invitation,
    )  # fmt: skip


def recall(db: Session, about: str, *, at: datetime) -> None:
    """What was told of this and not seen yet is taken away, in the list and in the outbox."""
    for notice in db.exec(select(Notice).where(Notice.about == about, col(Notice.seen_at).is_(None))):
        notice.seen_at = at
    outbox.recall(db, about)


def see(db: Session, notice: Notice, *, at: datetime) -> None:
    """The worker looked at it; and at what was told of the same before."""
    same = select(Notice).where(
        Notice.worker_id == notice.worker_id, Notice.about == notice.about, col(Notice.seen_at).is_(None)
    )
    for each in db.exec(same):
        each.seen_at = at
    db.flush()


def see_all(db: Session, *, by: Actor, at: datetime) -> None:
    mine = (Notice.worker_id == by.worker_id, Notice.shop_id == by.shop_id, col(Notice.seen_at).is_(None))
    for each in db.exec(select(Notice).where(*mine)):
        each.seen_at = at
    db.flush()


def choose(db: Session, *, pace: Pace, email: str, by: Actor) -> None:
    """How `by` wants to be mailed, and where."""
    worker = locked(db, db.get_one(Worker, by.worker_id))
    worker.email = email
    choice = db.get(NoticeChoice, by.worker_id) or NoticeChoice(worker_id=by.worker_id)
    choice.pace = pace
    db.add(choice)
    db.flush()
