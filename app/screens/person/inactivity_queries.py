"""Inactive journeys: open, without contact with the person for more than four weeks."""

from datetime import date

from sqlalchemy import ColumnElement, and_, exists, not_, or_
from sqlmodel import col

from app.core.clock import day_bounds
from app.front_desk.visits.models import Visit, VisitState
from app.guidance.caseloads.due_group_rules import silence_cutoff
from app.guidance.intakes.models import Intake
from app.guidance.journeys.models import Journey, PastEnding
from app.guidance.journeys.step_models import PastStep, StepResult
from app.guidance.notes.models import Note
from app.handovers.lifecycle.models import HandoverMove


def is_inactive(today: date) -> ColumnElement[bool]:
    """Condition on the Journey of the enclosing statement: open, and without activity since the limit before `today`.

    Activity is a visit, intake, completed step, note or handover transition, or the opening or reopening of the
    journey. This is the only definition of inactivity.
    """
    day = silence_cutoff(today)
    since = day_bounds(day)[0]
    whose = col(Journey.person_id)
    heard = (
        exists().where(col(Visit.person_id) == whose, col(Visit.day) >= day, col(Visit.state) != VisitState.LEFT),
        exists().where(
            col(Intake.person_id) == whose, or_(col(Intake.started_at) >= since, col(Intake.finished_at) >= since)
        ),
        exists().where(
            col(PastStep.journey_id) == col(Journey.id),
            col(PastStep.result) == StepResult.DONE,
            col(PastStep.at) >= since,
        ),
        exists().where(col(Note.person_id) == whose, col(Note.written_at) >= since),
        exists().where(col(HandoverMove.person_id) == whose, col(HandoverMove.at) >= since),
        exists().where(col(PastEnding.journey_id) == col(Journey.id), col(PastEnding.reopened_at) >= since),
    )
    return and_(col(Journey.ended_at).is_(None), col(Journey.opened_on) < day, *map(not_, heard))
