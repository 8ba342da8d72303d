"""The end of a talk: who stays in touch and what comes next, or the plan that there is already."""

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
from app.guidance.journeys import rules as following
from app.guidance.journeys.forms import StepForm
from app.web.forms import Submission, Submitted
from app.web.pages import Page, or_404, redirect

router = APIRouter()


@router.get("/talks/{key}/journey")
def finish_form(key: str, page: Page, db: Db, actor: CanHoldIntakes, now: Now) -> Any:
    talk = or_404(queries.intake_for(db, actor, key))
    if talk.finished_at is not None:
        return redirect(f"/people/{talk.person.key}")
    log_intake_read(db, talk, actor, now)
    today = local_day(now)
    start = {"worker": _own_key(db, actor, today), "when": "week"}
    return _render_finish(page, db, talk, Submission(StepForm, start=start), today)


def _own_key(db: Session, actor: Actor, today: date) -> str:
    return next((w.key for w in journeys.front_office_workers(db, actor.shop_id, today) if w.id == actor.worker_id), "")


def _render_finish(page: Any, db: Session, talk: Intake, form: Submission[StepForm], today: date) -> Any:
    return page(
        "guidance/intakes/finish.html",
        block="main",
        talk=talk,
        person=talk.person,
        form=form,
        workers=journeys.front_office_workers(db, talk.shop_id, today),
        journey=journeys.open_journey(db, talk.person_id),
    )


@router.post("/talks/{key}/journey")
def finish(key: str, page: Page, db: Db, actor: CanHoldIntakes, now: Now, form: Submitted[StepForm]) -> Any:
    talk = or_404(queries.intake_for(db, actor, key))
    there = f"/people/{talk.person.key}"
    responsible = accounts.worker_of_shop(db, talk.shop_id, str(form.value("worker")))
    today = local_day(now)
    on = None if form.errors else form.data.day(today)
    if responsible is None:
        form.wrong("worker", REQUIRED)
    elif obstacle := following.front_office_obstacle(
        responsible,
        accounts.roles_of(db, responsible.id, talk.shop_id),
        journeys.current_leave(db, responsible.id, talk.shop_id, today),
    ):
        form.wrong("worker", obstacle)
    if not form.errors and (obstacle := following.step_obstacle(form.data.what, on, today)):
        form.wrong("on", obstacle)
    if form.errors:
        return _render_finish(page, db, talk, form, today)
    intention = idempotency.begin(db, form.data.intention, worker_id=actor.worker_id, at=now)
    if intention is None:
        return redirect(there)
    assert responsible
    assert on
    intention.answer = there
    actions.finish_intake(
        db,
        talk,
        responsible=responsible,
        next_what=form.data.what,
        next_on=on,
        next_time=form.data.time,
        by=actor,
        at=now,
    )
    return redirect(there)


@router.post("/talks/{key}/end")
def finish_as_planned(key: str, db: Db, actor: CanHoldIntakes, now: Now) -> Any:
    """A follow-up talk: the plan that there is stays. Sent twice it is done once."""
    talk = or_404(queries.intake_for(db, actor, key))
    if talk.finished_at is None:
        actions.finish_follow_up(db, talk, by=actor, at=now)
    return redirect(f"/people/{talk.person.key}#story")
