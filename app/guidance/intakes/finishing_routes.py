"""The page that finishes an intake, with a responsible worker and next step or with the existing plan."""

from datetime import date
from typing import Any

from fastapi import APIRouter
from sqlmodel import Session

from app.accounts import queries as accounts
from app.accounts.current_user import Actor
from app.accounts.guards import CanHoldIntakes
from app.core import idempotency
from app.core.clock import Now, local_day
from app.core.database import Db
from app.core.text_rules import REQUIRED
from app.guidance.intakes import actions, queries
from app.guidance.intakes.models import Intake
from app.guidance.intakes.routes import log_intake_read
from app.guidance.journeys import queries as journeys
from app.guidance.journeys import rules as journey_rules
from app.guidance.journeys.forms import StepForm
from app.web.forms import Submission, Submitted
from app.web.pages import Page, or_404, redirect

router = APIRouter()


@router.get("/talks/{key}/journey")
def finish_form(key: str, page: Page, db: Db, actor: CanHoldIntakes, now: Now) -> Any:
    intake = or_404(queries.intake_for(db, actor, key))
    if intake.finished_at is not None:
        return redirect(f"/people/{intake.person.key}")
    log_intake_read(db, intake, actor, now)
    today = local_day(now)
    start = {"worker": _own_key(db, actor, today), "when": "week"}
    return _render_finish(page, db, intake, Submission(StepForm, start=start), today)


def _own_key(db: Session, actor: Actor, today: date) -> str:
    return next((w.key for w in journeys.front_office_workers(db, actor.shop_id, today) if w.id == actor.worker_id), "")


def _render_finish(page: Any, db: Session, intake: Intake, form: Submission[StepForm], today: date) -> Any:
    return page(
        "guidance/intakes/finish.html",
        block="main",
        intake=intake,
        person=intake.person,
        form=form,
        workers=journeys.front_office_workers(db, intake.shop_id, today),
        journey=journeys.open_journey(db, intake.person_id),
    )


@router.post("/talks/{key}/journey")
def finish(key: str, page: Page, db: Db, actor: CanHoldIntakes, now: Now, form: Submitted[StepForm]) -> Any:
    intake = or_404(queries.intake_for(db, actor, key))
    url = f"/people/{intake.person.key}"
    responsible = accounts.worker_of_shop(db, intake.shop_id, str(form.value("worker")))
    today = local_day(now)
    on = None if form.errors else form.data.day(today)
    if responsible is None:
        form.wrong("worker", REQUIRED)
    elif obstacle := journey_rules.front_office_obstacle(
        responsible,
        accounts.roles_of(db, responsible.id, intake.shop_id),
        journeys.current_leave(db, responsible.id, intake.shop_id, today),
    ):
        form.wrong("worker", obstacle)
    if not form.errors and (obstacle := journey_rules.step_obstacle(form.data.what, on, today)):
        form.wrong("on", obstacle)
    if form.errors:
        return _render_finish(page, db, intake, form, today)
    intention = idempotency.begin(db, form.data.intention, worker_id=actor.worker_id, at=now)
    if intention is None:
        return redirect(url)
    assert responsible
    assert on
    intention.answer = url
    actions.finish_intake(
        db,
        intake,
        responsible=responsible,
        next_what=form.data.what,
        next_on=on,
        next_time=form.data.time,
        by=actor,
        at=now,
    )
    return redirect(url)


@router.post("/talks/{key}/end")
def finish_as_planned(key: str, db: Db, actor: CanHoldIntakes, now: Now) -> Any:
    """Finishes a follow-up intake without changing the plan. Sent twice, it is done once."""
    intake = or_404(queries.intake_for(db, actor, key))
    if intake.finished_at is None:
        actions.finish_follow_up(db, intake, by=actor, at=now)
    return redirect(f"/people/{intake.person.key}#story")
