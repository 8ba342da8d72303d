"""The pages around a journey: opening it again."""

from datetime import date
from typing import Any

from fastapi import APIRouter
from sqlmodel import Session

from app.accounts.guards import Talker
from app.core import idempotency
from app.core.clock import Now, local_day
from app.core.database import Db
from app.guidance.journeys import actions, history_queries, queries
from app.guidance.journeys.form_parsing import chosen_day, chosen_worker, look
from app.guidance.journeys.forms import StepForm
from app.guidance.journeys.models import Journey
from app.web.forms import Submission, Submitted
from app.web.pages import Page, found, see

router = APIRouter()


@router.get("/journeys/{key}/reopening")
def reopening(key: str, page: Page, db: Db, actor: Talker, now: Now) -> Any:
    journey = found(queries.journey_for(db, actor, key))
    if journey.is_open:
        return see(f"/people/{journey.person.key}")
    look(db, journey, actor, now)
    return _reopening(page, db, journey, Submission(StepForm, start={"when": "week"}), local_day(now))


def _reopening(page: Any, db: Session, journey: Journey, form: Submission[StepForm], today: date) -> Any:
    """Whoever knows the person and is still here stands first among who may stay in touch."""
    knew = history_queries.who_knew(db, journey.person_id)
    rank = {one.worker.id: number for number, one in enumerate(knew)}
    workers = queries.front_workers(db, journey.shop_id, today)
    return page(
        "guidance/journeys/reopen.html",
        block="main",
        journey=journey,
        person=journey.person,
        form=form,
        knew=knew,
        before=history_queries.past_endings(db, journey.id),
        workers=sorted(workers, key=lambda worker: rank.get(worker.id, len(rank))),
    )


@router.post("/journeys/{key}/reopening")
def reopen(key: str, page: Page, db: Db, actor: Talker, now: Now, form: Submitted[StepForm]) -> Any:
    journey = found(queries.journey_for(db, actor, key))
    worker = chosen_worker(db, journey.shop_id, form, "worker", local_day(now), of_front=True)
    on = chosen_day(form, local_day(now))
    if form.errors:
        return _reopening(page, db, journey, form, local_day(now))
    assert worker
    assert on
    there = f"/people/{journey.person.key}"
    intention = idempotency.begin(db, form.data.intention, worker_id=actor.worker_id, at=now)
    if intention is None:
        return see(there)
    intention.answer = there
    actions.reopen(
        db,
        journey,
        responsible=worker,
        next_what=form.data.what,
        next_on=on,
        next_time=form.data.time,
        by=actor,
        at=now,
    )
    return see(there)
