"""The buttons of an introduction: another moment, met, not met, and what the other worker says of it."""

from typing import Any

from fastapi import APIRouter

from app.accounts.guards import Follower, Receiver
from app.core.clock import Now, moment
from app.core.database import Db
from app.handovers import introducing, queries, rules
from app.handovers.carrying_out import validate_future_date, validate_next_step
from app.handovers.forms import BeginForm, MetForm, MissedForm, MoveForm, PlanForm, WordForm
from app.handovers.routes import handover_page
from app.web.forms import Submitted
from app.web.pages import Page, found, see

router = APIRouter(prefix="/handovers/{key}")


@router.post("/introduction")
def plan(key: str, page: Page, db: Db, actor: Follower, now: Now, form: Submitted[PlanForm]) -> Any:
    handover = found(queries.handover_for(db, actor, key))
    if not form.errors:
        validate_future_date(form, "on", form.data.on, now)
        if not form.data.word and handover.plans:
            form.wrong("word", rules.NEEDS_REASON)
    if form.errors:
        return handover_page(page, db, actor, now, handover, opened="plan", form=form)
    typed = form.data
    introducing.plan_introduction(
        db,
        handover,
        planned_for=moment(typed.on, typed.time),
        way=typed.way,
        place=typed.place,
        word=typed.word,
        version=typed.version,
        by=actor,
        at=now,
    )
    return see(f"/handovers/{key}")


@router.post("/meeting")
def met(key: str, page: Page, db: Db, actor: Follower, now: Now, form: Submitted[MetForm]) -> Any:
    handover = found(queries.handover_for(db, actor, key))
    if form.errors:
        return handover_page(page, db, actor, now, handover, opened="met", form=form)
    typed = form.data
    introducing.hold_introduction(
        db,
        handover,
        with_person=typed.with_person,
        with_sender=typed.with_sender,
        with_receiver=typed.with_receiver,
        way=typed.way,
        place=typed.place,
        version=typed.version,
        by=actor,
        at=now,
    )
    return see(f"/handovers/{key}")


@router.post("/meeting/start")
def meet_and_begin(key: str, page: Page, db: Db, actor: Receiver, now: Now, form: Submitted[BeginForm]) -> Any:
    """All three met, and the receiver begins."""
    handover = found(queries.handover_for(db, actor, key))
    if not form.errors:
        validate_next_step(form, handover, now)
    if form.errors:
        return handover_page(page, db, actor, now, handover, opened="begin", form=form)
    typed = form.data
    introducing.meet_and_begin(
        db,
        handover,
        next_what=typed.next_what or None,
        next_on=typed.next_on,
        version=typed.version,
        by=actor,
        at=now,
    )
    return see(f"/handovers/{key}")


@router.post("/meeting/agreement")
def agree(key: str, page: Page, db: Db, actor: Follower, now: Now, form: Submitted[MoveForm]) -> Any:
    handover = found(queries.handover_for(db, actor, key))
    if form.errors:
        return handover_page(page, db, actor, now, handover, form=form)
    introducing.agree_introduction(db, handover, version=form.data.version, by=actor, at=now)
    return see(f"/handovers/{key}")


@router.post("/meeting/doubt")
def doubt(key: str, page: Page, db: Db, actor: Follower, now: Now, form: Submitted[WordForm]) -> Any:
    handover = found(queries.handover_for(db, actor, key))
    if form.errors:
        return handover_page(page, db, actor, now, handover, opened="doubt", form=form)
    introducing.doubt_introduction(db, handover, form.data.word, version=form.data.version, by=actor, at=now)
    return see(f"/handovers/{key}")


@router.post("/absence")
def missed(key: str, page: Page, db: Db, actor: Follower, now: Now, form: Submitted[MissedForm]) -> Any:
    handover = found(queries.handover_for(db, actor, key))
    if form.errors:
        return handover_page(page, db, actor, now, handover, opened="missed", form=form)
    typed = form.data
    introducing.miss_introduction(
        db,
        handover,
        with_person=typed.with_person,
        with_sender=typed.with_sender,
        with_receiver=typed.with_receiver,
        word=typed.word,
        version=typed.version,
        by=actor,
        at=now,
    )
    return see(f"/handovers/{key}")
