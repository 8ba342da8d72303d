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
from app.core.scheduled_jobs import Begin
from app.core.settings import settings
from app.core.text_rules import N_, is_mail_address
from app.messages.mail_outbox.actions import wipe
from app.messages.mail_outbox.link_placeholders import FILLS
from app.messages.mail_outbox.mail_server import Server, Undelivered, message
from app.messages.mail_outbox.models import Letter, LetterState
from app.web.i18n import gettext as _
from app.web.i18n import ngettext, said_in, speaking

log = logging.getLogger(__name__)

LEASE = timedelta(minutes=10)  # for so long a letter is of who took it
WAITS = tuple(timedelta(minutes=m) for m in (1, 5, 30, 120, 360, 720, 1440, 1644))  # three days in all, then it is dead
LONGEST = 60.0  # seconds of one round: what waits longer is for the next
MANY = 3  # from so many on, what is due for one worker goes as one mail

OnDead = Callable[[Session, Letter, datetime], None]

NO_ADDRESS = N_("This is not a mail address.")
MAIL_IS_BROKEN = N_("The link in it could not be made.")


def waits(db: Session, at: datetime) -> bool:
    """Whether there is anything to send now."""
    due = select(Letter.id).where(col(Letter.state) == LetterState.WAITING, col(Letter.try_at) <= at)
    return settings().has_mail and db.exec(due.limit(1)).first() is not None


def send_waiting(begin: Begin, at: datetime, *, on_dead: OnDead) -> None:
    """Sends what is due, the oldest first. `on_dead`: told, in the same transaction, of each letter given up."""
    if not settings().has_mail:
        return
    server, began = Server.at(settings().mail_server), monotonic()

    def moment() -> datetime:
        return at + timedelta(seconds=monotonic() - began)

    while monotonic() - began < LONGEST:
        with begin() as db:
            taken = [letter.id for letter in take(db, moment(), due_at=at)]
        if not taken or not _deliver(begin, server, taken, moment, on_dead):
            return


def take(db: Session, at: datetime, *, due_at: datetime | None = None) -> list[Letter]:
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
    if _joins(first):
        same = due.where(Letter.worker_id == first.worker_id, Letter.address == first.address)
        several = [letter for letter in db.exec(same) if _joins(letter)]
        letters = several if len(several) >= MANY else letters
    for letter in letters:
        letter.try_at = at + LEASE
    db.flush()
    return letters


def _joins(letter: Letter) -> bool:
    """Whether it may go as a line of a mail with others: it is to a worker and holds only the way to a page."""
    return letter.worker_id is not None and not letter.fills and not letter.invitation


def _deliver(begin: Begin, server: Server, taken: list[int], moment: Callable[[], datetime], on_dead: OnDead) -> bool:
    """Sends these letters as one mail, if they may still be sent; False when no server answers."""
    try:
        with begin() as db:
            ready = _mail(db, taken, moment())
        if ready is None:
            return True
        server.send(*ready)
    except Undelivered as problem:
        with begin() as db:
            for letter in _waiting(db, taken):
                failed(db, letter, problem, at=moment(), on_dead=on_dead)
        return not problem.no_server
    with begin() as db:
        for letter in db.exec(select(Letter).where(col(Letter.id).in_(taken))):
            letter.sent_at = moment()
            if letter.state == LetterState.WAITING:
                letter.trouble = ""
                wipe(letter, LetterState.SENT)
    return True


def _waiting(db: Session, numbers: list[int]) -> list[Letter]:
    statement = select(Letter).where(col(Letter.id).in_(numbers), col(Letter.state) == LetterState.WAITING)
    return list(db.exec(statement.order_by(col(Letter.id)).with_for_update()))


def _mail(db: Session, taken: list[int], at: datetime) -> tuple[EmailMessage, str] | None:
    """The mail and its address; None when there is nothing to send any more. Raises Undelivered."""
    letters = _waiting(db, taken)
    if not letters:
        return None
    one, host = letters[0], urlsplit(settings().root).hostname or "localhost"
    if not is_mail_address(one.address):
        raise Undelivered(said_in(NO_ADDRESS, one.language), for_good=True)
    subject, text, key = one.subject, one.text, one.key
    if one.fills:
        try:
            with db.begin_nested():
                link = FILLS[one.fills](db, one, at)
        except Exception as problem:
            log.error("a link of kind %s cannot be made: %s", one.fills, type(problem).__name__)
            raise Undelivered(said_in(MAIL_IS_BROKEN, one.language)) from None
        if link is None:
            wipe(one, LetterState.RECALLED)
            return None
        text = text.replace("{link}", link)
    if len(letters) > 1:
        subject, text = together(letters)
        key = digest(" ".join(sorted(letter.key for letter in letters)))[:32]
    mail = message(
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


def together(letters: list[Letter]) -> tuple[str, str]:
    """Subject and text of one mail for several: what each is about, and where it is read."""
    with speaking(letters[0].language):
        subject = ngettext("%(num)s message in the Werkwinkel", "%(num)s messages in the Werkwinkel", len(letters)) % {
            "num": len(letters)
        }
    lines = [f"- {letter.subject}\n  {settings().root}{letter.about}" for letter in letters]
    with speaking(letters[0].language):
        return subject, "\n".join([*lines, "", how_to_change(), ""])


def how_to_change() -> str:
    """The last lines of every mail to a worker, in the language of the moment."""
    return _("You read it after you sign in. How often you are mailed, you choose here: %(address)s") % {
        "address": f"{settings().root}/notices/choice"
    }


def failed(db: Session, letter: Letter, problem: Undelivered, *, at: datetime, on_dead: OnDead) -> None:
    """Later once more; after the last wait, or when the refusal is for good, it is given up."""
    letter.trouble, letter.tries = problem.trouble, letter.tries + 1
    if problem.for_good or letter.tries > len(WAITS):
        letter.state = LetterState.DEAD
        db.flush()
        on_dead(db, letter, at)
    else:
        letter.try_at = at + WAITS[letter.tries - 1]
