"""Functions that create the link for {link} in an email, in the transaction that sends it.

A link that gives access without signing in is created only then, so that it is never stored in readable form.
`app.wiring` registers the function of each feature.
"""

from collections.abc import Callable
from datetime import datetime

from sqlmodel import Session

from app.messages.mail_outbox.models import Letter

LinkMaker = Callable[[Session, Letter, datetime], str | None]  # None: do not send it any more

LINK_MAKERS: dict[str, LinkMaker] = {}
