"""The duty that sends what waits in the outbox. Mail is a nudge: what it tells of stands in the lists (decision 21).

A letter is taken in a transaction of its own, sent without one, and marked in a third: nobody at the door waits for a
mail server, two processes never send the same letter, and whoever dies in between leaves it to be taken again. Sent
twice, it has the same Message-ID.
"""

import asyncio
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from email.message import EmailMessage
from urllib.parse import unquote, urlsplit

import aiosmtplib
from sqlmodel import Session, col, select

from app.core.duties import Transaction
from app.core.settings import settings
from app.core.text import N_
from app.post import filling
from app.post.models import Letter, LetterState
from app.post.outbox import say, wipe

TAKEN_FOR = timedelta(minutes=5)  # for so long nobody else takes a letter
# How long after each try that failed the next one comes: three days in all.
WAITS = tuple(timedelta(minutes=m) for m in (1, 5, 30, 120, 360, 720, 1440, 1440))
AT_A_TIME = 50
PATIENCE = 20  # seconds for a mail server to answer
TOGETHER = 3  # from so many letters to one worker on they go as one mail

MANY_SUBJECT = N_("%(count)s things wait for you at the Werkwinkel")
MANY = N_("Hello,\n\nThis waits for you:\n\n%(lines)s\n\nRead it here, after signing in:\n%(address)s/notices")


OnDead = Callable[[Session, Letter, datetime], None]


@dataclass(frozen=True)
class Mail:
    """What goes out: one letter, or several to one worker. `letters`: their numbers; `key`: of the first."""

    letters: tuple[int, ...]
    key: str
    address: str
    subject: str
    text: str
    invitation: str = ""


def send_waiting(transaction: Transaction, at: datetime, *, on_dead: OnDead) -> int:
    """Sends what is due at `at`; how many mails went out. `on_dead`: tells of a letter that cannot be delivered."""
    if not settings().mail_server:
        return 0
    with transaction() as db:
        mails = take(db, at)
    sent = 0
    for mail in mails:
        trouble = asyncio.run(_send(mail)) if _still_wanted(mail, transaction) else None
        with transaction() as db:
            sent += _mark(db, mail, trouble, at, on_dead)
    return sent


def take(db: Session, at: datetime) -> list[Mail]:
    """The letters that are due, taken for a while; with their links, which are made now (post.filling)."""
    due = (
        select(Letter).where(col(Letter.state) == LetterState.WAITING, col(Letter.try_at) <= at)
        .order_by(col(Letter.id)).limit(AT_A_TIME).with_for_update(skip_locked=True)
    )  # fmt: skip
    taken: list[tuple[Letter, str]] = []
    for letter in db.exec(due).all():
        letter.try_at = at + TAKEN_FOR
        text = letter.text
        if letter.fills:
            link = filling.FILLS[letter.fills](db, letter, at)
            if link is None:
                wipe(letter, LetterState.RECALLED)
                continue
            text = text.replace("{link}", link)
        taken.append((letter, text))
    db.flush()
    return _together(taken)


def _together(taken: Sequence[tuple[Letter, str]]) -> list[Mail]:
    """One mail for each; but who would get many at once gets one that lists them."""
    whose: dict[int, list[Letter]] = {}
    for letter, _text in taken:
        if letter.worker_id is not None and not letter.invitation:
            whose.setdefault(letter.worker_id, []).append(letter)
    many = {worker: letters for worker, letters in whose.items() if len(letters) >= TOGETHER}
    mails = []
    for letter, text in taken:
        if letter.worker_id not in many or letter.invitation:
            mails.append(Mail((letter.id,), letter.key, letter.address, letter.subject, text, letter.invitation))
    for letters in many.values():
        first, language = letters[0], letters[0].language
        lines = "\n".join(f"- {letter.subject}" for letter in letters)
        text = say(MANY, language, lines=lines, address=settings().address)
        subject = say(MANY_SUBJECT, language, count=str(len(letters)))
        mails.append(Mail(tuple(letter.id for letter in letters), first.key, first.address, subject, text))
    return mails


def _still_wanted(mail: Mail, transaction: Transaction) -> bool:
    """A consent may have been taken back in this very moment (TRUST 10)."""
    with transaction() as db:
        rows = db.exec(select(Letter.state).where(col(Letter.id).in_(mail.letters))).all()
    return LetterState.WAITING in rows


class Refusal(Exception):
    """The mail server will never take this one."""


async def _send(mail: Mail) -> Exception | None:
    """None when it went out; else what stood in the way."""
    server = urlsplit(settings().mail_server)
    safe = server.scheme == "smtps"
    near = server.hostname in ("localhost", "127.0.0.1", "::1")
    try:
        await aiosmtplib.send(
            message(mail), hostname=server.hostname, port=server.port or (465 if safe else 587), timeout=PATIENCE,
            username=unquote(server.username) if server.username else None,
            password=unquote(server.password) if server.password else None,
            use_tls=safe, start_tls=None if safe or near else True,
        )  # fmt: skip
    except aiosmtplib.SMTPRecipientsRefused as refused:
        codes = [each.code for each in refused.recipients]
        return Refusal(str(refused)) if all(code >= 500 for code in codes) else refused
    except (aiosmtplib.SMTPException, OSError, ValueError) as problem:
        return problem
    return None


def message(mail: Mail) -> EmailMessage:
    """The mail as it goes out. EmailMessage refuses a line break in a header, so no text can add one."""
    made = EmailMessage()
    made["From"], made["To"] = settings().mail_from, mail.address
    made["Subject"] = " ".join(mail.subject.split())
    made["Message-ID"] = f"<{mail.key}@werkwinkel>"
    made["Auto-Submitted"] = "auto-generated"
    made.set_content(mail.text)
    if mail.invitation:
        method = "CANCEL" if "METHOD:CANCEL" in mail.invitation else "REQUEST"
        made.add_alternative(mail.invitation, subtype="calendar", params={"method": method})
    return made


def _mark(db: Session, mail: Mail, trouble: Exception | None, at: datetime, on_dead: OnDead) -> int:
    rows = select(Letter).where(col(Letter.id).in_(mail.letters), col(Letter.state) == LetterState.WAITING)
    letters = db.exec(rows.with_for_update()).all()
    for letter in letters:
        letter.tries += 1
        if trouble is None:
            letter.sent_at, letter.trouble = at, ""
            wipe(letter, LetterState.SENT)
            continue
        letter.trouble = f"{type(trouble).__name__}: {trouble}"[:300]
        if isinstance(trouble, Refusal) or letter.tries > len(WAITS):
            letter.state = LetterState.DEAD
            on_dead(db, letter, at)
        else:
            letter.try_at = at + WAITS[letter.tries - 1]
    db.flush()
    return int(trouble is None and bool(letters))
