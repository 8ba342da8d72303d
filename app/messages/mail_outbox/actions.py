"""Writing letters and taking them back. Sending them is post.sending."""

from datetime import datetime

from sqlmodel import Session, col, select

from app.core.settings import settings
from app.messages.mail_outbox.models import Letter, LetterState


def is_enabled() -> bool:
    """Whether there is mail at all. Where there is none, nothing is written: it would wait for ever."""
    return settings().has_mail


def enqueue(
    db: Session,
    *,
    shop_id: int,
    address: str,
    subject: str,
    text: str,
    language: str,
    at: datetime,
    worker_id: int | None = None,
    organisation_id: int | None = None,
    about: str = "",
    invitation: str = "",
    fills: str = "",
) -> Letter:
    """A letter in the outbox, in this transaction: what it tells of and the letter are kept together, or neither.

    `subject` and `text` name nobody (TRUST 23); `about`: the path of what it is about; `fills`: see post.filling.
    """
    letter = Letter(
        shop_id=shop_id,
        address=address,
        subject=subject,
        text=text,
        language=language,
        written_at=at,
        try_at=at,
        worker_id=worker_id,
        organisation_id=organisation_id,
        about=about,
        invitation=invitation,
        fills=fills,
    )
    db.add(letter)
    db.flush()
    return letter


def recall(db: Session, about: str) -> None:
    """Whatever waits to be told of this is not sent any more."""
    waiting = select(Letter).where(col(Letter.about) == about, col(Letter.state) == LetterState.WAITING)
    for letter in db.exec(waiting):
        erase_content(letter, LetterState.RECALLED)
    db.flush()


def erase_content(letter: Letter, state: LetterState) -> None:
    """What was said is not needed any more; that it was said stays."""
    letter.state, letter.subject, letter.text, letter.invitation = state, "", "", ""
