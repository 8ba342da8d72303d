"""A journey set aside because the person is followed in another one already, and taken up again as it was.

One person has one open journey. When two cards turn out to be of one person, one of their journeys goes on.
"""

from datetime import date, datetime, time
from typing import Any

from sqlmodel import Session

from app.accounts.actors import Actor
from app.accounts.models import Worker
from app.core.clock import local_day
from app.core.database import locked
from app.journeys import queries, rules
from app.journeys.following import close_responsibility, make_responsible, plan, put_behind
from app.journeys.models import Journey, StepResult, Why


def set_aside(db: Session, journey: Journey, word: str, *, by: Actor, at: datetime) -> dict[str, Any]:
    """Ends the journey without a result; returns what it takes to go on with it (see take_up). Raises Refused."""
    journey = locked(db, journey)
    rules.ending.check(journey, by)
    kept = {
        "journey": journey.id, "responsible": journey.responsible_id, "worker": journey.next_worker_id,
        "what": journey.next_what, "on": journey.next_on and journey.next_on.isoformat(),
        "time": journey.next_time and journey.next_time.isoformat(),
    }  # fmt: skip
    put_behind(db, journey, StepResult.REPLACED, at)
    close_responsibility(db, journey, at)
    journey.next_what = journey.next_on = journey.next_time = None
    journey.next_worker, journey.next_worker_id = None, None
    journey.responsible, journey.responsible_id = None, None
    journey.ended_at, journey.ended_on, journey.end_word = at, local_day(at), word
    journey.version += 1
    db.flush()
    return kept


def take_up(db: Session, kept: dict[str, Any], *, by: Actor, at: datetime) -> Journey | None:
    """Goes on with a journey that was set aside, with the same worker and the same next step, late or not.

    Whoever cannot answer for anybody here any more is replaced by `by`. None when it is open already, ended with a
    result since, or its person is followed in another journey now.
    """
    journey = locked(db, db.get_one(Journey, kept["journey"]))
    if journey.is_open or journey.end_kind_id is not None or queries.open_journey(db, journey.person_id):
        return None
    responsible = _still_here(db, journey, kept["responsible"]) or db.get_one(Worker, by.worker_id)
    worker = _still_here(db, journey, kept["worker"]) or responsible
    clock = time.fromisoformat(kept["time"]) if kept["time"] else None
    plan(journey, kept["what"], date.fromisoformat(kept["on"]), clock, worker)
    journey.ended_at, journey.ended_on, journey.end_word = None, None, ""
    make_responsible(db, journey, responsible, Why.TAKEN_UP, "", at)
    db.flush()
    return journey


def _still_here(db: Session, journey: Journey, worker_id: int) -> Worker | None:
    """The worker, where they can still answer for somebody in this shop."""
    worker = db.get_one(Worker, worker_id)
    obstacle = rules.responsible_obstacle(worker, queries.roles_of(db, worker.id, journey.shop_id))
    return None if obstacle else worker
