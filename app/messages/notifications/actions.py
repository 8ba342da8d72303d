"""Notifies workers of what happened, and recalls notices that no longer hold."""

from collections.abc import Iterable
from datetime import datetime

from sqlmodel import Session, col, select

from app.accounts import queries as accounts
from app.accounts.current_user import Actor
from app.accounts.models import Worker
from app.core.settings import settings
from app.messages.mail_outbox import actions
from app.messages.mail_outbox.delivery_job import preferences_footer
from app.messages.mail_outbox.models import Letter, LetterState
from app.messages.notifications import queries
from app.messages.notifications.labels import SENTENCES, SUBJECTS, NoticeKind
from app.messages.notifications.models import MailFrequency, Notice, NoticePreference
from app.web.i18n import gettext as _
from app.web.i18n import language_scope

UNDELIVERED_PATH = "/undelivered"


def notify(
    db: Session,
    workers: Iterable[Worker],
    kind: NoticeKind,
    *,
    shop_id: int,
    about: str,
    at: datetime,
    by_id: int | None = None,
    invitation: str = "",
) -> list[Notice]:
    """Adds a notice for each worker who can sign in, and an email for those who want one right away.

    Called in the transaction of what happened. `about`: the path of the page to read; `by_id`: the worker who did it,
    who needs no notice; `invitation`: a calendar file for the email. Returns the notices added.
    """
    notices, recipients = [], {}
    for worker in {worker.id: worker for worker in workers}.values():
        if worker.id == by_id or not worker.is_active:
            continue
        notices.append(Notice(shop_id=shop_id, worker_id=worker.id, kind=kind, about=about, at=at))
        recipients[worker.id] = worker
    db.add_all(notices)
    db.flush()
    if actions.is_enabled() and kind != NoticeKind.LETTER_DEAD:  # an email about an undelivered email would never end
        frequencies = queries.mail_frequencies(db, recipients)
        for notice in notices:
            if recipients[notice.worker_id].email and frequencies[notice.worker_id] == MailFrequency.AT_ONCE:
                _enqueue_mail(db, notice, recipients[notice.worker_id], invitation, at=at)
    return notices


def mail_invitation(
    db: Session, worker: Worker, kind: NoticeKind, invitation: str, *, shop_id: int, about: str, at: datetime
) -> None:
    """Emails a calendar file to the worker who arranged it, and so needs no notice of it."""
    notice = Notice(shop_id=shop_id, worker_id=worker.id, kind=kind, about=about, at=at)
    if (
        actions.is_enabled()
        and worker.email
        and queries.mail_frequencies(db, {worker.id: worker})[worker.id] == MailFrequency.AT_ONCE
    ):
        _enqueue_mail(db, notice, worker, invitation, at=at)


def _enqueue_mail(db: Session, notice: Notice, worker: Worker, invitation: str, *, at: datetime) -> None:
    """Adds an email that says what happened and links to a page behind sign-in. It names nobody (TRUST 23)."""
    with language_scope(worker.language):
        subject = _(SUBJECTS[NoticeKind(notice.kind)])
        text = f"{_(SENTENCES[NoticeKind(notice.kind)])}\n\n{settings().root}{notice.about}\n\n{preferences_footer()}\n"
    actions.enqueue(
        db,
        shop_id=notice.shop_id,
        address=worker.email,
        subject=subject,
        text=text,
        language=worker.language,
        at=at,
        worker_id=worker.id,
        about=notice.about,
        invitation=invitation,
    )
    notice.told_at = at


def notify_undeliverable(db: Session, letter: Letter, at: datetime) -> None:
    """Notifies the coordinators of the shop that an email is undeliverable, unless they have such a notice unseen."""
    already_notified = queries.workers_with_unseen(db, UNDELIVERED_PATH, letter.shop_id)
    recipients = [worker for worker in accounts.coordinators(db, letter.shop_id) if worker.id not in already_notified]
    notify(db, recipients, NoticeKind.LETTER_DEAD, shop_id=letter.shop_id, about=UNDELIVERED_PATH, at=at)


def retry(db: Session, letter: Letter, *, at: datetime) -> None:
    """Puts an undeliverable email back in the outbox, with all its tries. A worker's current address is used."""
    worker = db.get(Worker, letter.worker_id) if letter.worker_id else None
    letter.address = (worker and worker.email) or letter.address
    letter.state, letter.try_at, letter.tries = LetterState.WAITING, at, 0
    db.flush()


def dismiss(db: Session, letter: Letter) -> None:
    """Closes an undeliverable email without sending it."""
    actions.erase_content(letter, LetterState.RECALLED)
    db.flush()


def mark_seen(db: Session, notices: Iterable[Notice], *, at: datetime) -> None:
    for notice in notices:
        notice.seen_at = notice.seen_at or at
    db.flush()


def save_preferences(db: Session, pace: MailFrequency, email: str, *, by: Actor) -> None:
    """Stores how often the actor wants email, and their address."""
    accounts.own_worker(db, by).email = email
    preference = db.get(NoticePreference, by.worker_id) or NoticePreference(worker_id=by.worker_id)
    preference.pace = pace
    db.add(preference)
    db.flush()


def recall(db: Session, about: str, *, at: datetime) -> None:
    """Withdraws unseen notices about this path, by marking them seen, and unsent emails about it."""
    for notice in db.exec(select(Notice).where(Notice.about == about, col(Notice.seen_at).is_(None))):
        notice.seen_at = at
    actions.recall(db, about)
