"""The plan of a journey: a step is agreed, done, moved or dropped. Steps are named by their key."""

from datetime import datetime
from typing import Any

from fastapi import APIRouter
from sqlmodel import Session

from app.accounts.current_user import Actor
from app.accounts.guards import Follower
from app.core import idempotency
from app.core.clock import Now, local_day
from app.core.database import Db
from app.core.idempotency import Intention
from app.core.state_machine import NO_LONGER, Refused
from app.core.text_rules import REQUIRED
from app.guidance.journeys import queries, rules
from app.guidance.journeys.form_parsing import chosen_step, helpers, look
from app.guidance.journeys.forms import AgreeForm, Back, BehindForm, DropForm, MoveForm
from app.guidance.journeys.models import Journey, StepBy
from app.guidance.journeys.step_models import Step, StepResult
from app.guidance.step_plans import actions
from app.shop.partners import queries as partners
from app.web.forms import Submission, Submitted
from app.web.pages import Page, found, see

router = APIRouter()


def _there(journey: Journey, back: Back) -> str:
    return back.list or f"/people/{journey.person.key}"


def _step(db: Session, journey: Journey, key: str) -> tuple[Step, bool]:
    """The step of this key, and whether nothing is planned besides it. Raises Refused when a colleague was earlier."""
    plan = queries.steps_ahead(db, journey)
    step = next((step for step in plan if step.key == key), None)
    if step is None:
        raise Refused(NO_LONGER)
    return step, len(plan) == 1


def _begin(db: Session, form: Submission[Any], there: str, actor: Actor, now: datetime) -> Intention | None:
    return idempotency.begin(db, form.data.intention, worker_id=actor.worker_id, at=now, answer=there)


def _taking(db: Session, journey: Journey, now: datetime) -> dict[str, Any]:
    """Who may be chosen to take a step."""
    return {
        "workers": helpers(db, journey, local_day(now)),
        "partners": partners.partners(db, journey.shop_id),
        "journey": journey,
        "person": journey.person,
    }


def _untouched(db: Session, journey: Journey, actor: Actor, back: Back, now: datetime) -> dict[str, Any]:
    """How a form for a step begins: a week from now, taken by who asks."""
    me = next((worker.key for worker in helpers(db, journey, local_day(now)) if worker.id == actor.worker_id), "")
    return {"version": journey.version, "when": "week", "by": StepBy.WORKER.value, "worker": me, "back": back.value}


# -- agreed -----------------------------------------------------------------------------------------------------------


@router.get("/journeys/{key}/steps")
def agreeing(key: str, page: Page, db: Db, actor: Follower, now: Now) -> Any:
    journey = found(queries.journey_for(db, actor, key))
    if not journey.is_open:
        return see(f"/people/{journey.person.key}")
    look(db, journey, actor, now)
    form = Submission(AgreeForm, start=_untouched(db, journey, actor, Back.PERSON, now))
    return page("guidance/step_plans/step.html", block="main", form=form, **_taking(db, journey, now))


@router.post("/journeys/{key}/steps")
def agree(key: str, page: Page, db: Db, actor: Follower, now: Now, form: Submitted[AgreeForm]) -> Any:
    journey = found(queries.journey_for(db, actor, key))
    rules.planning.check(journey, actor)
    step = chosen_step(db, journey, form, local_day(now))
    if step is None:
        return page("guidance/step_plans/step.html", block="main", form=form, **_taking(db, journey, now))
    there = _there(journey, form.data.back)
    if _begin(db, form, there, actor, now):
        actions.agree(db, journey, step, version=form.data.version, by=actor, at=now)
    return see(there)


# -- done, dropped ----------------------------------------------------------------------------------------------------


def _behind(
    page: Any, db: Session, journey: Journey, key: str, result: StepResult, form: Submission[Any], now: datetime
) -> Any:
    step, last = _step(db, journey, key)
    answer = page(
        "guidance/step_plans/done.html",
        block="main",
        form=form,
        step=step,
        last=last,
        result=result.value,
        **_taking(db, journey, now),
    )
    # Who pressed Done in the midst of a page comes to a page of its own.
    answer.headers["HX-Push-Url"] = f"/journeys/{journey.key}/steps/{key}/{_NOUNS[result]}"
    return answer


_NOUNS = {StepResult.DONE: "done", StepResult.DROPPED: "drop"}


def _asking(
    page: Any, db: Session, key: str, step: str, result: StepResult, back: Back, actor: Actor, now: datetime
) -> Any:
    journey = found(queries.journey_for(db, actor, key))
    if not journey.is_open:
        return see(f"/people/{journey.person.key}")
    look(db, journey, actor, now)
    form = Submission(BehindForm, start=_untouched(db, journey, actor, back, now))
    return _behind(page, db, journey, step, result, form, now)


@router.get("/journeys/{key}/steps/{step}/done")
def doing(key: str, step: str, page: Page, db: Db, actor: Follower, now: Now, back: Back = Back.PERSON) -> Any:
    return _asking(page, db, key, step, StepResult.DONE, back, actor, now)


@router.post("/journeys/{key}/steps/{step}/done")
def do(key: str, step: str, page: Page, db: Db, actor: Follower, now: Now, form: Submitted[BehindForm]) -> Any:
    """In one press where something comes later. Otherwise it leads on to the page that asks what comes after it."""
    journey = found(queries.journey_for(db, actor, key))
    rules.planning.check(journey, actor)
    if not form.errors and not form.data.says_what_follows and _is_last(db, journey, step):
        return see(f"/journeys/{key}/steps/{step}/done?back={form.data.back}")
    return _put_behind(page, db, journey, step, StepResult.DONE, form, actor, now)


@router.get("/journeys/{key}/steps/{step}/drop")
def dropping(key: str, step: str, page: Page, db: Db, actor: Follower, now: Now, back: Back = Back.PERSON) -> Any:
    return _asking(page, db, key, step, StepResult.DROPPED, back, actor, now)


@router.post("/journeys/{key}/steps/{step}/drop")
def drop(key: str, step: str, page: Page, db: Db, actor: Follower, now: Now, form: Submitted[DropForm]) -> Any:
    journey = found(queries.journey_for(db, actor, key))
    rules.planning.check(journey, actor)
    return _put_behind(page, db, journey, step, StepResult.DROPPED, form, actor, now)


def _is_last(db: Session, journey: Journey, key: str) -> bool:
    """Whether this is the only step of the plan."""
    return [step.key for step in queries.steps_ahead(db, journey)] == [key]


def _put_behind(
    page: Any,
    db: Session,
    journey: Journey,
    key: str,
    result: StepResult,
    form: Submission[Any],
    actor: Actor,
    now: datetime,
) -> Any:
    then, last = None, _is_last(db, journey, key)
    if not form.errors and (last or form.data.what):
        then = chosen_step(db, journey, form, local_day(now))
    if form.errors:
        return _behind(page, db, journey, key, result, form, now)
    there = _there(journey, form.data.back)
    if _begin(db, form, there, actor, now):
        word, common = form.data.word, {"then": then, "version": form.data.version, "by": actor, "at": now}
        if result == StepResult.DONE:
            actions.tick_off(db, journey, key, came_of_it=word, **common)
        else:
            actions.drop(db, journey, key, word, **common)
    return see(there)


# -- moved ------------------------------------------------------------------------------------------------------------


@router.get("/journeys/{key}/steps/{step}/move")
def moving(key: str, step: str, page: Page, db: Db, actor: Follower, now: Now, back: Back = Back.PERSON) -> Any:
    journey = found(queries.journey_for(db, actor, key))
    if not journey.is_open:
        return see(f"/people/{journey.person.key}")
    look(db, journey, actor, now)
    this, _last = _step(db, journey, step)
    time = this.clock.strftime("%H:%M") if this.clock else ""
    start = {"version": journey.version, "when": "week", "time": time, "back": back.value}
    return _moving(page, journey, this, Submission(MoveForm, start=start))


def _moving(page: Any, journey: Journey, step: Step, form: Submission[MoveForm]) -> Any:
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
def move(key: str, step: str, page: Page, db: Db, actor: Follower, now: Now, form: Submitted[MoveForm]) -> Any:
    journey = found(queries.journey_for(db, actor, key))
    rules.planning.check(journey, actor)
    this, _last = _step(db, journey, step)
    on = None if form.errors else form.data.day(local_day(now))
    if not form.errors and on is None:
        form.wrong("on", REQUIRED)
    if form.errors or on is None:
        return _moving(page, journey, this, form)
    typed, there = form.data, _there(journey, form.data.back)
    if idempotency.earlier(db, typed.intention, worker_id=actor.worker_id):
        return see(there)
    if reason := rules.move_obstacle(this, on, typed.time, typed.reason, local_day(now)):
        form.wrong("reason" if reason == rules.WHY_AGAIN else "on", reason)
        return _moving(page, journey, this, form)
    if _begin(db, form, there, actor, now):
        actions.move(db, journey, step, on, typed.time, reason=typed.reason, version=typed.version, by=actor, at=now)
    return see(there)
