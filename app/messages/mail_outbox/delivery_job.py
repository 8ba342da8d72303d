"""Sends the emails in the outbox: a scheduled job, so that a mail server that is down never delays a request.

Each email takes three short transactions. The first leases it, so that no other process sends it too. The second checks
that it may still be sent and creates its link. The third records that it was sent, or why not. No transaction is open
while the mail server is contacted, between the second and the third. If the process dies there, the email is sent again
with the same Message-ID.
"""

import logging
from collections.abc import Callable
from datetime import datetime, timedelta
from email.message import EmailMessage
from time import monotonic
from urllib.parse import urlsplit

from sqlmodel import Session, col, select

from app.core.ids import digest
from app.core.scheduled_jobs import TransactionFactory
from app.core.settings import settings
from app.core.text_rules import N_, is_mail_address
from app.messages.mail_outbox.actions import erase_content
from app.messages.mail_outbox.link_placeholders import LINK_MAKERS
from app.messages.mail_outbox.mail_server import DeliveryFailed, MailServer, build_message
from app.messages.mail_outbox.models import Letter, LetterState
from app.web.i18n import gettext as _
from app.web.i18n import gettext_in, language_scope, ngettext

log = logging.getLogger(__name__)

LEASE = timedelta(minutes=10)  # how long a process may work on an email before another may take it
# Three days in all; after the last try an email is undeliverable.
RETRY_DELAYS = tuple(timedelta(minutes=m) for m in (1, 5, 30, 120, 360, 720, 1440, 1644))
ROUND_SECONDS = 60.0  # emails still due after that wait for the next run of the job
COMBINE_FROM = 3  # this many emails or more due for one worker are combined into one

OnUndeliverable = Callable[[Session, Letter, datetime], None]

INVALID_ADDRESS = N_("This is not an email address.")
LINK_FAILED = N_("The link in the email could not be created.")


def has_due_letters(db: Session, at: datetime) -> bool:
    """Whether any email is due, and there is a mail server to send it."""
    due = select(Letter.id).where(col(Letter.state) == LetterState.WAITING, col(Letter.try_at) <= at)
    return settings().has_mail and db.exec(due.limit(1)).first() is not None


def send_due(begin: TransactionFactory, at: datetime, *, on_undeliverable: OnUndeliverable) -> None:
    """Sends what is due, the oldest first.

    `on_undeliverable` is called for each undeliverable email, in the transaction that marks it.
    """
    if not settings().has_mail:
        return
    server, started = MailServer.from_url(settings().mail_server), monotonic()

    def now() -> datetime:
        return at + timedelta(seconds=monotonic() - started)

    while monotonic() - started < ROUND_SECONDS:
        with begin() as db:
            letter_ids = [letter.id for letter in acquire_due(db, now(), due_at=at)]
        if not letter_ids or not _send_as_one(begin, server, letter_ids, now, on_undeliverable):
            return


def acquire_due(db: Session, at: datetime, *, due_at: datetime | None = None) -> list[Letter]:
    """Leases the oldest email due, together with the others due for the same worker if they are to be combined.

    Returns [] when none is due.
    """
    due = (
        select(Letter)
        .where(col(Letter.state) == LetterState.WAITING, col(Letter.try_at) <= (due_at or at))
        .order_by(col(Letter.try_at), col(Letter.id))
        .with_for_update(skip_locked=True)
    )
    first = db.exec(due.limit(1)).first()
    if first is None:
        return []
    letters = [first]
    if _can_be_combined(first):
        same_worker = due.where(Letter.worker_id == first.worker_id, Letter.address == first.address)
        combined = [letter for letter in db.exec(same_worker) if _can_be_combined(letter)]
        letters = combined if len(combined) >= COMBINE_FROM else letters
    for letter in letters:
        letter.try_at = at + LEASE
    db.flush()
    return letters


def _can_be_combined(letter: Letter) -> bool:
    """Whether it can be a line in a combined email: it goes to a worker and has neither a secret link nor a file."""
    return letter.worker_id is not None and not letter.fills and not letter.invitation


def _send_as_one(
    begin: TransactionFactory,
    server: MailServer,
    letter_ids: list[int],
    now: Callable[[], datetime],
    on_undeliverable: OnUndeliverable,
) -> bool:
    """Sends these as one email if they may still be sent. Returns False when the mail server does not answer."""
    try:
        with begin() as db:
            message = _build_mail(db, letter_ids, now())
        if message is None:
            return True
        server.send(*message)
    except DeliveryFailed as failure:
        with begin() as db:
            for letter in _lock_waiting(db, letter_ids):
                record_failure(db, letter, failure, at=now(), on_undeliverable=on_undeliverable)
        return not failure.no_server
    with begin() as db:
        for letter in db.exec(select(Letter).where(col(Letter.id).in_(letter_ids))):
            letter.sent_at = now()
            if letter.state == LetterState.WAITING:
                letter.trouble = ""
                erase_content(letter, LetterState.SENT)
    return True


def _lock_waiting(db: Session, letter_ids: list[int]) -> list[Letter]:
    statement = select(Letter).where(col(Letter.id).in_(letter_ids), col(Letter.state) == LetterState.WAITING)
    return list(db.exec(statement.order_by(col(Letter.id)).with_for_update()))


def _build_mail(db: Session, letter_ids: list[int], at: datetime) -> tuple[EmailMessage, str] | None:
    """The message and its address; None when there is nothing left to send. Raises DeliveryFailed."""
    letters = _lock_waiting(db, letter_ids)
    if not letters:
        return None
    first, host = letters[0], urlsplit(settings().root).hostname or "localhost"
    if not is_mail_address(first.address):
        raise DeliveryFailed(gettext_in(INVALID_ADDRESS, first.language), for_good=True)
    subject, text, key = first.subject, first.text, first.key
    if first.fills:
        try:
            with db.begin_nested():
                link = LINK_MAKERS[first.fills](db, first, at)
        except Exception as problem:
            log.error("a link of kind %s cannot be made: %s", first.fills, type(problem).__name__)
            raise DeliveryFailed(gettext_in(LINK_FAILED, first.language)) from None
        if link is None:
            erase_content(first, LetterState.RECALLED)
            return None
        text = text.replace("{link}", link)
    if len(letters) > 1:
        subject, text = combined_text(letters)
        key = digest(" ".join(sorted(letter.key for letter in letters)))[:32]
    mail = build_message(
        key=key,
        sender=settings().mail_from,
        to=first.address,
        subject=subject,
        text=text,
        at=at,
        host=host,
        invitation=first.invitation,
    )
    return mail, first.address


def combined_text(letters: list[Letter]) -> tuple[str, str]:
    """Subject and text of a combined email: one line and one address for each."""
    count = len(letters)
    lines = [f"- {letter.subject}\n  {settings().root}{letter.about}" for letter in letters]
    with language_scope(letters[0].language):
        subject = ngettext("%(num)s message in the Werkwinkel", "%(num)s messages in the Werkwinkel", count)
        return subject % {"num": count}, "\n".join([*lines, "", preferences_footer(), ""])


def preferences_footer() -> str:
    """The last lines of every email to a worker, in the current language: where to change how often they come."""
    return _("Sign in to read it. Choose here how often you get an email: %(address)s") % {
        "address": f"{settings().root}/notices/choice"
    }


def record_failure(
    db: Session, letter: Letter, failure: DeliveryFailed, *, at: datetime, on_undeliverable: OnUndeliverable
) -> None:
    """Schedules the next try. After the last one, or when the refusal is permanent, the email is undeliverable."""
    letter.trouble, letter.tries = failure.trouble, letter.tries + 1
    if failure.for_good or letter.tries > len(RETRY_DELAYS):
        letter.state = LetterState.DEAD
        db.flush()
        on_undeliverable(db, letter, at)
    else:
        letter.try_at = at + RETRY_DELAYS[letter.tries - 1]
