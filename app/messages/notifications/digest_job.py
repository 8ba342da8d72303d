"""Once a working day, one mail for who wants no more: how much of what happened, and nothing of anybody."""

from collections import Counter
from datetime import datetime, time

from sqlmodel import Session

from app.accounts.models import Worker
from app.core.clock import local
from app.core.settings import settings
from app.core.working_days import is_workday
from app.messages.mail_outbox import actions
from app.messages.mail_outbox.delivery_job import how_to_change
from app.messages.notifications import queries
from app.messages.notifications.labels import SENTENCES, NoticeKind
from app.messages.notifications.models import Notice
from app.web.i18n import gettext as _
from app.web.i18n import ngettext, speaking

FROM = time(8)  # on the clock of the shop
BITE = 50  # workers in one transaction; the others come in the next
LIST = "/notices"


def write(db: Session, at: datetime) -> None:
    """A letter for each who is mailed daily and has something new. After a pause of days it is one as well."""
    day = local(at).date()
    if not actions.is_on() or local(at).time() < FROM or not is_workday(day):
        return
    for choice, worker in queries.wanting_digest(db, day, BITE):
        choice.digest_on = day
        fresh = queries.untold(db, worker.id)
        if fresh and worker.is_active and worker.email:
            _write_one(db, worker, fresh, at)
    db.flush()


def _write_one(db: Session, worker: Worker, fresh: list[Notice], at: datetime) -> None:
    with speaking(worker.language):
        subject = ngettext("%(num)s message in the Werkwinkel", "%(num)s messages in the Werkwinkel", len(fresh))
        lines = [
            f"{count} × {_(SENTENCES[NoticeKind(kind)])}" for kind, count in Counter(n.kind for n in fresh).items()
        ]
        text = "\n".join([*lines, "", f"{settings().root}{LIST}", "", how_to_change(), ""])
    actions.write(
        db,
        shop_id=fresh[-1].shop_id,
        address=worker.email,
        subject=subject % {"num": len(fresh)},
        text=text,
        language=worker.language,
        at=at,
        worker_id=worker.id,
        about=LIST,
    )
    for notice in fresh:
        notice.told_at = at
