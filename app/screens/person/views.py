"""View model of a person's page: what the reader may see (handovers.disclosure), gathered from every feature.

It leaves out events, which grow without limit: see timeline_page_queries.
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
    """Contains only what the reader may see.

    `journey`: the open one or else the last, for readers who may see its step; `next` and `later` are its steps.
    `knew`: former responsible workers, when there is no open journey.
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
        """The journey on which the reader may record an outcome: as responsible worker or in a running handover."""
        if self.view.answers and self.journey is not None:
            return self.journey
        return next((h.journey for h in self.handovers if h.state == State.RUNNING), None)


def person_view_model(db: Session, view: PersonView, at: datetime) -> PersonViewModel:
    """Builds the view model, with one read per feature."""
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
    """Steps after the next one. Partners see those agreed since they became responsible, or all if steps are shared."""
    if journey is None or not journey.is_open or not view.shows_next_step:
        return []
    rows = journeys.later_steps(db, journey.id)
    return [row.step for row in rows if view.may_see(STEPS) or view.shows(row.made_at)]


def _talks(db: Session, person_id: int) -> list[Intake]:
    """The newest intake and any unfinished one, newest first."""
    newest = select(func.max(Intake.id)).where(Intake.person_id == person_id).scalar_subquery()
    worker: Any = Intake.worker
    statement = (
        select(Intake)
        .where(Intake.person_id == person_id, or_(col(Intake.finished_at).is_(None), col(Intake.id) == newest))
        .options(joinedload(worker))
        .order_by(col(Intake.id).desc())
    )
    return list(db.exec(statement))
