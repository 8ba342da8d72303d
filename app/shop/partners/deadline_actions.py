"""Sets the deadlines, working days and contact person of a partner."""

from collections.abc import Collection

from sqlmodel import Session

from app.core.database import lock_row
from app.core.state_machine import Refused
from app.core.text_rules import N_
from app.shop.partners.deadlines import are_in_order, deadlines_of
from app.shop.partners.models import DeadlineUnit, Partner

NOT_IN_ORDER = N_(
    "First the reminder, then the contact person, then the choice. Make each number higher than the one before."
)


def set_deadlines(
    db: Session,
    partner: Partner,
    *,
    remind_after: int | None,
    contact_after: int | None,
    choose_after: int | None,
    introduce_within: int | None,
    feedback_within: int | None,
    counts: DeadlineUnit,
    days: Collection[str],
    email: str,
    contact_name: str,
    phone: str,
) -> Partner:
    """Stores deadlines (None: the default), working days and the contact person.

    `days`: weekdays "0" (Monday) to "6". Raises Refused when the deadlines are not in order.
    """
    partner = lock_row(db, partner)
    partner.remind_after, partner.contact_after, partner.choose_after = remind_after, contact_after, choose_after
    partner.introduce_within, partner.feedback_within = introduce_within, feedback_within
    if not are_in_order(deadlines_of(partner)):
        db.expire(partner)
        raise Refused(NOT_IN_ORDER)
    partner.counts, partner.days = counts, sorted(set(days))
    partner.email, partner.contact_name, partner.phone = email, contact_name, phone
    return partner
