"""The contents of a visitor's plan, read fresh on every request so that it is always current.

Holds only what was agreed and what is shared. The story, notes and history are not in it, so no template can show them.
"""

from dataclasses import dataclass, replace
from datetime import date, datetime

from sqlmodel import Session

from app.accounts.models import Worker
from app.core.clock import local_day
from app.guidance.journeys import queries as journeys
from app.guidance.journeys.models import Journey
from app.guidance.journeys.step_models import LaterStep, Step, next_step
from app.handovers.consents import queries as consents
from app.handovers.consents import wording
from app.handovers.consents.models import Consent
from app.handovers.disclosure.queries import STEPS, PersonView
from app.handovers.lifecycle.models import Handover
from app.handovers.offers.retries import recently_declined
from app.handovers.shared_plans.plan_labels import decline_message
from app.shop.half_days import queries
from app.shop.half_days.rules import HalfDay
from app.shop.shops import queries as shops
from app.shop.shops.models import Shop

MOST_HALF_DAYS = 3  # how many upcoming half-days are shown


@dataclass(frozen=True)
class SharedSections:
    """What one organisation may see, for what purpose, since when and until when; texts are messages for visitors.

    `signature`: strokes of the person's signature, if they signed on the screen.
    """

    organisation: str
    purpose: str
    sections: list[str]
    given_on: date
    until: date
    signature: str


@dataclass(frozen=True)
class DeclinedRequest:
    """A partner that declined recently.

    `reason`: a message for visitors; `worded`: as the shop or the partner wrote it; both empty when the person may not
    read the reason.
    """

    organisation: str
    reason: str = ""
    worded: str = ""


@dataclass(frozen=True)
class Plan:
    """`whole`: complete plan (shop view); otherwise limited to what is shared with the viewing organisation."""

    first_name: str
    shop: Shop
    steps: list[Step]
    contact: Worker | None  # responsible worker; None when they no longer work here
    half_days: list[HalfDay]
    shared: list[SharedSections]
    unfit: list[DeclinedRequest]
    whole: bool
    day: date


def plan_of(db: Session, journey: Journey, view: PersonView, at: datetime) -> Plan:
    """The plan of an open journey, limited to what `view` shows: the giver's view of its person."""
    first = next_step(journey)
    later = [row.step for row in journeys.later_steps(db, journey.id) if _shows_step(view, row)]
    worker = journey.responsible
    return Plan(
        first_name=view.card.first_name,
        shop=shops.shop(db, journey.shop_id),
        steps=([first] if first else []) + later,
        contact=worker if worker and worker.is_active else None,
        half_days=coming_half_days(db, journey.shop_id, at),
        shared=_shared_sections(db, view, at),
        unfit=_declined_requests(db, journey, view, at),
        whole=view.whole,
        day=local_day(at),
    )


def _declined_requests(db: Session, journey: Journey, view: PersonView, at: datetime) -> list[DeclinedRequest]:
    """Partners that declined recently and were not asked again; a partner sees only its own."""
    found: dict[int, DeclinedRequest] = {}
    for handover in reversed(recently_declined(db, journey.id, at)):
        theirs = view.organisation_id == handover.receiver_id and view.may_see_row("handover", handover.id)
        if view.whole or theirs:
            found[handover.receiver_id] = _declined_request(handover)
    return list(found.values())


def _declined_request(handover: Handover) -> DeclinedRequest:
    reason, name = handover.decline_reason, handover.receiver.name
    if not handover.person_may_read or reason is None:
        return DeclinedRequest(name)
    if message := decline_message(reason):
        return DeclinedRequest(name, reason=message)
    return DeclinedRequest(name, worded=handover.decline_word if reason.asks == "text" else reason.name_nl)


def coming_half_days(db: Session, shop_id: int, at: datetime) -> list[HalfDay]:
    """The half-days in which visitors can come in: the current one, if open, and the next."""
    return [h for h in queries.hours(db, shop_id, at).half_days if h.goes_on and h.ends_at > at][:MOST_HALF_DAYS]


def _shows_step(view: PersonView, row: LaterStep) -> bool:
    return view.may_see(STEPS) or view.shows(row.made_at, row.worker.organisation_id)


def _shared_sections(db: Session, view: PersonView, at: datetime) -> list[SharedSections]:
    """What is shared, by organisation and purpose; a partner sees only what is shared with itself (invariant 3)."""
    found: dict[tuple[int, str], SharedSections] = {}
    for consent in consents.active_consents(db, view.person.id, at):
        known = view.organisation_id == consent.organisation_id and view.may_see_row("consent", consent.id)
        if not (view.whole or known):
            continue
        place = (consent.organisation_id, consent.purpose)
        newer = found.get(place)
        found[place] = _merged(newer, consent) if newer else _sections_of(consent)
    return list(found.values())


def _sections_of(consent: Consent) -> SharedSections:
    return SharedSections(
        consent.organisation.name,
        wording.WORDINGS[wording.CURRENT_WORDING].purpose(consent.purpose),
        wording.section_messages(consent.sections),
        local_day(consent.given_at),
        consent.until,
        consent.signature,
    )


def _merged(newer: SharedSections, older: Consent) -> SharedSections:
    """Merges an older consent to the same organisation and purpose into the newer one."""
    every = [
        *newer.sections,
        *(name for name in wording.section_messages(older.sections) if name not in newer.sections),
    ]
    return replace(newer, sections=every, until=max(newer.until, older.until))
