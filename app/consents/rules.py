"""What a consent covers, when it counts, and the words it is asked in (DOMAIN §4, TRUST 19). Pure."""

from collections.abc import Collection
from datetime import date, timedelta

from app.accounts.actors import Actor
from app.accounts.models import Role
from app.consents.models import Consent
from app.core.clock import local_day
from app.core.lifecycle import NO_LONGER, Condition, Rule
from app.core.text import N_

OBSTACLE = "obstacle:"  # and the key of the list item: every obstacle is shared by itself
SECTIONS: dict[str, str] = {
    "contact": N_("name and contact data"),
    "wishes": N_("wishes"),
    "situation": N_("situation"),
    "talents": N_("talents"),
    "steps": N_("agreed steps"),
    "notes": N_("notes"),
}

# What is read aloud. A consent keeps the version of its words, so a version never changes: a new text is a new one.
WORDING = "2026-1"
WORDINGS: dict[str, str] = {
    "2026-1": N_(
        "We want to ask %(organisation)s to help you. For that we share only what is ticked here. Is that all right "
        "with you? You may say no: we still help you. You may change your mind on any day. Tell any of us, and "
        "%(organisation)s will not see it from that moment on."
    ),
}
READ_IN = ("nl", "en")  # the languages in which these words exist; in others somebody has to interpret

LASTS = timedelta(days=183)  # six months, unless the person says otherwise
AT_MOST = timedelta(days=366)

NOTHING_CHOSEN = N_("Choose together what may be shared.")
UNKNOWN_SECTION = N_("Choose from what is on the page.")
DAY_OUT_OF_RANGE = N_("Choose a last day from today on, within a year.")


def last_day(today: date) -> date:
    """Until when a consent holds when nothing else is said."""
    return today + LASTS


def is_active(consent: Consent, today: date) -> bool:
    return consent.withdrawn_at is None and local_day(consent.given_at) <= today <= consent.until


def covers(consent: Consent | None, organisation_id: int, sections: Collection[str], today: date) -> bool:
    """Whether this is an active word to this organisation about all of these sections."""
    return (
        consent is not None
        and consent.organisation_id == organisation_id
        and is_active(consent, today)
        and set(sections) <= set(consent.sections)
    )


def is_section(name: str) -> bool:
    return name in SECTIONS or (name.startswith(OBSTACLE) and len(name) > len(OBSTACLE))


def obstacle(sections: Collection[str], until: date, today: date) -> str | None:
    """Why this cannot be a consent."""
    if not sections:
        return NOTHING_CHOSEN
    if not all(is_section(name) for name in sections):
        return UNKNOWN_SECTION
    return None if today <= until <= today + AT_MOST else DAY_OUT_OF_RANGE


def _hears_the_person(consent: Consent, actor: Actor) -> bool:
    """The person may say it to anybody who works with them: the shop, or the partner itself."""
    return actor.in_front_office or (Role.PARTNER in actor.roles and actor.organisation_id == consent.organisation_id)


def _stands(consent: Consent, actor: Actor) -> bool:
    return consent.withdrawn_at is None


withdrawing = Rule(
    (
        Condition(_stands, NO_LONGER),
        Condition(_hears_the_person, N_("Only who works with this person can record this.")),
    )
)
