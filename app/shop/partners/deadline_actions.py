"""How the clock of a partner runs, as the shop sets it: limits, days, closures, and whom it addresses."""

from collections.abc import Collection

from sqlmodel import Session

from app.core.database import locked
from app.core.state_machine import Refused
from app.core.text_rules import N_
from app.shop.partners.deadlines import in_order, limits_of
from app.shop.partners.models import Counts, Partner

NOT_IN_ORDER = N_("Reminding comes first, then asking the contact, then choosing. Make each later than the one before.")


def set_clock(
    db: Session,
    partner: Partner,
    *,
    remind_after: int | None,
    contact_after: int | None,
    choose_after: int | None,
    introduce_within: int | None,
    feedback_within: int | None,
    counts: Counts,
    days: Collection[str],
    email: str,
    contact_name: str,
    phone: str,
) -> Partner:
    """Keeps the limits (None: as everywhere), the days and the contact. Raises Refused when one overtakes another."""
    partner = locked(db, partner)
    partner.remind_after, partner.contact_after, partner.choose_after = remind_after, contact_after, choose_after
    partner.introduce_within, partner.feedback_within = introduce_within, feedback_within
    if not in_order(limits_of(partner)):
        db.expire(partner)
        raise Refused(NOT_IN_ORDER)
    partner.counts, partner.days = counts, sorted(set(days))
    partner.email, partner.contact_name, partner.phone = email, contact_name, phone
    return partner
