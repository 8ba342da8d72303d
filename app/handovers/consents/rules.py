"""Rules of a consent: its scope, when it is active, how it can be recorded (DOMAIN §4, TRUST 19). Pure."""

import re
from collections.abc import Collection
from datetime import date, timedelta

from app.accounts.current_user import Actor
from app.accounts.models import Role
from app.core.clock import local_day
from app.core.state_machine import NO_LONGER_POSSIBLE, Condition, Refused, Rule
from app.core.text_rules import N_
from app.handovers.consents.models import Consent, ConsentMethod
from app.handovers.consents.wording import OBSTACLE_PREFIX
from app.web.visitor_languages import LANGUAGES

SECTIONS: dict[str, str] = {
    "contact": N_("name and contact details"),
    "wishes": N_("wishes"),
    "situation": N_("situation"),
    "talents": N_("talents"),
    "steps": N_("agreed steps"),
    "notes": N_("notes"),
}

# What the partner may use it for (GDPR art. 5(1)(b)): the values of lifecycle.models.Kind.
PURPOSES: dict[str, str] = {
    "support": N_("to help with the question"),
    "transfer": N_("to take over as contact"),
}
OTHER_LANGUAGE = "other"  # language of a text that somebody interpreted

DEFAULT_PERIOD = timedelta(days=183)  # six months, unless the person chooses otherwise
LONGEST_PERIOD = timedelta(days=366)
PERIODS = {"3": timedelta(days=91), "6": DEFAULT_PERIOD, "12": timedelta(days=365)}  # by months
EXPIRY_NOTICE = timedelta(days=14)  # how long before the last day the worker is told

# A drawn signature: an SVG path of straight strokes on a canvas of WIDTH by HEIGHT units. Nothing else is accepted.
WIDTH, HEIGHT = 600, 200
MOST_SIGNATURE_CHARACTERS = 20_000
_STROKES = re.compile(r"(?:M[0-9]{1,3} [0-9]{1,3}(?:L[0-9]{1,3} [0-9]{1,3})+)+")

NOTHING_CHOSEN = N_("Choose together what may be shared.")
UNKNOWN_SECTION = N_("Choose one of the options on the page.")
DAY_OUT_OF_RANGE = N_("Choose a last day between today and a year from now.")
NOT_A_SIGNATURE = N_("Let the person sign in the box, or choose another way.")
NOT_SIGNED = N_("Spoken consent has no signature.")
UNKNOWN_PURPOSE = N_("Choose what it is for.")
UNKNOWN_LANGUAGE = N_("Choose the language it was read in.")
NOT_FEWER = N_("Choose what they may still see: less than now, but at least something.")


def default_last_day(today: date) -> date:
    """The last day of a consent, unless another day is chosen."""
    return today + DEFAULT_PERIOD


def is_active(consent: Consent, today: date) -> bool:
    return consent.withdrawn_at is None and local_day(consent.given_at) <= today <= consent.until


def is_for(consent: Consent, purpose: str) -> bool:
    """Whether it was given for this purpose. Older consents without a purpose hold for all."""
    return not consent.purpose or consent.purpose == purpose


def covers(consent: Consent | None, organisation_id: int, sections: Collection[str], purpose: str, today: date) -> bool:
    """Whether this is an active consent to this organisation for all these sections and this purpose."""
    return (
        consent is not None
        and consent.organisation_id == organisation_id
        and is_active(consent, today)
        and is_for(consent, purpose)
        and set(sections) <= set(consent.sections)
    )


def is_signature(strokes: str) -> bool:
    """Whether this is exactly what the signature canvas produces."""
    return len(strokes) <= MOST_SIGNATURE_CHARACTERS and _STROKES.fullmatch(strokes) is not None


def is_section(name: str) -> bool:
    return name in SECTIONS or (name.startswith(OBSTACLE_PREFIX) and len(name) > len(OBSTACLE_PREFIX))


def terms_obstacle(sections: Collection[str], until: date, today: date) -> str | None:
    """Why sections or last day are not valid; None when they are."""
    if not sections:
        return NOTHING_CHOSEN
    if not all(is_section(name) for name in sections):
        return UNKNOWN_SECTION
    return None if today <= until <= today + LONGEST_PERIOD else DAY_OUT_OF_RANGE


def record_obstacle(purpose: str, language: str, how: ConsentMethod, signature: str) -> str | None:
    """Why it cannot have been asked or answered like this; None when it can."""
    if purpose and purpose not in PURPOSES:
        return UNKNOWN_PURPOSE
    if language not in {*LANGUAGES, OTHER_LANGUAGE}:
        return UNKNOWN_LANGUAGE
    if signature and how != ConsentMethod.SIGNED:
        return NOT_SIGNED
    return NOT_A_SIGNATURE if signature and not is_signature(signature) else None


def remaining(consent: Consent, sections: Collection[str]) -> list[str]:
    """The sections that remain when only `sections` are kept. Raises Refused when that is all of them, or none."""
    left = [name for name in consent.sections if name in sections]
    if not set(sections) <= set(consent.sections):
        raise Refused(UNKNOWN_SECTION)
    if not left or len(left) == len(consent.sections):
        raise Refused(NOT_FEWER)
    return left


def _works_with_person(consent: Consent, actor: Actor) -> bool:
    """The person may withdraw through any worker they see: of the shop, or of the partner itself."""
    return actor.in_front_office or (Role.PARTNER in actor.roles and actor.organisation_id == consent.organisation_id)


def _is_not_withdrawn(consent: Consent, actor: Actor) -> bool:
    return consent.withdrawn_at is None


withdraw_consent = Rule(
    (
        Condition(_is_not_withdrawn, NO_LONGER_POSSIBLE),
        Condition(_works_with_person, N_("Only a worker who supports this person can record this.")),
    )
)
