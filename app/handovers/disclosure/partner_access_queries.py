"""Sections of a person that a partner may see, and the handovers to its organisation that allow it."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy.orm import joinedload
from sqlmodel import Session, col, select

from app.accounts.current_user import Actor
from app.accounts.models import Role
from app.core.clock import local_day
from app.guidance.journeys import queries as journeys
from app.guidance.journeys.models import Journey
from app.handovers.consents.rules import is_active
from app.handovers.lifecycle.facts import HandoverFacts
from app.handovers.lifecycle.models import ALIVE, Handover, Kind, State
from app.handovers.lifecycle.rules import has_consent
from app.people.people import person_aliases
from app.people.people.models import Person

CONTACT, NAME = "contact", "name"  # NAME: for the responsible organisation, also after the consent expired
_JOURNEY: Any = Handover.journey  # for loading options, which take a relationship
_RESPONSIBLE: Any = Journey.responsible


def shares(handover: Handover, at: datetime) -> bool:
    """Whether this handover shares something of the person with its receiver now."""
    return handover.state in ALIVE and has_consent(HandoverFacts(handover, at))


@dataclass(frozen=True)
class PartnerDisclosure:
    """What a partner may see of one person, and through which handovers, the newest first.

    `transfer`: the one that made the partner responsible; `lapsed`: its consent has expired; `contact`: the handover
    whose card of the person the partner sees.
    """

    sharing: list[Handover]
    transfer: Handover | None
    lapsed: bool
    sections: frozenset[str]
    contact: Handover


def received_handovers(db: Session, actor: Actor, persons: Collection[int]) -> list[Handover]:
    """Handovers offered to the actor's organisation about these persons (ids), the newest first."""
    statement = (
        select(Handover)
        .where(
            col(Handover.person_id).in_(persons),
            Handover.receiver_id == actor.organisation_id,
            Handover.shop_id == actor.shop_id,
            col(Handover.offered_at).is_not(None),
        )
        .options(joinedload(_JOURNEY).joinedload(_RESPONSIBLE))
        .order_by(col(Handover.id).desc())
    )
    return list(db.exec(statement))


def partner_disclosure(
    received: Collection[Handover], answering: Collection[int], at: datetime
) -> PartnerDisclosure | None:
    """What these handovers of one person show; None when they show nothing.

    `answering`: the ids of the transfers that made the partner responsible (responsible_transfers).
    """
    sharing = [handover for handover in received if shares(handover, at)]
    transfer = next((handover for handover in received if handover.id in answering), None)
    if not sharing and transfer is None:
        return None
    sections = {name for handover in sharing for name in handover.shared}
    lapsed = transfer is not None and not _consent_is_active(transfer, at)
    if transfer is not None:
        sections |= {NAME, *(transfer.shared if not lapsed else ())}
    contact = transfer or next((h for h in sharing if CONTACT in h.shared), sharing[0])
    return PartnerDisclosure(sharing, transfer, lapsed, frozenset(sections), contact)


def responsible_transfers(db: Session, received: Collection[Handover], actor: Actor) -> set[int]:
    """The ids of the transfers that made the actor's organisation responsible for a journey that is still open.

    Without those whose consent was withdrawn.
    """
    ran = [
        handover
        for handover in received
        if handover.kind == Kind.TRANSFER
        and handover.state in (State.RUNNING, State.COMPLETED)
        and handover.consent is not None
        and handover.consent.withdrawn_at is None
        and handover.journey.is_open
    ]
    sides = journeys.responsible_partners(db, [handover.journey for handover in ran])
    return {handover.id for handover in ran if sides[handover.journey_id] == actor.organisation_id}


def _consent_is_active(handover: Handover, at: datetime) -> bool:
    return handover.consent is not None and is_active(handover.consent, local_day(at))


@dataclass(frozen=True)
class VisiblePerson:
    """A person as `queries.person_view` shows them. `contact`: as in PartnerDisclosure, None for a host."""

    person: Person
    sections: frozenset[str]
    contact: Handover | None = None

    def name(self, cards: Mapping[int, Person]) -> str:
        """The name on the card that the reader sees; empty when it is not shared.

        `cards`: by the id of a handover, the card that it is about, where that is not the current one.
        """
        card = cards.get(self.contact.id, self.person) if self.contact else self.person
        return card.name if self.sections & {NAME, CONTACT} else ""


def visible_persons(
    db: Session, actor: Actor, handovers: Collection[Handover], at: datetime
) -> dict[int, VisiblePerson]:
    """What a partner may see of the persons of handovers that it sent or took over, by the id of the handover.

    Takes a fixed number of statements.
    """
    if not handovers:
        return {}
    numbers = {handover.person_id for handover in handovers}
    mains = person_aliases.canonical_persons(db, numbers)
    received: list[Handover] = []
    if Role.PARTNER in actor.roles:
        received = received_handovers(db, actor, numbers | {main.id for main in mains.values()})
    answering = responsible_transfers(db, received, actor)
    found = {}
    for handover in handovers:
        if handover.receiver_id == actor.organisation_id and handover.id not in answering:
            continue
        person = mains.get(handover.person_id, handover.person)
        shown = partner_disclosure([one for one in received if one.person_id == person.id], answering, at)
        if shown is not None:
            found[handover.id] = VisiblePerson(person, shown.sections, shown.contact)
        elif actor.at_the_door:
            found[handover.id] = VisiblePerson(person, frozenset({NAME, CONTACT}))
    return found
