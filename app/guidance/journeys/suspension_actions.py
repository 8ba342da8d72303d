"""Suspends a journey whose person has another open journey, and resumes it unchanged later.

A person has at most one open journey. When two records are linked as one person, only one of their journeys continues.
"""

from datetime import date, datetime, time
from typing import Any

from sqlmodel import Session

from app.accounts import queries as accounts
from app.accounts.current_user import Actor
from app.accounts.models import Organisation, Worker
from app.core.clock import local_day
from app.core.database import lock_row
from app.core.ids import new_key
from app.guidance.journeys import queries, rules
from app.guidance.journeys.models import Journey, ResponsibilityReason, StepTaker
from app.guidance.journeys.plan_changes import (
    archive_step,
    assign_responsibility,
    clear_next_step,
    close_responsibility,
    promote_earliest_step,
    set_next_step,
)
from app.guidance.journeys.step_models import Step, StepResult


def suspend(db: Session, journey: Journey, word: str, *, by: Actor, at: datetime) -> dict[str, Any]:
    """Ends the journey without an outcome. Returns the data that `resume` needs, as JSON. Raises Refused.

    The later steps stay in the plan: nobody is reminded of them while the journey is not open.
    """
    journey = lock_row(db, journey)
    rules.end_journey.check(journey, by)
    kept = {
        "journey": journey.id,
        "responsible": journey.responsible_id,
        "worker": journey.next_worker_id,
        "what": journey.next_what,
        "on": journey.next_on and journey.next_on.isoformat(),
        "time": journey.next_time and journey.next_time.isoformat(),
        "key": journey.next_key,
        "by": journey.next_by,
        "organisation": journey.next_organisation_id,
        "moved": journey.next_moved,
    }
    archive_step(db, journey, StepResult.REPLACED, at)
    close_responsibility(db, journey, at)
    clear_next_step(journey)
    journey.responsible, journey.responsible_id = None, None
    journey.ended_at, journey.ended_on, journey.ended_by_id, journey.end_word = at, local_day(at), by.worker_id, word
    journey.version += 1
    db.flush()
    return kept


def resume(db: Session, kept: dict[str, Any], *, by: Actor, at: datetime) -> Journey | None:
    """Reopens a suspended journey with the same worker and the same next step, even if that is late.

    `kept`: what `suspend` returned. A worker who is no longer available is replaced by `by`. Returns None when the
    journey is open already or has ended with an outcome since, and when the person has another open journey.
    """
    journey = lock_row(db, db.get_one(Journey, kept["journey"]))
    if journey.is_open or journey.end_kind_id is not None or queries.open_journey(db, journey.person_id):
        return None
    responsible = _if_available(db, journey, kept["responsible"], local_day(at)) or db.get_one(Worker, by.worker_id)
    worker = _if_available(db, journey, kept["worker"], local_day(at)) or responsible
    assign_responsibility(db, journey, responsible, ResponsibilityReason.TAKEN_UP, "", by=by, at=at)
    set_next_step(journey, _restore_step(db, kept, worker))
    journey.ended_at, journey.ended_on, journey.ended_by_id, journey.end_word = None, None, None, ""
    promote_earliest_step(db, journey, by=by, at=at)
    return journey


def _restore_step(db: Session, kept: dict[str, Any], worker: Worker) -> Step:
    """The next step from the data of `suspend`; data from earlier versions lacks some of the keys."""
    clock = time.fromisoformat(kept["time"]) if kept["time"] else None
    partner = db.get(Organisation, kept["organisation"]) if kept.get("organisation") else None
    return Step(
        kept["what"],
        date.fromisoformat(kept["on"]),
        worker,
        clock,
        StepTaker(kept.get("by") or StepTaker.WORKER),
        partner,
        kept.get("key") or new_key(),
        kept.get("moved") or 0,
    )


def _if_available(db: Session, journey: Journey, worker_id: int, today: date) -> Worker | None:
    """The worker, or None if they can no longer be responsible for anyone in this shop."""
    worker = db.get_one(Worker, worker_id)
    leave = queries.current_leave(db, worker.id, journey.shop_id, today)
    obstacle = rules.responsible_obstacle(worker, accounts.roles_of(db, worker.id, journey.shop_id), leave)
    return None if obstacle else worker
