"""The picture of one person on their page: what handovers.access lets the reader see, gathered from every feature."""

from dataclasses import dataclass, field
from datetime import datetime

from sqlmodel import Session, col, select

from app.consents import queries as consents
from app.consents.models import Consent
from app.handovers.access import CONTACT, STEPS, PersonView
from app.handovers.models import Handover, State
from app.journeys import queries as journeys
from app.journeys.models import Journey, Responsibility
from app.journeys.steps import PastStep, Step, next_step
from app.notes.models import Note
from app.outcomes import queries as outcomes
from app.outcomes.models import Outcome
from app.talks import queries as talks
from app.talks.models import Intake
from app.visits.models import Visit


@dataclass
class Picture:
    """Only what the reader may see is in it. `journey`: the open one, or else the last, for who sees its step;
    `next` and `later` are its plan."""

    view: PersonView
    journey: Journey | None = None
    earlier: list[Journey] = field(default_factory=list)
    notes: list[Note] = field(default_factory=list)
    talks: list[Intake] = field(default_factory=list)
    outcomes: list[Outcome] = field(default_factory=list)
    visits: list[Visit] = field(default_factory=list)
    handovers: list[Handover] = field(default_factory=list)
    later: list[Step] = field(default_factory=list)
    steps: list[PastStep] = field(default_factory=list)
    answering: list[Responsibility] = field(default_factory=list)
    consents: list[Consent] = field(default_factory=list)

    @property
    def next(self) -> Step | None:
        return next_step(self.journey) if self.journey else None

    @property
    def contact(self) -> bool:
        return self.view.may_see(CONTACT)

    @property
    def outcome_journey(self) -> Journey | None:
        """The journey on which this reader may record a result: the one they answer for, or help in."""
        if self.view.answers and self.journey is not None:
            return self.journey
        return next((h.journey for h in self.handovers if h.state == State.RUNNING), None)


def picture(db: Session, view: PersonView, at: datetime) -> Picture:
    """Gathers what `view` shows, each list the newest first."""
    if view.at_the_door:
        return Picture(view)
    person_id = view.person.id
    every = journeys.journeys_of(db, person_id)
    if not view.whole:
        every = [j for j in every if view.of_this_card("journey", j.id)]
    current = next((j for j in every if j.is_open), every[0] if every and view.whole else None)
    answering = [r for j in every for r in journeys.responsibilities(db, j.id)]
    return Picture(
        view,
        journey=current if view.shows_next_step else None,
        earlier=[j for j in every if j is not current] if view.whole else [],
        notes=view.notes,
        talks=talks.talks_of(db, person_id) if view.whole else [],
        outcomes=[
            o for o in outcomes.outcomes_of(db, person_id)
            if view.of_this_card("outcome", o.id) and view.shows(o.recorded_at, o.organisation_id)
        ],
        visits=[v for v in _visits(db, person_id) if view.of_this_card("visit", v.id) and view.shows(v.arrived_at)],
        handovers=[h for h in view.handovers if h.state != State.MISTAKEN],
        later=_later(db, view, current),
        steps=[s for j in every for s in journeys.past_steps(db, j.id) if view.shows(s.at)],
        answering=[r for r in answering if view.shows(r.since)],
        consents=consents.active(db, person_id, at) if view.whole else [],
    )  # fmt: skip


def _later(db: Session, view: PersonView, journey: Journey | None) -> list[Step]:
    """What comes after the next step: to a partner what was agreed since they answer, or everything where steps are
    shared with them."""
    if journey is None or not journey.is_open or not view.shows_next_step:
        return []
    rows = journeys.later_steps(db, journey.id)
    return [row.step for row in rows if view.may_see(STEPS) or view.shows(row.made_at)]


def _visits(db: Session, person_id: int) -> list[Visit]:
    statement = select(Visit).where(Visit.person_id == person_id)
    return list(db.exec(statement.order_by(col(Visit.arrived_at).desc(), col(Visit.id).desc())))
