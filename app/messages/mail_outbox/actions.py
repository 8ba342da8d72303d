"""Adds emails to the outbox and recalls them. `delivery_job` sends them."""

from datetime import datetime

from sqlmodel import Session, col, select

from app.core.settings import settings
from app.messages.mail_outbox.models import Letter, LetterState


def is_enabled() -> bool:
    """Whether a mail server is configured. Without one, nothing is added to the outbox: it would wait for ever."""
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
    """Adds an email to the outbox in the caller's transaction, so it is stored only if its cause is stored too.

    `address`: the recipient; `subject` and `text` name nobody (TRUST 23); `about`: the path of the page it is about;
    `invitation`: a calendar file, as text; `fills`: the kind of link that replaces {link} in the text when the email is
    sent (a key of `link_placeholders.LINK_MAKERS`), or "".
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
    """Cancels every email about this path that has not been sent yet."""
    waiting = select(Letter).where(col(Letter.about) == about, col(Letter.state) == LetterState.WAITING)
    for letter in db.exec(waiting):
        erase_content(letter, LetterState.RECALLED)
    db.flush()


def erase_content(letter: Letter, state: LetterState) -> None:
    """Sets the final state and erases the content: the record that there was an email is enough."""
    letter.state, letter.subject, letter.text, letter.invitation = state, "", "", ""
