"""One mail a day, for who chose that: how much waits, in kinds and numbers (TRUST 23)."""

from collections import Counter
from datetime import datetime, time

from sqlmodel import Session, col, select

from app.accounts.models import Worker
from app.core.clock import local, local_day
from app.core.settings import settings
from app.core.text import N_
from app.core.workdays import is_workday
from app.notices.models import Notice, NoticeChoice, Pace
from app.notices.words import SENTENCES, NoticeKind
from app.post import outbox

FROM = time(8)  # on the clock of the shop
SUBJECT = N_("What waits for you at the Werkwinkel")
TEXT = N_(
    "Hello %(name)s,\n\nThis is new since the last mail:\n\n%(lines)s\n\nRead it here, after signing in:\n"
    "%(address)s/notices\n\nNothing about anybody stands in this mail. There you also choose how often you get one."
)


def write_digests(db: Session, at: datetime) -> None:
    """On a working day from eight o'clock: one letter for each worker who wants one and has something new.

    After days in which nothing was sent there is one letter, not several.
    """
    today = local_day(at)
    if not outbox.is_on() or not is_workday(today) or local(at).time() < FROM:
        return
    due = select(NoticeChoice).where(
        col(NoticeChoice.pace) == Pace.DAILY,
        col(NoticeChoice.digest_on).is_(None) | (col(NoticeChoice.digest_on) < today),
    )
    for choice in db.exec(due.order_by(col(NoticeChoice.worker_id)).with_for_update()).all():
        choice.digest_on = today
        worker = db.get_one(Worker, choice.worker_id)
        untold = select(Notice).where(
            Notice.worker_id == worker.id, col(Notice.seen_at).is_(None), col(Notice.told_at).is_(None)
        )
        new = db.exec(untold.order_by(col(Notice.id))).all()
        for notice in new:
            notice.told_at = at
        if new and worker.email and worker.is_active:
            _write(db, worker, Counter(NoticeKind(notice.kind) for notice in new), new[-1].shop_id, at)
    db.flush()


def _write(db: Session, worker: Worker, kinds: Counter[NoticeKind], shop_id: int, at: datetime) -> None:
    lines = "\n".join(f"{count} × {outbox.say(SENTENCES[kind], worker.language)}" for kind, count in kinds.items())
    words = {"name": worker.name, "lines": lines, "address": settings().address}
    outbox.write(
        db, shop_id=shop_id, address=worker.email, language=worker.language, worker_id=worker.id, about="/notices",
        subject=outbox.say(SUBJECT, worker.language), text=outbox.say(TEXT, worker.language, **words), at=at,
    )  # fmt: skip
