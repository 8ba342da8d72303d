"""Sending what waits in the outbox: by a duty and never in a request, so that mail which is down holds up nobody.

Each letter goes through three short transactions: it is taken for a while, so that no other process sends it as well;
its link is filled in, if it may still be sent at all; and it is marked as sent, or why not. Between the last two it
goes to the mail server: nothing is held meanwhile. Whoever dies there leaves a letter that is sent again, as the same
mail (its Message-ID).
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

LEASE = timedelta(minutes=10)  # for so long a letter is of who took it
RETRY_DELAYS = tuple(
    timedelta(minutes=m) for m in (1, 5, 30, 120, 360, 720, 1440, 1644)
)  # three days in all, then it is dead
ROUND_SECONDS = 60.0  # seconds of one round: what waits longer is for the next
COMBINE_FROM = 3  # from so many on, what is due for one worker goes as one mail

OnUndeliverable = Callable[[Session, Letter, datetime], None]

INVALID_ADDRESS = N_("This is not a mail address.")
LINK_FAILED = N_("The link in it could not be made.")


def has_due_letters(db: Session, at: datetime) -> bool:
    """Whether there is anything to send now."""
    due = select(Letter.id).where(col(Letter.state) == LetterState.WAITING, col(Letter.try_at) <= at)
    return settings().has_mail and db.exec(due.limit(1)).first() is not None


def send_due(begin: TransactionFactory, at: datetime, *, on_dead: OnUndeliverable) -> None:
    """Sends what is due, the oldest first. `on_dead`: told, in the same transaction, of each letter given up."""
    if not settings().has_mail:
        return
    server, began = MailServer.at(settings().mail_server), monotonic()

    def moment() -> datetime:
        return at + timedelta(seconds=monotonic() - began)

    while monotonic() - began < ROUND_SECONDS:
        with begin() as db:
            taken = [letter.id for letter in acquire_due(db, moment(), due_at=at)]
        if not taken or not _send_as_one(begin, server, taken, moment, on_dead):
            return


def acquire_due(db: Session, at: datetime, *, due_at: datetime | None = None) -> list[Letter]:
    """The oldest letter that is due, for LEASE; with all others that are due for the same worker, if they are many."""
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
        same = due.where(Letter.worker_id == first.worker_id, Letter.address == first.address)
        several = [letter for letter in db.exec(same) if _can_be_combined(letter)]
        letters = several if len(several) >= COMBINE_FROM else letters
    for letter in letters:
        letter.try_at = at + LEASE
    db.flush()
    return letters


def _can_be_combined(letter: Letter) -> bool:
    """Whether it may go as a line of a mail with others: it is to a worker and holds only the way to a page."""
    return letter.worker_id is not None and not letter.fills and not letter.invitation


def _send_as_one(
    begin: TransactionFactory,
    server: MailServer,
    taken: list[int],
    moment: Callable[[], datetime],
    on_dead: OnUndeliverable,
) -> bool:
    """Sends these letters as one mail, if they may still be sent; False when no server answers."""
    try:
        with begin() as db:
            ready = _build_mail(db, taken, moment())
        if ready is None:
            return True
        server.send(*ready)
    except DeliveryFailed as problem:
        with begin() as db:
            for letter in _lock_waiting(db, taken):
                record_failure(db, letter, problem, at=moment(), on_dead=on_dead)
        return not problem.no_server
    with begin() as db:
        for letter in db.exec(select(Letter).where(col(Letter.id).in_(taken))):
            letter.sent_at = moment()
            if letter.state == LetterState.WAITING:
                letter.trouble = ""
                erase_content(letter, LetterState.SENT)
    return True


def _lock_waiting(db: Session, numbers: list[int]) -> list[Letter]:
    statement = select(Letter).where(col(Letter.id).in_(numbers), col(Letter.state) == LetterState.WAITING)
    return list(db.exec(statement.order_by(col(Letter.id)).with_for_update()))


def _build_mail(db: Session, taken: list[int], at: datetime) -> tuple[EmailMessage, str] | None:
    """The mail and its address; None when there is nothing to send any more. Raises Undelivered."""
    letters = _lock_waiting(db, taken)
    if not letters:
        return None
    one, host = letters[0], urlsplit(settings().root).hostname or "localhost"
    if not is_mail_address(one.address):
        raise DeliveryFailed(gettext_in(INVALID_ADDRESS, one.language), for_good=True)
    subject, text, key = one.subject, one.text, one.key
    if one.fills:
        try:
            with db.begin_nested():
                link = LINK_MAKERS[one.fills](db, one, at)
        except Exception as problem:
            log.error("a link of kind %s cannot be made: %s", one.fills, type(problem).__name__)
            raise DeliveryFailed(gettext_in(LINK_FAILED, one.language)) from None
        if link is None:
            erase_content(one, LetterState.RECALLED)
            return None
        text = text.replace("{link}", link)
    if len(letters) > 1:
        subject, text = combined_text(letters)
        key = digest(" ".join(sorted(letter.key for letter in letters)))[:32]
    mail = build_message(
        key=key,
        sender=settings().mail_from,
        to=one.address,
        subject=subject,
        text=text,
        at=at,
        host=host,
        invitation=one.invitation,
    )
    return mail, one.address


def combined_text(letters: list[Letter]) -> tuple[str, str]:
    """Subject and text of one mail for several: what each is about, and where it is read."""
    with language_scope(letters[0].language):
        subject = ngettext("%(num)s message in the Werkwinkel", "%(num)s messages in the Werkwinkel", len(letters)) % {
            "num": len(letters)
        }
    lines = [f"- {letter.subject}\n  {settings().root}{letter.about}" for letter in letters]
    with language_scope(letters[0].language):
        return subject, "\n".join([*lines, "", preferences_footer(), ""])


def preferences_footer() -> str:
    """The last lines of every mail to a worker, in the language of the moment."""
    return _("You read it after you sign in. How often you are mailed, you choose here: %(address)s") % {
        "address": f"{settings().root}/notices/choice"
    }


def record_failure(
    db: Session, letter: Letter, problem: DeliveryFailed, *, at: datetime, on_dead: OnUndeliverable
) -> None:
    """Later once more; after the last wait, or when the refusal is for good, it is given up."""
    letter.trouble, letter.tries = problem.trouble, letter.tries + 1
    if problem.for_good or letter.tries > len(RETRY_DELAYS):
        letter.state = LetterState.DEAD
        db.flush()
        on_dead(db, letter, at)
    else:
        letter.try_at = at + RETRY_DELAYS[letter.tries - 1]
