"""Rules for the profile of a partner: when it is full or out of date, and which closures are refused. Pure."""

from datetime import date, datetime, timedelta

from app.core.clock import local_day
from app.core.text_rules import N_
from app.shop.partners.models import Partner

PROFILE_VALID_FOR = timedelta(days=30)

NOT_AFTER_TODAY = N_("Choose a day after today.")
ENDS_BEFORE = N_("The last day is before the first day.")
DAYS_IN_THE_PAST = N_("These days are in the past.")
UNKNOWN_TOPIC = N_("Choose topics from this shop's list.")
UNKNOWN_LANGUAGE = N_("Choose languages from the list.")
CHANGED_MEANWHILE = N_("A colleague changed this while you were typing. Check what it says now.")


def is_full(partner: Partner, today: date) -> bool:
    """Whether the partner has no places left, or is full until a day in the future."""
    return partner.room == 0 or (partner.full_until is not None and partner.full_until > today)


def is_stale(partner: Partner, at: datetime) -> bool:
    """Whether the profile was not confirmed in the past 30 days."""
    return partner.fresh_at is None or at - partner.fresh_at > PROFILE_VALID_FOR


def closure_obstacle(first: date, last: date, at: datetime) -> str | None:
    """Why a closure on these days is refused, as a message id; None if it is allowed."""
    if last < first:
        return ENDS_BEFORE
    return DAYS_IN_THE_PAST if last < local_day(at) else None
