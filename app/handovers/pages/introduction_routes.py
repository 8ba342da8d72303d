"""Forms of an introduction: plan, record as held or missed, and confirm or dispute what was recorded."""

from typing import Any

from fastapi import APIRouter

from app.accounts.guards import CanAnswerHandovers, CanFollow
from app.core.clock import Now, moment
from app.core.database import Db
from app.handovers.introductions import actions
from app.handovers.lifecycle import queries, rules
from app.handovers.lifecycle.forms import (
    HoldIntroductionAndTakeOverForm,
    HoldIntroductionForm,
    MissIntroductionForm,
    MoveForm,
    PlanIntroductionForm,
    WordForm,
)
from app.handovers.pages.form_checks import validate_future_date, validate_next_step
from app.handovers.pages.routes import handover_page
from app.web.forms import Submitted
from app.web.pages import Page, or_404, redirect

router = APIRouter(prefix="/handovers/{key}")


@router.post("/introduction")
def plan_introduction(
    key: str, page: Page, db: Db, actor: CanFollow, now: Now, form: Submitted[PlanIntroductionForm]
) -> Any:
    handover = or_404(queries.handover_for(db, actor, key))
    if not form.errors:
        validate_future_date(form, "on", form.data.on, now)
        if not form.data.word and handover.plans:
            form.wrong("word", rules.NEEDS_REASON)
    if form.errors:
        return handover_page(page, db, actor, now, handover, opened="plan", form=form)
    typed = form.data
    actions.plan_introduction(
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
    return redirect(f"/handovers/{key}")


@router.post("/meeting")
def hold_introduction(
    key: str, page: Page, db: Db, actor: CanFollow, now: Now, form: Submitted[HoldIntroductionForm]
) -> Any:
    handover = or_404(queries.handover_for(db, actor, key))
    if form.errors:
        return handover_page(page, db, actor, now, handover, opened="met", form=form)
    typed = form.data
    actions.record_introduction(
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
    return redirect(f"/handovers/{key}")


@router.post("/meeting/start")
def hold_introduction_and_take_over(
    key: str, page: Page, db: Db, actor: CanAnswerHandovers, now: Now, form: Submitted[HoldIntroductionAndTakeOverForm]
) -> Any:
    """Records that all three met, and the receiver takes over."""
    handover = or_404(queries.handover_for(db, actor, key))
    if not form.errors:
        validate_next_step(form, handover, now)
    if form.errors:
        return handover_page(page, db, actor, now, handover, opened="begin", form=form)
    typed = form.data
    actions.record_introduction_and_take_over(
        db,
        handover,
        next_what=typed.next_what or None,
        next_on=typed.next_on,
        version=typed.version,
        by=actor,
        at=now,
    )
    return redirect(f"/handovers/{key}")


@router.post("/meeting/agreement")
def confirm_introduction(key: str, page: Page, db: Db, actor: CanFollow, now: Now, form: Submitted[MoveForm]) -> Any:
    handover = or_404(queries.handover_for(db, actor, key))
    if form.errors:
        return handover_page(page, db, actor, now, handover, form=form)
    actions.confirm_introduction(db, handover, version=form.data.version, by=actor, at=now)
    return redirect(f"/handovers/{key}")


@router.post("/meeting/doubt")
def dispute_introduction(key: str, page: Page, db: Db, actor: CanFollow, now: Now, form: Submitted[WordForm]) -> Any:
    handover = or_404(queries.handover_for(db, actor, key))
    if form.errors:
        return handover_page(page, db, actor, now, handover, opened="doubt", form=form)
    actions.dispute_introduction(db, handover, form.data.word, version=form.data.version, by=actor, at=now)
    return redirect(f"/handovers/{key}")


@router.post("/absence")
def miss_introduction(
    key: str, page: Page, db: Db, actor: CanFollow, now: Now, form: Submitted[MissIntroductionForm]
) -> Any:
    handover = or_404(queries.handover_for(db, actor, key))
    if form.errors:
        return handover_page(page, db, actor, now, handover, opened="missed", form=form)
    typed = form.data
    actions.record_missed_introduction(
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
    return redirect(f"/handovers/{key}")
