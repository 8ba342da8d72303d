"""What stands on a visitor's own plan: read anew each time, so that it is true on the day on which it is read.

Only what was agreed and what is shared. Nothing of the story, of notes or of what lies behind is in it, so no template
can show it.
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
from app.handovers.offers.retries import declined_lately
from app.handovers.shared_plans.plan_labels import declined
from app.shop.half_days import queries
from app.shop.half_days.rules import HalfDay
from app.shop.shops import queries as shops
from app.shop.shops.models import Shop

HALF_DAYS = 3  # coming ones, to come by in


@dataclass(frozen=True)
class Shared:
    """What one organisation may see and for what, in messages for visitors; when that was said, how, and until when.

    `signature`: the strokes of the person's own hand, where they signed on the screen.
    """

    organisation: str
    purpose: str
    sections: list[str]
    given_on: date
    until: date
    signature: str


@dataclass(frozen=True)
class Unfit:
    """A partner that cannot help with what was asked. `reason`: a message for visitors; `worded`: as the shop or the
    partner wrote it; both empty where the person may not read it."""

    organisation: str
    reason: str = ""
    worded: str = ""


@dataclass(frozen=True)
class Plan:
    """`whole`: everything that is shared is in it; else only what is shared with the organisation that shows it."""

    first_name: str
    shop: Shop
    steps: list[Step]
    contact: Worker | None  # who stays in touch; None while that one does not work there any more
    half_days: list[HalfDay]
    shared: list[Shared]
    unfit: list[Unfit]
    whole: bool
    day: date


def plan_of(db: Session, journey: Journey, view: PersonView, at: datetime) -> Plan:
    """The plan of an open journey, as far as who gives it may see it: `view`, of that journey's person."""
    first = next_step(journey)
    later = [row.step for row in journeys.later_steps(db, journey.id) if _shows(view, row)]
    worker = journey.responsible
    return Plan(
        first_name=view.card.first_name,
        shop=shops.shop(db, journey.shop_id),
        steps=([first] if first else []) + later,
        contact=worker if worker and worker.is_active else None,
        half_days=coming(db, journey.shop_id, at),
        shared=_shared(db, view, at),
        unfit=_unfit(db, journey, view, at),
        whole=view.whole,
        day=local_day(at),
    )


def _unfit(db: Session, journey: Journey, view: PersonView, at: datetime) -> list[Unfit]:
    """Partners that answered lately that it does not fit, and were not asked anew; to a partner: only its own."""
    found: dict[int, Unfit] = {}
    for handover in reversed(declined_lately(db, journey.id, at)):
        theirs = view.organisation_id == handover.receiver_id and view.of_this_card("handover", handover.id)
        if view.whole or theirs:
            found[handover.receiver_id] = _why(handover)
    return list(found.values())


def _why(handover: Handover) -> Unfit:
    reason, name = handover.decline_reason, handover.receiver.name
    if not handover.person_may_read or reason is None:
        return Unfit(name)
    if message := declined(reason):
        return Unfit(name, reason=message)
    return Unfit(name, worded=handover.decline_word if reason.asks == "text" else reason.name_nl)


def coming(db: Session, shop_id: int, at: datetime) -> list[HalfDay]:
    """The half-days in which one can come by: the one that is open now, and the next."""
    return [h for h in queries.hours(db, shop_id, at).half_days if h.goes_on and h.ends_at > at][:HALF_DAYS]


def _shows(view: PersonView, row: LaterStep) -> bool:
    return view.may_see(STEPS) or view.shows(row.made_at, row.worker.organisation_id)


def _shared(db: Session, view: PersonView, at: datetime) -> list[Shared]:
    """A partner shows what is shared with itself: what others may see is not the partner's to know (invariant 3)."""
    found: dict[tuple[int, str], Shared] = {}
    for consent in consents.active(db, view.person.id, at):
        known = view.organisation_id == consent.organisation_id and view.of_this_card("consent", consent.id)
        if not (view.whole or known):
            continue
        place = (consent.organisation_id, consent.purpose)
        newer = found.get(place)
        found[place] = _with(newer, consent) if newer else _shared_by(consent)
    return list(found.values())


def _shared_by(consent: Consent) -> Shared:
    return Shared(
        consent.organisation.name,
        wording.WORDINGS[wording.WORDING].purpose(consent.purpose),
        wording.sections(consent.sections),
        local_day(consent.given_at),
        consent.until,
        consent.signature,
    )


def _with(newer: Shared, older: Consent) -> Shared:
    """Said more than once to the same organisation: one line, of the newest word, with all that it may see."""
    every = [*newer.sections, *(name for name in wording.sections(older.sections) if name not in newer.sections)]
    return replace(newer, sections=every, until=max(newer.until, older.until))
