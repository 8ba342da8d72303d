"""What is put in the place of {link} when a letter is sent: by the feature that knows, in the sending transaction.

A link that opens something by itself is made at that moment, so that it is stored nowhere as it is. `app.wiring` says
which feature makes which kind of link.
"""

from collections.abc import Callable
from datetime import datetime

from sqlmodel import Session

from app.messages.mail_outbox.models import Letter

LinkMaker = Callable[[Session, Letter, datetime], str | None]  # the link; None: there is nothing to send any more

LINK_MAKERS: dict[str, LinkMaker] = {}
