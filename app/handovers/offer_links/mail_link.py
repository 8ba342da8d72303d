"""The link in a mail about an offer: made in the transaction that sends it, so that it is stored nowhere as it is."""

from datetime import datetime

from sqlmodel import Session

from app.core.settings import settings
from app.handovers.offer_links import actions, queries, rules
from app.messages.mail_outbox.models import Letter


def new_link_address(db: Session, letter: Letter, at: datetime) -> str | None:
    """The address of the offer; None, so that the letter is recalled, when it is not shared any more or the address
    of the letter is not the registered one any more."""
    handover = queries.handover_about(db, letter.about)
    partner = queries.partner_to_mail(db, handover, at) if handover else None
    if handover is None or partner is None or not rules.same_address(letter.address, partner.email):
        return None
    return f"{settings().root}/offer/{actions.create_link(db, handover, partner, at=at)}"
