"""Pages that add, complete, drop and move the steps of a plan. URLs identify a step by its key."""

from datetime import datetime
from typing import Any

from fastapi import APIRouter
from sqlmodel import Session

from app.accounts.current_user import Actor
from app.accounts.guards import CanFollow
from app.core import idempotency
from app.core.clock import Now, local_day
from app.core.database import Db
from app.core.idempotency import Intention
from app.core.state_machine import NO_LONGER_POSSIBLE, Refused
from app.core.text_rules import REQUIRED
from app.guidance.journeys import queries, rules
from app.guidance.journeys.form_parsing import log_journey_read, parse_step, workers_for_step
from app.guidance.journeys.forms import AddStepForm, CompleteStepForm, DropStepForm, MoveStepForm, ReturnPage
from app.guidance.journeys.models import Journey, StepTaker
from app.guidance.journeys.step_models import Step, StepResult
from app.guidance.step_plans import actions
from app.shop.partners import queries as partners
from app.web.forms import Submission, Submitted
from app.web.pages import Page, or_404, redirect

router = APIRouter()


def _return_url(journey: Journey, back: ReturnPage) -> str:
    return back.list_url or f"/people/{journey.person.key}"


def _find_step(db: Session, journey: Journey, key: str) -> tuple[Step, bool]:
    """The step with this key, and whether it is the only one. Raises Refused when it is not planned any more."""
    plan = queries.planned_steps(db, journey)
    step = next((step for step in plan if step.key == key), None)
    if step is None:
        raise Refused(NO_LONGER_POSSIBLE)
    return step, len(plan) == 1


def _begin_intention(db: Session, form: Submission[Any], url: str, actor: Actor, now: datetime) -> Intention | None:
    return idempotency.begin(db, form.data.intention, worker_id=actor.worker_id, at=now, answer=url)


def _step_form_context(db: Session, journey: Journey, now: datetime) -> dict[str, Any]:
    """Template context for the choice of who takes a step."""
    return {
        "workers": workers_for_step(db, journey, local_day(now)),
        "partners": partners.active_partners(db, journey.shop_id),
        "journey": journey,
        "person": journey.person,
    }


def _initial_values(db: Session, journey: Journey, actor: Actor, back: ReturnPage, now: datetime) -> dict[str, Any]:
    """Initial form values: a week from now, taken by the actor."""
    me = next(
        (worker.key for worker in workers_for_step(db, journey, local_day(now)) if worker.id == actor.worker_id), ""
    )
    return {"version": journey.version, "when": "week", "by": StepTaker.WORKER.value, "worker": me, "back": back.value}


# -- adding -----------------------------------------------------------------------------------------------------------


@router.get("/journeys/{key}/steps")
def add_step_form(key: str, page: Page, db: Db, actor: CanFollow, now: Now) -> Any:
    journey = or_404(queries.journey_for(db, actor, key))
    if not journey.is_open:
        return redirect(f"/people/{journey.person.key}")
    log_journey_read(db, journey, actor, now)
    form = Submission(AddStepForm, start=_initial_values(db, journey, actor, ReturnPage.PERSON, now))
    return page("guidance/step_plans/step.html", block="main", form=form, **_step_form_context(db, journey, now))


@router.post("/journeys/{key}/steps")
def add_step(key: str, page: Page, db: Db, actor: CanFollow, now: Now, form: Submitted[AddStepForm]) -> Any:
    journey = or_404(queries.journey_for(db, actor, key))
    rules.plan_step.check(journey, actor)
    step = parse_step(db, journey, form, local_day(now))
    if step is None:
        return page("guidance/step_plans/step.html", block="main", form=form, **_step_form_context(db, journey, now))
    url = _return_url(journey, form.data.back)
    if _begin_intention(db, form, url, actor, now):
        actions.add_step(db, journey, step, version=form.data.version, by=actor, at=now)
    return redirect(url)


# -- completing and dropping ------------------------------------------------------------------------------------------


def _render_close_step(
    page: Any, db: Session, journey: Journey, key: str, result: StepResult, form: Submission[Any], now: datetime
) -> Any:
    step, last = _find_step(db, journey, key)
    answer = page(
        "guidance/step_plans/done.html",
        block="main",
        form=form,
        step=step,
        last=last,
        result=result.value,
        **_step_form_context(db, journey, now),
    )
    # The button may be part of another page; the address bar has to show this one.
    answer.headers["HX-Push-Url"] = f"/journeys/{journey.key}/steps/{key}/{_URL_NOUNS[result]}"
    return answer


_URL_NOUNS = {StepResult.DONE: "done", StepResult.DROPPED: "drop"}


def _close_step_form(
    page: Any, db: Session, key: str, step: str, result: StepResult, back: ReturnPage, actor: Actor, now: datetime
) -> Any:
    journey = or_404(queries.journey_for(db, actor, key))
    if not journey.is_open:
        return redirect(f"/people/{journey.person.key}")
    log_journey_read(db, journey, actor, now)
    form = Submission(CompleteStepForm, start=_initial_values(db, journey, actor, back, now))
    return _render_close_step(page, db, journey, step, result, form, now)


@router.get("/journeys/{key}/steps/{step}/done")
def complete_step_form(
    key: str, step: str, page: Page, db: Db, actor: CanFollow, now: Now, back: ReturnPage = ReturnPage.PERSON
) -> Any:
    return _close_step_form(page, db, key, step, StepResult.DONE, back, actor, now)


@router.post("/journeys/{key}/steps/{step}/done")
def complete_step(
    key: str, step: str, page: Page, db: Db, actor: CanFollow, now: Now, form: Submitted[CompleteStepForm]
) -> Any:
    """Completes the step at once if another follows. Otherwise redirects to the page that asks for the next step."""
    journey = or_404(queries.journey_for(db, actor, key))
    rules.plan_step.check(journey, actor)
    if not form.errors and not form.data.names_next_step and _is_only_step(db, journey, step):
        return redirect(f"/journeys/{key}/steps/{step}/done?back={form.data.back}")
    return _close_step(page, db, journey, step, StepResult.DONE, form, actor, now)


@router.get("/journeys/{key}/steps/{step}/drop")
def drop_step_form(
    key: str, step: str, page: Page, db: Db, actor: CanFollow, now: Now, back: ReturnPage = ReturnPage.PERSON
) -> Any:
    return _close_step_form(page, db, key, step, StepResult.DROPPED, back, actor, now)


@router.post("/journeys/{key}/steps/{step}/drop")
def drop_step(
    key: str, step: str, page: Page, db: Db, actor: CanFollow, now: Now, form: Submitted[DropStepForm]
) -> Any:
    journey = or_404(queries.journey_for(db, actor, key))
    rules.plan_step.check(journey, actor)
    return _close_step(page, db, journey, step, StepResult.DROPPED, form, actor, now)


def _is_only_step(db: Session, journey: Journey, key: str) -> bool:
    """Whether this is the only step of the plan."""
    return [step.key for step in queries.planned_steps(db, journey)] == [key]


def _close_step(
    page: Any,
    db: Session,
    journey: Journey,
    key: str,
    result: StepResult,
    form: Submission[Any],
    actor: Actor,
    now: datetime,
) -> Any:
    then, last = None, _is_only_step(db, journey, key)
    if not form.errors and (last or form.data.what):
        then = parse_step(db, journey, form, local_day(now))
    if form.errors:
        return _render_close_step(page, db, journey, key, result, form, now)
    url = _return_url(journey, form.data.back)
    if _begin_intention(db, form, url, actor, now):
        word, common = form.data.word, {"then": then, "version": form.data.version, "by": actor, "at": now}
        if result == StepResult.DONE:
            actions.complete_step(db, journey, key, comment=word, **common)
        else:
            actions.drop_step(db, journey, key, word, **common)
    return redirect(url)


# -- moving -----------------------------------------------------------------------------------------------------------


@router.get("/journeys/{key}/steps/{step}/move")
def move_step_form(
    key: str, step: str, page: Page, db: Db, actor: CanFollow, now: Now, back: ReturnPage = ReturnPage.PERSON
) -> Any:
    journey = or_404(queries.journey_for(db, actor, key))
    if not journey.is_open:
        return redirect(f"/people/{journey.person.key}")
    log_journey_read(db, journey, actor, now)
    this, _last = _find_step(db, journey, step)
    time = this.clock.strftime("%H:%M") if this.clock else ""
    start = {"version": journey.version, "when": "week", "time": time, "back": back.value}
    return _render_move_step(page, journey, this, Submission(MoveStepForm, start=start))


def _render_move_step(page: Any, journey: Journey, step: Step, form: Submission[MoveStepForm]) -> Any:
    return page(
        "guidance/step_plans/move.html",
        block="main",
        journey=journey,
        person=journey.person,
        step=step,
        form=form,
        asks_why=rules.needs_reason(step.moved),
    )


@router.post("/journeys/{key}/steps/{step}/move")
def move_step(
    key: str, step: str, page: Page, db: Db, actor: CanFollow, now: Now, form: Submitted[MoveStepForm]
) -> Any:
    journey = or_404(queries.journey_for(db, actor, key))
    rules.plan_step.check(journey, actor)
    this, _last = _find_step(db, journey, step)
    on = None if form.errors else form.data.day(local_day(now))
    if not form.errors and on is None:
        form.wrong("on", REQUIRED)
    if form.errors or on is None:
        return _render_move_step(page, journey, this, form)
    typed, url = form.data, _return_url(journey, form.data.back)
    if idempotency.earlier_result(db, typed.intention, worker_id=actor.worker_id):
        return redirect(url)
    if reason := rules.move_obstacle(this, on, typed.time, typed.reason, local_day(now)):
        form.wrong("reason" if reason == rules.MOVE_REASON_REQUIRED else "on", reason)
        return _render_move_step(page, journey, this, form)
    if _begin_intention(db, form, url, actor, now):
        actions.move_step(
            db, journey, step, on, typed.time, reason=typed.reason, version=typed.version, by=actor, at=now
        )
    return redirect(url)
