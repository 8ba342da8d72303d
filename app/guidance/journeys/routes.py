"""The page that reopens a journey."""

from datetime import date
from typing import Any

from fastapi import APIRouter
from sqlmodel import Session

from app.accounts.guards import CanHoldIntakes
from app.core import idempotency
from app.core.clock import Now, local_day
from app.core.database import Db
from app.guidance.journeys import actions, history_queries, queries
from app.guidance.journeys.form_parsing import log_journey_read, parse_day, parse_worker
from app.guidance.journeys.forms import StepForm
from app.guidance.journeys.models import Journey
from app.web.forms import Submission, Submitted
from app.web.pages import Page, or_404, redirect

router = APIRouter()


@router.get("/journeys/{key}/reopening")
def reopen_form(key: str, page: Page, db: Db, actor: CanHoldIntakes, now: Now) -> Any:
    journey = or_404(queries.journey_for(db, actor, key))
    if journey.is_open:
        return redirect(f"/people/{journey.person.key}")
    log_journey_read(db, journey, actor, now)
    return _render_reopen(page, db, journey, Submission(StepForm, start={"when": "week"}), local_day(now))


def _render_reopen(page: Any, db: Session, journey: Journey, form: Submission[StepForm], today: date) -> Any:
    """Renders the form. Workers who were responsible for the person before come first in the list."""
    knew = history_queries.responsibility_periods(db, journey.person_id)
    rank = {one.worker.id: number for number, one in enumerate(knew)}
    workers = queries.front_office_workers(db, journey.shop_id, today)
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
def reopen(key: str, page: Page, db: Db, actor: CanHoldIntakes, now: Now, form: Submitted[StepForm]) -> Any:
    journey = or_404(queries.journey_for(db, actor, key))
    worker = parse_worker(db, journey.shop_id, form, "worker", local_day(now), of_front=True)
    on = parse_day(form, local_day(now))
    if form.errors:
        return _render_reopen(page, db, journey, form, local_day(now))
    assert worker
    assert on
    url = f"/people/{journey.person.key}"
    intention = idempotency.begin(db, form.data.intention, worker_id=actor.worker_id, at=now)
    if intention is None:
        return redirect(url)
    intention.answer = url
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
    return redirect(url)
