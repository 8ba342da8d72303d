"""The pages around a journey: its next step, reopening it."""

from datetime import date, datetime
from typing import Any

from fastapi import APIRouter
from sqlmodel import Session

from app.accounts.actors import Actor
from app.accounts.models import Worker
from app.accounts.permissions import Follower, Talker
from app.audit import record
from app.core import intentions
from app.core.clock import Now, local_day
from app.core.database import Db
from app.core.text import REQUIRED
from app.journeys import actions, queries, rules
from app.journeys.forms import PlanForm, StepForm
from app.journeys.models import Journey
from app.journeys.steps import StepResult
from app.web.forms import Submission, submitted
from app.web.pages import Page, found, see

router = APIRouter()


def _look(db: Session, journey: Journey, actor: Actor, now: datetime) -> None:
    basis = "front office" if actor.in_front_office else "responsible organisation"
    record.look(
        db, by=actor, at=now, subject="journey", subject_id=journey.id, basis=basis, persons=[journey.person_id]
    )


def _helpers(db: Session, journey: Journey) -> list[Worker]:
    """Who may take the next step: the front office, and the colleagues of who answers for the person."""
    front = queries.front_workers(db, journey.shop_id)
    if journey.responsible is None:
        return front
    own = queries.workers_with(db, journey.shop_id, rules.FOLLOWERS, journey.responsible.organisation_id)
    return own + [worker for worker in front if worker.id not in {w.id for w in own}]


def _chosen_worker(
    db: Session, shop_id: int, form: Submission[Any], name: str, *, of_front: bool = False
) -> Worker | None:
    """The worker that the form names, when that one may answer for somebody; else the field says why not."""
    worker = queries.worker(db, shop_id, str(form.value(name)))
    if worker is None:
        form.wrong(name, REQUIRED)
        return None
    obstacle = rules.front_obstacle if of_front else rules.responsible_obstacle
    if reason := obstacle(worker, queries.roles_of(db, worker.id, shop_id)):
        form.wrong(name, reason)
    return worker


def _chosen_day(form: Submission[Any], today: date) -> date | None:
    """The day of the next step; a wrong one is said at its field."""
    if form.errors:
        return None
    on: date | None = form.data.day(today)
    if reason := rules.step_obstacle(form.data.what, on, today):
        form.wrong("on", reason)
    return on


@router.get("/journeys/{key}/steps")
def planning(key: str, page: Page, db: Db, actor: Follower, now: Now, result: StepResult = StepResult.DONE) -> Any:
    journey = found(queries.journey_for(db, actor, key))
    if not journey.is_open:
        return see(f"/people/{journey.person.key}")
    _look(db, journey, actor, now)
    moved = result == StepResult.MOVED
    start = {
        "result": result.value, "version": journey.version, "when": "day" if moved else "week",
        "what": journey.next_what if moved else "", "time": journey.next_time.strftime("%H:%M")
        if moved and journey.next_time else "",
        "worker": journey.next_worker.key if journey.next_worker else "",
    }  # fmt: skip
    return _planning(page, db, journey, Submission(PlanForm, start=start))


def _planning(page: Any, db: Session, journey: Journey, form: Submission[PlanForm]) -> Any:
    return page(
        "journeys/step.html", block="main", journey=journey, person=journey.person, form=form,
        moved=form.value("result") == StepResult.MOVED, workers=_helpers(db, journey),
    )  # fmt: skip


@router.post("/journeys/{key}/steps")
def plan(key: str, page: Page, db: Db, actor: Follower, now: Now, form: submitted(PlanForm)) -> Any:  # type: ignore[valid-type]
    journey = found(queries.journey_for(db, actor, key))
    there = f"/people/{journey.person.key}"
    worker = _chosen_worker(db, journey.shop_id, form, "worker")
    on = _chosen_day(form, local_day(now))
    if form.errors:
        return _planning(page, db, journey, form)
    intention = intentions.begin(db, form.data.intention, worker_id=actor.worker_id, at=now)
    if intention is None:
        return see(there)
    assert worker
    assert on
    intention.answer = there
    typed = form.data
    actions.plan_next(
        db, journey, result=typed.result, what=typed.what, on=on, time=typed.time, worker=worker,
        version=typed.version, by=actor, at=now,
    )  # fmt: skip
    return see(there)


@router.get("/journeys/{key}/reopening")
def reopening(key: str, page: Page, db: Db, actor: Talker, now: Now) -> Any:
    journey = found(queries.journey_for(db, actor, key))
    if journey.is_open:
        return see(f"/people/{journey.person.key}")
    _look(db, journey, actor, now)
    return _reopening(page, db, journey, Submission(StepForm, start={"when": "week"}))


def _reopening(page: Any, db: Session, journey: Journey, form: Submission[StepForm]) -> Any:
    return page(
        "journeys/reopen.html", block="main", journey=journey, person=journey.person, form=form,
        workers=queries.front_workers(db, journey.shop_id),
    )  # fmt: skip


@router.post("/journeys/{key}/reopening")
def reopen(key: str, page: Page, db: Db, actor: Talker, now: Now, form: submitted(StepForm)) -> Any:  # type: ignore[valid-type]
    journey = found(queries.journey_for(db, actor, key))
    worker = _chosen_worker(db, journey.shop_id, form, "worker", of_front=True)
    on = _chosen_day(form, local_day(now))
    if form.errors:
        return _reopening(page, db, journey, form)
    assert worker
    assert on
    there = f"/people/{journey.person.key}"
    intention = intentions.begin(db, form.data.intention, worker_id=actor.worker_id, at=now)
    if intention is None:
        return see(there)
    intention.answer = there
    actions.reopen(
        db, journey, responsible=worker, next_what=form.data.what, next_on=on, next_time=form.data.time,
        by=actor, at=now,
    )  # fmt: skip
    return see(there)
