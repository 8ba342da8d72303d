"""The picture of one person on their page: what handovers.access lets the reader see, gathered from every feature.

What happened is not in it: that is the line (desk.line_pages), which grows. This stays small.
"""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy.orm import joinedload
from sqlmodel import Session, col, func, or_, select

from app.guidance.intakes.models import Intake
from app.guidance.journeys import queries as journeys
from app.guidance.journeys.history_queries import ResponsibilityPeriod, responsibility_periods
from app.guidance.journeys.models import Journey
from app.guidance.journeys.step_models import Step, next_step
from app.handovers.consents import queries as consents
from app.handovers.consents.models import Consent
from app.handovers.disclosure.partner_access_queries import CONTACT
from app.handovers.disclosure.queries import STEPS, PersonView
from app.handovers.lifecycle.models import Handover, State


@dataclass
class PersonViewModel:
    """Only what the reader may see is in it. `journey`: the open one, or else the last, for who sees its step;
    `next` and `later` are its plan. `knew`: who answered for the person, where nobody does now.
    """

    view: PersonView
    journey: Journey | None = None
    talks: list[Intake] = field(default_factory=list)
    handovers: list[Handover] = field(default_factory=list)
    later: list[Step] = field(default_factory=list)
    consents: list[Consent] = field(default_factory=list)
    knew: list[ResponsibilityPeriod] = field(default_factory=list)

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


def person_view_model(db: Session, view: PersonView, at: datetime) -> PersonViewModel:
    """Gathers what `view` shows: each feature is asked once, however much there is."""
    if view.at_the_door:
        return PersonViewModel(view)
    person_id = view.person.id
    if not view.whole:
        every = [j for j in journeys.journeys_of(db, person_id) if view.may_see_row("journey", j.id)]
        theirs = next((j for j in every if j.is_open), None) if view.shows_next_step else None
        return PersonViewModel(
            view,
            journey=theirs,
            later=_later(db, view, theirs),
            handovers=[h for h in view.handovers if h.state != State.MISTAKEN],
        )
    followed = next((j for j in view.journeys if j.is_open), None)
    return PersonViewModel(
        view,
        journey=followed or (view.journeys[0] if view.journeys else None),
        talks=_talks(db, person_id),
        later=_later(db, view, followed),
        consents=consents.active_consents(db, person_id, at),
        knew=responsibility_periods(db, person_id) if view.journeys and followed is None else [],
    )


def _later(db: Session, view: PersonView, journey: Journey | None) -> list[Step]:
    """What comes after the next step: to a partner what was agreed since they answer, or everything where steps are
    shared with them."""
    if journey is None or not journey.is_open or not view.shows_next_step:
        return []
    rows = journeys.later_steps(db, journey.id)
    return [row.step for row in rows if view.may_see(STEPS) or view.shows(row.made_at)]


def _talks(db: Session, person_id: int) -> list[Intake]:
    """The newest talk, and one that is not finished yet; the newest first."""
    newest = select(func.max(Intake.id)).where(Intake.person_id == person_id).scalar_subquery()
    worker: Any = Intake.worker
    statement = (
        select(Intake)
        .where(Intake.person_id == person_id, or_(col(Intake.finished_at).is_(None), col(Intake.id) == newest))
        .options(joinedload(worker))
        .order_by(col(Intake.id).desc())
    )
    return list(db.exec(statement))
