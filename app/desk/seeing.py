"""What one reader may see of one person now: worked out at reading, from journey, handovers and consents
(DOMAIN §5: invariant 3; TRUST 10). Never copied, so what is withdrawn is gone at the next look."""

from dataclasses import dataclass, field
from datetime import date, datetime

from sqlmodel import Session, col, select

from app.accounts.actors import Actor
from app.accounts.models import Role
from app.consents.models import Consent
from app.core.clock import local_day
from app.handovers.models import ALIVE, Handover, State
from app.journeys import queries as journeys
from app.journeys.models import Intake, Journey, Note, Passage, PastStep, Responsibility, Section
from app.outcomes import queries as outcomes
from app.outcomes.models import Outcome
from app.people.models import Person
from app.visits.models import Visit

CONTACT = "contact"
# The word in a consent that stands for each part of the story; an obstacle is shared by itself.
SHARED_AS = {
    Section.WISHES: "wishes", Section.WISH_TOPIC: "wishes", Section.SITUATION: "situation",
    Section.TALENTS: "talents", Section.STEPS: "steps",
}  # fmt: skip


@dataclass
class PersonView:
    """The visible part of a person. What is not shared is not in it."""

    person: Person
    basis: str
    whole: bool = False  # everything of the shop
    contact: bool = False
    journey: Journey | None = None  # only for who follows it
    earlier: list[Journey] = field(default_factory=list)
    passages: list[Passage] = field(default_factory=list)
    notes: list[Note] = field(default_factory=list)
    talks: list[Intake] = field(default_factory=list)
    outcomes: list[Outcome] = field(default_factory=list)
    visits: list[Visit] = field(default_factory=list)
    handovers: list[Handover] = field(default_factory=list)
    steps: list[PastStep] = field(default_factory=list)
    answering: list[Responsibility] = field(default_factory=list)
    consents: list[Consent] = field(default_factory=list)

    @property
    def can_write(self) -> bool:
        return self.basis != "door"


def person_view(db: Session, actor: Actor, key: str, at: datetime) -> PersonView | None:
    """What `actor` may see of the person with this key; None when that is nothing."""
    person = db.exec(select(Person).where(Person.key == key, Person.shop_id == actor.shop_id)).first()
    if person is None:
        return None
    if actor.in_front_office:
        return _whole(db, person)
    if Role.PARTNER in actor.roles and (view := _shared(db, actor, person, at)):
        return view
    return PersonView(person, "door", contact=True) if actor.at_the_door else None


def _whole(db: Session, person: Person) -> PersonView:
    every = journeys.journeys_of(db, person.id)
    journey = next((j for j in every if j.is_open), every[0] if every else None)
    return PersonView(
        person, "front office", whole=True, contact=True, journey=journey,
        earlier=[j for j in every if j is not journey],
        passages=journeys.story(db, person.id), notes=journeys.notes_of(db, person.id),
        talks=journeys.talks_of(db, person.id), outcomes=outcomes.outcomes_of(db, person.id),
        visits=_visits(db, person.id), handovers=_handovers(db, person.id), consents=_consents(db, person.id),
        steps=[s for j in every for s in journeys.past_steps(db, j.id)],
        answering=[r for j in every for r in journeys.responsibilities(db, j.id)],
    )  # fmt: skip


def _shared(db: Session, actor: Actor, person: Person, at: datetime) -> PersonView | None:
    """For another organisation: what offered and running handovers share under a consent that is active now,
    the journey it answers for with what came since, and what it wrote itself."""
    today, own = local_day(at), actor.organisation_id
    sharing = [h for h in _handovers(db, person.id, own) if h.state in ALIVE and _active(h.consent, today)]
    journey = journeys.open_journey(db, person.id)
    answers = journey is not None and journey.responsible is not None and journey.responsible.organisation_id == own
    if not sharing and not answers:
        return None
    words = {w for h in sharing if h.consent for w in h.shared if w in h.consent.sections}
    view = PersonView(person, "responsible organisation" if answers else "handover", contact=CONTACT in words)
    view.handovers = sharing
    view.passages = [p for p in journeys.story(db, person.id) if _word(p) in words]
    view.notes = journeys.notes_of(db, person.id, own)
    view.outcomes = outcomes.outcomes_of(db, person.id, own)
    if answers and journey is not None:
        view.journey = journey
        rows = journeys.responsibilities(db, journey.id)
        since = _answers_since(rows, own)
        view.answering = [r for r in rows if r.until is None or r.until > since]
        view.notes = [n for n in journeys.notes_of(db, person.id) if n.organisation_id == own or n.written_at >= since]
        view.steps = [s for s in journeys.past_steps(db, journey.id) if s.at > since]
        view.outcomes = [
            o for o in outcomes.outcomes_of(db, person.id) if o.organisation_id == own or o.recorded_at >= since
        ]
    return view


def _active(consent: Consent | None, today: date) -> bool:
    return consent is not None and consent.withdrawn_at is None and consent.until >= today


def _answers_since(rows: list[Responsibility], organisation_id: int) -> datetime:
    """Since when, without a break, this organisation answers for the journey."""
    since = rows[-1].since
    for row in reversed(rows):
        if row.organisation_id != organisation_id:
            break
        since = row.since
    return since


def _word(passage: Passage) -> str:
    if passage.section == Section.OBSTACLE:
        return f"obstacle:{passage.subject}"
    return SHARED_AS[passage.section]


def _visits(db: Session, person_id: int) -> list[Visit]:
    statement = select(Visit).where(Visit.person_id == person_id)
    return list(db.exec(statement.order_by(col(Visit.arrived_at).desc(), col(Visit.id).desc())))


def _handovers(db: Session, person_id: int, receiver_id: int | None = None) -> list[Handover]:
    statement = select(Handover).where(Handover.person_id == person_id, Handover.state != State.MISTAKEN)
    if receiver_id is not None:
        statement = statement.where(Handover.receiver_id == receiver_id)
    return list(db.exec(statement.order_by(col(Handover.id).desc())))


def _consents(db: Session, person_id: int) -> list[Consent]:
    statement = select(Consent).where(Consent.person_id == person_id, col(Consent.withdrawn_at).is_(None))
    return list(db.exec(statement.order_by(col(Consent.id).desc())))
