"""The moves of one handover, each a POST to its noun, which redirects to the page of the handover."""

from typing import Any

from fastapi import APIRouter

from app.accounts.guards import CanAnswerHandovers, CanFollow, CanHandOver
from app.core.clock import Now, moment
from app.core.database import Db
from app.core.text_rules import REQUIRED
from app.handovers.introductions import actions
from app.handovers.lifecycle import queries, rules
from app.handovers.lifecycle.forms import (
    AcceptForm,
    DeclineForm,
    GiveBackForm,
    MoveForm,
    ReasonForm,
    TakeOverForm,
    TextForm,
)
from app.handovers.lifecycle.labels import DeclineProposal
from app.handovers.offers import closing_actions, receiver_actions, sender_actions
from app.handovers.pages.form_checks import validate_future_date, validate_next_step
from app.handovers.pages.routes import handover_page
from app.shop.partners import queries as partners
from app.web.forms import CHOOSE, Submitted
from app.web.pages import Page, or_404, redirect

router = APIRouter(prefix="/handovers/{key}")


@router.post("/acceptance")
def accept(key: str, page: Page, db: Db, actor: CanAnswerHandovers, now: Now, form: Submitted[AcceptForm]) -> Any:
    handover = or_404(queries.handover_for(db, actor, key))
    worker = None
    if not form.errors:
        validate_future_date(form, "on", form.data.on, now)
        worker = queries.receiver_worker_by_key(db, handover, form.data.worker) if form.data.worker else None
        if form.data.worker and worker is None:
            form.wrong("worker", rules.NOT_OF_PARTNER)
    if form.errors:
        return handover_page(page, db, actor, now, handover, opened="accept", form=form)
    typed = form.data
    receiver_actions.accept(
        db,
        handover,
        worker=worker,
        planned_for=moment(typed.on, typed.time),
        way=typed.way,
        place=typed.place,
        version=typed.version,
        by=actor,
        at=now,
    )
    return redirect(f"/handovers/{key}")


@router.post("/refusal")
def decline(key: str, page: Page, db: Db, actor: CanAnswerHandovers, now: Now, form: Submitted[DeclineForm]) -> Any:
    handover = or_404(queries.handover_for(db, actor, key))
    reason = None
    if not form.errors:
        reasons = {reason.key: reason for reason in queries.decline_reasons(db, handover.shop_id)}
        reason = reasons.get(form.data.reason)
        if reason is None:
            form.wrong("reason", CHOOSE)
        elif reason.asks == "text" and not form.data.word:
            form.wrong("word", REQUIRED)
        elif reason.asks == "date" and form.data.expected_on is None:
            form.wrong("expected_on", REQUIRED)
    if form.errors or reason is None:
        return handover_page(page, db, actor, now, handover, opened="decline", form=form)
    typed = form.data
    other = None
    if typed.what_then == DeclineProposal.OTHER_PARTNER:
        offered = {one.organisation.key: one.organisation for one in partners.active_partners(db, handover.shop_id)}
        other = offered.get(typed.other)
    receiver_actions.decline(
        db,
        handover,
        reason=reason,
        word=typed.word,
        expected_on=typed.expected_on,
        what_then=typed.what_then,
        other=other,
        person_may_read=typed.person_may_read,
        version=typed.version,
        by=actor,
        at=now,
    )
    return redirect(f"/handovers/{key}")


@router.post("/start")
def take_over(key: str, page: Page, db: Db, actor: CanAnswerHandovers, now: Now, form: Submitted[TakeOverForm]) -> Any:
    handover = or_404(queries.handover_for(db, actor, key))
    if not form.errors:
        warm = any(introduction.with_all_three for introduction in handover.introductions)
        if not warm and not form.data.cold_reason:
            form.wrong("cold_reason", rules.COLD_NEEDS_REASON)
        validate_next_step(form, handover, now)
    if form.errors:
        return handover_page(page, db, actor, now, handover, opened="take_over", form=form)
    typed = form.data
    actions.take_over(
        db,
        handover,
        cold_reason=typed.cold_reason,
        next_what=typed.next_what or None,
        next_on=typed.next_on,
        version=typed.version,
        by=actor,
        at=now,
    )
    return redirect(f"/handovers/{key}")


@router.post("/completion")
def complete(key: str, page: Page, db: Db, actor: CanAnswerHandovers, now: Now, form: Submitted[TextForm]) -> Any:
    handover = or_404(queries.handover_for(db, actor, key))
    if form.errors:
        return handover_page(page, db, actor, now, handover, opened="complete", form=form)
    closing_actions.complete(db, handover, form.data.text, version=form.data.version, by=actor, at=now)
    return redirect(f"/handovers/{key}")


@router.post("/return")
def give_back(key: str, page: Page, db: Db, actor: CanAnswerHandovers, now: Now, form: Submitted[GiveBackForm]) -> Any:
    handover = or_404(queries.handover_for(db, actor, key))
    if not form.errors:
        validate_future_date(form, "next_on", form.data.next_on, now)
    if form.errors:
        return handover_page(page, db, actor, now, handover, opened="give_back", form=form)
    typed = form.data
    closing_actions.give_back(
        db,
        handover,
        typed.reason,
        next_what=typed.next_what,
        next_on=typed.next_on,
        version=typed.version,
        by=actor,
        at=now,
    )
    return redirect(f"/handovers/{key}")


@router.post("/withdrawal")
def withdraw(key: str, page: Page, db: Db, actor: CanHandOver, now: Now, form: Submitted[ReasonForm]) -> Any:
    handover = or_404(queries.handover_for(db, actor, key))
    if form.errors:
        return handover_page(page, db, actor, now, handover, opened="withdraw", form=form)
    sender_actions.withdraw(db, handover, form.data.reason, version=form.data.version, by=actor, at=now)
    return redirect(f"/handovers/{key}")


@router.post("/mistake")
def mark_mistaken(key: str, page: Page, db: Db, actor: CanHandOver, now: Now, form: Submitted[ReasonForm]) -> Any:
    handover = or_404(queries.handover_for(db, actor, key))
    if form.errors:
        return handover_page(page, db, actor, now, handover, opened="mistaken", form=form)
    closing_actions.mark_mistaken(db, handover, form.data.reason, version=form.data.version, by=actor, at=now)
    return redirect(f"/handovers/{key}")


@router.post("/undoing")
def undo(key: str, page: Page, db: Db, actor: CanFollow, now: Now, form: Submitted[MoveForm]) -> Any:
    handover = or_404(queries.handover_for(db, actor, key))
    if form.errors:
        return handover_page(page, db, actor, now, handover, form=form)
    receiver_actions.undo(db, handover, version=form.data.version, by=actor, at=now)
    return redirect(f"/handovers/{key}")


@router.post("/reminder")
def remind(key: str, page: Page, db: Db, actor: CanFollow, now: Now, form: Submitted[MoveForm]) -> Any:
    handover = or_404(queries.handover_for(db, actor, key))
    if form.errors:
        return handover_page(page, db, actor, now, handover, form=form)
    sender_actions.remind(db, handover, version=form.data.version, by=actor, at=now)
    return redirect(f"/handovers/{key}")


@router.post("/escalation")
def escalate(key: str, page: Page, db: Db, actor: CanFollow, now: Now, form: Submitted[MoveForm]) -> Any:
    handover = or_404(queries.handover_for(db, actor, key))
    if form.errors:
        return handover_page(page, db, actor, now, handover, form=form)
    sender_actions.escalate(db, handover, version=form.data.version, by=actor, at=now)
    return redirect(f"/handovers/{key}")


@router.post("/expiry")
def expire(key: str, page: Page, db: Db, actor: CanFollow, now: Now, form: Submitted[MoveForm]) -> Any:
    handover = or_404(queries.handover_for(db, actor, key))
    if form.errors:
        return handover_page(page, db, actor, now, handover, form=form)
    sender_actions.expire(db, handover, version=form.data.version, by=actor, at=now)
    return redirect(f"/handovers/{key}")
