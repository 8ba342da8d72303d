"""Creates the link in a mail about an offer, in the transaction that sends it: the link itself is never stored."""

from datetime import datetime

from sqlmodel import Session

from app.core.settings import settings
from app.handovers.offer_links import actions, queries, rules
from app.messages.mail_outbox.models import Letter


def new_link_address(db: Session, letter: Letter, at: datetime) -> str | None:
    """The URL of the offer; None recalls the letter.

    None when the offer is no longer shared, or the letter's address is no longer the registered one.
    """
    handover = queries.handover_about(db, letter.about)
    partner = queries.partner_to_mail(db, handover, at) if handover else None
    if handover is None or partner is None or not rules.same_address(letter.address, partner.email):
        return None
    return f"{settings().root}/offer/{actions.create_link(db, handover, partner, at=at)}"
