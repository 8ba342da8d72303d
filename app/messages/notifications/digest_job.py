"""The daily digest: one email each working day that counts new notices by kind and names nobody."""

from collections import Counter
from datetime import datetime, time

from sqlmodel import Session

from app.accounts.models import Worker
from app.core.clock import local
from app.core.settings import settings
from app.core.working_days import is_working_day
from app.messages.mail_outbox import actions
from app.messages.mail_outbox.delivery_job import preferences_footer
from app.messages.notifications import queries
from app.messages.notifications.labels import SENTENCES, NoticeKind
from app.messages.notifications.models import Notice
from app.web.i18n import gettext as _
from app.web.i18n import language_scope, ngettext

EARLIEST = time(8)  # local time of the shop
BATCH = 50  # workers in one transaction; the next run takes the others
NOTICES_PATH = "/notices"


def write_digests(db: Session, at: datetime) -> None:
    """Adds a digest to the outbox for each worker who wants one daily and has new notices, however old those are."""
    day = local(at).date()
    if not actions.is_enabled() or local(at).time() < EARLIEST or not is_working_day(day):
        return
    for choice, worker in queries.digests_due(db, day, BATCH):
        choice.digest_on = day
        notices = queries.pending_for_digest(db, worker.id)
        if notices and worker.is_active and worker.email:
            _write_digest(db, worker, notices, at)
    db.flush()


def _write_digest(db: Session, worker: Worker, notices: list[Notice], at: datetime) -> None:
    with language_scope(worker.language):
        subject = ngettext("%(num)s message in the Werkwinkel", "%(num)s messages in the Werkwinkel", len(notices))
        lines = [
            f"{count} × {_(SENTENCES[NoticeKind(kind)])}" for kind, count in Counter(n.kind for n in notices).items()
        ]
        text = "\n".join([*lines, "", f"{settings().root}{NOTICES_PATH}", "", preferences_footer(), ""])
    actions.enqueue(
        db,
        shop_id=notices[-1].shop_id,
        address=worker.email,
        subject=subject % {"num": len(notices)},
        text=text,
        language=worker.language,
        at=at,
        worker_id=worker.id,
        about=NOTICES_PATH,
    )
    for notice in notices:
        notice.told_at = at
