"""What keeps an open journey followed: its next step and who answers for it. Only actions and talks use this."""

from datetime import date, datetime, time

from sqlmodel import Session

from app.accounts.models import Worker
from app.core.lifecycle import NO_LONGER, Refused
from app.journeys import queries
from app.journeys.models import Journey, PastStep, Responsibility, StepResult, Why


def refuse(obstacle: str | None) -> None:
    """Raises Refused when a rule gave an obstacle."""
    if obstacle:
        raise Refused(obstacle)


def unless_changed(journey: Journey, version: int | None) -> None:
    """Raises Refused when the journey is no longer as the actor saw it; None: they did not look at it."""
    if version is not None and version != journey.version:
        raise Refused(NO_LONGER)


def put_behind(db: Session, journey: Journey, result: StepResult, at: datetime) -> None:
    """Keeps the present next step as a past one."""
    if journey.next_what and journey.next_on:
        db.add(
            PastStep(
                journey_id=journey.id, person_id=journey.person_id, what=journey.next_what, due_on=journey.next_on,
                result=result, worker_id=journey.next_worker_id, at=at,
            )
        )  # fmt: skip


def plan(journey: Journey, what: str, on: date, clock: time | None, worker: Worker) -> None:
    journey.next_what, journey.next_on, journey.next_time = what, on, clock
    journey.next_worker, journey.next_worker_id = worker, worker.id
    journey.version += 1


def close_responsibility(db: Session, journey: Journey, at: datetime) -> None:
    for row in queries.responsibilities(db, journey.id):
        if row.until is None:
            row.until = at
    db.flush()  # the index lets one row be open at a time


def make_responsible(db: Session, journey: Journey, to: Worker, why: Why, word: str, at: datetime) -> None:
    journey.responsible, journey.responsible_id = to, to.id
    db.add(
        Responsibility(
            journey_id=journey.id, person_id=journey.person_id, worker_id=to.id, organisation_id=to.organisation_id,
            since=at, why=why, word=word,
        )
    )  # fmt: skip
