"""The current view of an actor on a person or a handover (DOMAIN invariant 3, TRUST 9 and 10).

Derived at each read from handovers and consents and never stored, so that access ends at the next request.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime

from sqlmodel import Session

from app.accounts.current_user import Actor
from app.accounts.models import Role
from app.core.clock import local_day
from app.guidance.intakes import queries as intake_queries
from app.guidance.intakes.models import Passage, Section
from app.guidance.intakes.queries import StoryWithChanges
from app.guidance.journeys import queries as journeys
from app.guidance.journeys.models import Journey
from app.guidance.notes.rules import Reader
from app.handovers.disclosure.partner_access_queries import (
    CONTACT,
    NAME,
    partner_disclosure,
    received_handovers,
    responsible_transfers,
    shares,
    visible_persons,
)
from app.handovers.lifecycle.fact_queries import facts_of, facts_of_all
from app.handovers.lifecycle.facts import HandoverFacts
from app.handovers.lifecycle.models import Handover
from app.people.people import person_aliases
from app.people.people.models import Person
from app.people.people.person_aliases import RowRef

EVERYTHING = "everything"  # in `sections`, for the shop's own front office
STEPS, NOTES = "steps", "notes"
_SHARED_NAMES: dict[Section, str] = {
    Section.WISHES: "wishes",
    Section.WISH_TOPIC: "wishes",
    Section.SITUATION: "situation",
    Section.TALENTS: "talents",
    Section.STEPS: "steps",
}


@dataclass
class PersonView:
    """One person as one actor may see them now.

    `basis`: why, for the audit log. `handovers`: through which a partner sees something. `journeys`: all of the
    person's, for the front office. `since`: since when the actor's organisation is responsible for the journey; it
    sees everything from then on. `consent_lapsed`: it is responsible, but the consent expired and has to be asked
    again (decision 5). `card`: the card of the person that the reader sees; `apart`: rows that came from another
    card, merged later, and are not visible to the reader (decision 11). `reader`: for the rules of notes.
    """

    person: Person
    sections: frozenset[str]
    basis: str
    journey: Journey | None = None
    handovers: list[Handover] = field(default_factory=list)
    story: list[Passage] = field(default_factory=list)
    told: StoryWithChanges = field(
        default_factory=StoryWithChanges
    )  # for the front office: includes what the last intake changed
    journeys: list[Journey] = field(default_factory=list)
    reader: Reader = field(default=None)  # type: ignore[assignment]
    since: datetime | None = None
    consent_lapsed: bool = False
    organisation_id: int = 0
    apart: frozenset[RowRef] = frozenset()
    card: Person = field(default=None)  # type: ignore[assignment]

    def __post_init__(self) -> None:
        self.card = self.card or self.person

    @property
    def whole(self) -> bool:
        """Whether the reader sees everything: the shop's front office."""
        return EVERYTHING in self.sections

    @property
    def at_the_door(self) -> bool:
        """Whether the reader is a host, who sees the name and contact data only."""
        return not self.whole and not self.handovers and self.since is None

    def may_see(self, section: str) -> bool:
        return self.whole or section in self.sections

    @property
    def name(self) -> str:
        """Empty where the name is not shared."""
        return self.card.name if self.may_see(NAME) or self.may_see(CONTACT) else ""

    @property
    def answers(self) -> bool:
        """Whether the reader's side is responsible, and so sees the next step and everything new."""
        return self.whole or self.since is not None

    @property
    def shows_next_step(self) -> bool:
        return self.answers or STEPS in self.sections

    def shows(self, moment: datetime | date, organisation_id: int | None = None) -> bool:
        """Whether the reader sees something of that moment. `organisation_id`: of its author."""
        if self.whole or (organisation_id is not None and organisation_id == self.organisation_id):
            return True
        if self.since is None:
            return False
        return moment >= self.since if isinstance(moment, datetime) else moment >= local_day(self.since)

    def may_see_row(self, table: str, row_id: int) -> bool:
        """Whether a row belongs to the card that the reader sees."""
        return (table, row_id) not in self.apart


def shared_section_name(passage: Passage) -> str:
    """The name in `Handover.shared` of the section that a passage belongs to."""
    return f"obstacle:{passage.subject}" if passage.section == Section.OBSTACLE else _SHARED_NAMES[passage.section]


def person_view(db: Session, actor: Actor, person_key: str, at: datetime) -> PersonView | None:
    """What `actor` may see of the person with this key; None when they may not see the person."""
    person = person_aliases.canonical_person(db, actor.shop_id, person_key)
    if person is None:
        return None
    if actor.in_front_office:
        return _front_office_view(db, person, actor)
    if Role.PARTNER in actor.roles and (view := _partner_view(db, person, actor, at)):
        return view
    if actor.at_the_door:
        view = PersonView(person, frozenset({NAME, CONTACT}), "at the door of the shop")
        view.organisation_id, view.reader = actor.organisation_id, Reader(actor.worker_id, actor.organisation_id)
        return view
    return None


def _front_office_view(db: Session, person: Person, actor: Actor) -> PersonView:
    of_person, story = journeys.journeys_of(db, person.id), intake_queries.story_with_changes(db, person.id)
    return PersonView(
        person,
        frozenset({EVERYTHING}),
        "front office of the shop",
        journey=of_person[0] if of_person else None,
        told=story,
        story=story.story,
        journeys=of_person,
        organisation_id=actor.organisation_id,
        reader=Reader(actor.worker_id, actor.organisation_id, in_front_office=True),
    )


def _partner_view(db: Session, person: Person, actor: Actor, at: datetime) -> PersonView | None:
    """For a partner: what its open and running handovers share, and the journey it is responsible for."""
    received = received_handovers(db, actor, [person.id])
    shown = partner_disclosure(received, responsible_transfers(db, received, actor), at)
    if shown is None:
        return None
    sharing, transfer = shown.sharing, shown.transfer
    visible = sharing + ([transfer] if transfer and transfer not in sharing else [])
    apart = {handover.id: person_aliases.rows_not_shared(db, "handover", handover.id) for handover in visible}
    view = PersonView(
        person,
        shown.sections,
        _consent_basis(transfer or sharing[0]),
        journey=transfer.journey if transfer else sharing[0].journey,
        apart=apart[transfer.id] if transfer else frozenset.intersection(*apart.values()),
        card=person_aliases.person_shown_by(db, "handover", shown.contact.id) or person,
        handovers=visible,
        since=transfer.running_at if transfer else None,
        consent_lapsed=shown.lapsed,
        organisation_id=actor.organisation_id,
    )
    showing = [handover for handover in visible if handover is not transfer or not shown.lapsed]
    passages: dict[int, Passage] = {}
    for handover in showing:
        story = intake_queries.story(db, person.id, person_aliases.ids_in_table(apart[handover.id], "intake"))
        passages |= {p.id: p for p in story if shared_section_name(p) in handover.shared}
    view.story = sorted(passages.values(), key=lambda p: p.id)
    notes_of_other_cards = [person_aliases.ids_in_table(apart[h.id], "note") for h in showing if NOTES in h.shared]
    view.reader = Reader(
        actor.worker_id,
        actor.organisation_id,
        since=view.since,
        shared=bool(notes_of_other_cards),
        unshared=frozenset(set.intersection(*notes_of_other_cards) if notes_of_other_cards else ()),
        apart=frozenset(person_aliases.ids_in_table(view.apart, "note")),
    )
    return view


def _consent_basis(handover: Handover) -> str:
    consent = handover.consent.key if handover.consent else "none"
    return f"handover {handover.key} under consent {consent}"


@dataclass
class HandoverView:
    """One handover as one actor may see it now.

    `open`: whether anything about the person is visible; otherwise only the status is. `sections`: the shared
    sections that are visible; `ours`: the actor's organisation is the receiver; `card`: the card of the person that
    the handover is about, also after a merge.
    """

    handover: Handover
    facts: HandoverFacts
    open: bool = False
    name: str = ""
    sections: frozenset[str] = frozenset()
    ours: bool = False
    card: Person = field(default=None)  # type: ignore[assignment]

    def __post_init__(self) -> None:
        self.card = self.card or self.handover.person

    def written_by_us(self, organisation_id: int, actor: Actor) -> bool:
        return self.open or organisation_id == actor.organisation_id


def handover_view(db: Session, actor: Actor, handover: Handover, at: datetime) -> HandoverView:
    """What this handover shows the actor, who may know that it exists (see lifecycle.queries.handover_for)."""
    return _handover_views(db, actor, [facts_of(db, handover, at)], at)[0]


def handover_views(db: Session, actor: Actor, handovers: Sequence[Handover], at: datetime) -> list[HandoverView]:
    """What handovers of the actor's shop show, in the same order, in a fixed number of statements."""
    return _handover_views(db, actor, facts_of_all(db, handovers, at), at)


def _handover_views(
    db: Session, actor: Actor, facts_of_each: Sequence[HandoverFacts], at: datetime
) -> list[HandoverView]:
    views = [HandoverView(f.handover, f, ours=f.handover.receiver_id == actor.organisation_id) for f in facts_of_each]
    shared_with_us = {view.handover.id for view in views if view.ours and shares(view.handover, at)}
    others = [view for view in views if view.handover.id not in shared_with_us and not actor.in_front_office]
    seen = visible_persons(db, actor, [view.handover for view in others], at)
    numbers = {view.handover.id for view in views} | {one.contact.id for one in seen.values() if one.contact}
    cards = person_aliases.cards_of_rows(db, "handover", numbers)
    for view in views:
        handover, shared = view.handover, frozenset(view.handover.shared)
        view.card = cards.get(handover.id, handover.person)
        if actor.in_front_office:
            view.open, view.name, view.sections = True, handover.person.name, shared
        elif handover.id in shared_with_us:
            view.open, view.name, view.sections = True, view.card.name if CONTACT in shared else "", shared
        elif handover.id in seen:
            view.open, view.sections = True, shared & seen[handover.id].sections
            view.name = seen[handover.id].name(cards)
    return views


def audit_basis(view: HandoverView, actor: Actor) -> str:
    """Why the actor may see the handover, for the audit log."""
    if actor.in_front_office:
        return "front office of the shop"
    return _consent_basis(view.handover) if view.open else "status of a handover"
