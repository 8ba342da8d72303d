"""A worker who goes on leave, the people reassigned to colleagues, and journeys without recent activity."""

from datetime import datetime, timedelta
from random import Random

from sqlmodel import col, select

from app.core.clock import local_day
from app.core.working_days import working_days_after
from app.demo.cast.invented_people import InventedPerson
from app.demo.cast.simulation import Scene, Stage
from app.demo.scenes.inbox import open_journey, working_days_before
from app.guidance.caseloads import bulk_reassignment_actions, leave_actions
from app.guidance.caseloads.bulk_reassignment_actions import FRONT_OFFICE_TEAM
from app.guidance.caseloads.facts import SuccessorChoice
from app.guidance.journeys import actions as journeys
from app.guidance.journeys.models import Journey, Responsibility

AWAY, UNTIL = "bram", timedelta(days=24)
# Responsible worker, and how many working days ago the journey began.
INACTIVE_JOURNEYS = (
    ("samira", 31),
    ("samira", 38),
    ("joost", 34),
)
TO_SAMIRA = 2  # how many people are reassigned to Samira; the others go to OTHER_SUBSTITUTE
OTHER_SUBSTITUTE = "mila"


def inactive_journey(
    stage: Stage, dice: Random, now: datetime, somebody: InventedPerson, login: str, days: int
) -> Scene:
    """An intake some weeks ago, and a next step that is not due yet. Nothing has happened since the intake."""
    due = working_days_after(local_day(now), dice.randrange(2, 9))
    yield from open_journey(stage, dice, somebody, login, working_days_before(now, days), due)


def on_leave_from_today(stage: Stage, now: datetime) -> Scene:
    """Acknowledges all earlier assignments; then the worker AWAY goes on leave and reassigns all their people."""
    yield now - timedelta(minutes=25)
    unseen = select(Responsibility).where(col(Responsibility.until).is_(None), col(Responsibility.seen_at).is_(None))
    logins = {worker.id: login for login, worker in stage.workers.items()}
    for row in stage.db.exec(unseen).all():
        journey = stage.db.get_one(Journey, row.journey_id)
        journeys.acknowledge_assignment(stage.db, journey, by=stage.by(logins[row.worker_id]), at=stage.at)
    by, worker = stage.by(AWAY), stage.workers[AWAY]
    caseload = bulk_reassignment_actions.locked_caseload(stage.db, worker, by=by)
    choice = SuccessorChoice(
        {journey.key: stage.workers["samira"].key for journey in caseload[:TO_SAMIRA]},
        {FRONT_OFFICE_TEAM: stage.workers[OTHER_SUBSTITUTE].key},
    )
    today = local_day(stage.at)
    rows = bulk_reassignment_actions.reassignment_preview(
        stage.db, caseload, choice, without={worker.id}, by=by, today=today
    )
    leave_actions.start_leave(
        stage.db, worker, rows, first=today, last=today + UNTIL, word="met verlof", by=by, at=stage.at
    )
