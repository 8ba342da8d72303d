"""The pages around a journey: who answers for it, reopening it."""

from typing import Any

from fastapi import APIRouter
from sqlmodel import Session

from app.accounts.permissions import Coordinator, Follower, Talker
from app.core import intentions
from app.core.clock import Now, local_day
from app.core.database import Db
from app.journeys import actions, coming_back, queries
from app.journeys.forms import HandOnForm, ReassignForm, StepForm
from app.journeys.models import Journey
from app.journeys.typed import chosen_day, chosen_worker, look
from app.web.forms import Submission, submitted
from app.web.pages import Page, found, see

router = APIRouter()


@router.get("/journeys/{key}/responsible")
def reassigning(key: str, page: Page, db: Db, actor: Follower, now: Now) -> Any:
    journey = found(queries.journey_for(db, actor, key))
    if not journey.is_open:
        return see(f"/people/{journey.person.key}")
    look(db, journey, actor, now)
    return _reassigning(page, db, journey, Submission(ReassignForm, start={"version": journey.version}))


def _reassigning(page: Any, db: Session, journey: Journey, form: Submission[ReassignForm]) -> Any:
    return page(
        "journeys/reassign.html", block="main", journey=journey, person=journey.person, form=form,
        workers=queries.successors(db, journey),
    )  # fmt: skip


@router.post("/journeys/{key}/responsible")
def reassign(key: str, page: Page, db: Db, actor: Follower, now: Now, form: submitted(ReassignForm)) -> Any:  # type: ignore[valid-type]
    journey = found(queries.journey_for(db, actor, key))
    to = chosen_worker(db, journey.shop_id, form, "to")
    if form.errors:
        return _reassigning(page, db, journey, form)
    assert to
    there = f"/people/{journey.person.key}"
    intention = intentions.begin(db, form.data.intention, worker_id=actor.worker_id, at=now)
    if intention is None:
        return see(there)
    intention.answer = there
    actions.reassign(db, journey, to, form.data.word, version=form.data.version, by=actor, at=now)
    return see(there)


@router.get("/journeys/{key}/reopening")
def reopening(key: str, page: Page, db: Db, actor: Talker, now: Now) -> Any:
    journey = found(queries.journey_for(db, actor, key))
    if journey.is_open:
        return see(f"/people/{journey.person.key}")
    look(db, journey, actor, now)
    return _reopening(page, db, journey, Submission(StepForm, start={"when": "week"}))


def _reopening(page: Any, db: Session, journey: Journey, form: Submission[StepForm]) -> Any:
    """Whoever knows the person and is still here stands first among who may stay in touch."""
    knew = coming_back.who_knew(db, journey.person_id)
    rank = {one.worker.id: number for number, one in enumerate(knew)}
    workers = queries.front_workers(db, journey.shop_id)
    return page(
        "journeys/reopen.html", block="main", journey=journey, person=journey.person, form=form, knew=knew,
        before=coming_back.past_endings(db, journey.id),
        workers=sorted(workers, key=lambda worker: rank.get(worker.id, len(rank))),
    )  # fmt: skip


@router.post("/journeys/{key}/reopening")
def reopen(key: str, page: Page, db: Db, actor: Talker, now: Now, form: submitted(StepForm)) -> Any:  # type: ignore[valid-type]
    journey = found(queries.journey_for(db, actor, key))
    worker = chosen_worker(db, journey.shop_id, form, "worker", of_front=True)
    on = chosen_day(form, local_day(now))
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


@router.post("/people/of/{key}/departure")
def depart(key: str, db: Db, actor: Coordinator, now: Now, form: submitted(HandOnForm)) -> Any:  # type: ignore[valid-type]
    """Everybody whom a colleague who left answered for gets somebody who is here (DOMAIN: invariant 2)."""
    gone = found(queries.worker(db, actor.shop_id, key))
    to = queries.worker(db, actor.shop_id, str(form.value("to")))
    if to is not None and not form.errors and not gone.is_active:
        actions.hand_on(db, gone, to, form.data.word, by=actor, at=now)
    return see("/people")
