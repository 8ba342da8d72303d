"""Messages of a handover, a question and its answer, asking for time, the waiting list, and a new attempt."""

from typing import Any

from fastapi import APIRouter

from app.accounts.guards import CanAnswerHandovers, CanFollow, CanHandOver
from app.core import idempotency
from app.core.clock import Now
from app.core.database import Db
from app.handovers.lifecycle import queries
from app.handovers.lifecycle.forms import AskForTimeForm, MoveForm, TextForm, UpdateExpectedDateForm, WaitlistForm
from app.handovers.offers import message_actions, receiver_actions, retries, sender_actions
from app.handovers.pages.form_checks import validate_future_date
from app.handovers.pages.routes import handover_page
from app.web.forms import Submitted
from app.web.pages import Page, or_404, redirect

router = APIRouter(prefix="/handovers/{key}")


@router.post("/messages")
def write(key: str, page: Page, db: Db, actor: CanFollow, now: Now, form: Submitted[TextForm]) -> Any:
    """A message that does not change the state. Sending the form twice writes it once."""
    if idempotency.earlier_result(db, str(form.value("intention")), worker_id=actor.worker_id):
        return redirect(f"/handovers/{key}#thread")
    handover = or_404(queries.handover_for(db, actor, key))
    if form.errors:
        return handover_page(page, db, actor, now, handover, opened="write", form=form)
    typed = form.data
    if idempotency.begin(db, typed.intention, worker_id=actor.worker_id, at=now, answer=f"/handovers/{key}"):
        message_actions.write_message(db, handover, typed.text, by=actor, at=now)
    return redirect(f"/handovers/{key}#thread")


@router.post("/question")
def ask(key: str, page: Page, db: Db, actor: CanAnswerHandovers, now: Now, form: Submitted[TextForm]) -> Any:
    handover = or_404(queries.handover_for(db, actor, key))
    if form.errors:
        return handover_page(page, db, actor, now, handover, opened="ask", form=form)
    receiver_actions.ask(db, handover, form.data.text, version=form.data.version, by=actor, at=now)
    return redirect(f"/handovers/{key}")


@router.post("/answer")
def answer(key: str, page: Page, db: Db, actor: CanHandOver, now: Now, form: Submitted[TextForm]) -> Any:
    handover = or_404(queries.handover_for(db, actor, key))
    if form.errors:
        return handover_page(page, db, actor, now, handover, opened="answer", form=form)
    sender_actions.answer(db, handover, form.data.text, version=form.data.version, by=actor, at=now)
    return redirect(f"/handovers/{key}")


@router.post("/waiting")
def waitlist(key: str, page: Page, db: Db, actor: CanAnswerHandovers, now: Now, form: Submitted[WaitlistForm]) -> Any:
    handover = or_404(queries.handover_for(db, actor, key))
    if not form.errors:
        validate_future_date(form, "expected_on", form.data.expected_on, now)
    if form.errors:
        return handover_page(page, db, actor, now, handover, opened="waitlist", form=form)
    receiver_actions.waitlist(db, handover, form.data.expected_on, version=form.data.version, by=actor, at=now)
    return redirect(f"/handovers/{key}")


@router.post("/time")
def ask_for_time(
    key: str, page: Page, db: Db, actor: CanAnswerHandovers, now: Now, form: Submitted[AskForTimeForm]
) -> Any:
    handover = or_404(queries.handover_for(db, actor, key))
    if not form.errors:
        validate_future_date(form, "until", form.data.until, now)
    if form.errors:
        return handover_page(page, db, actor, now, handover, opened="take_time", form=form)
    message_actions.ask_for_time(db, handover, form.data.until, version=form.data.version, by=actor, at=now)
    return redirect(f"/handovers/{key}")


@router.post("/expectation")
def update_expected_date(
    key: str, page: Page, db: Db, actor: CanAnswerHandovers, now: Now, form: Submitted[UpdateExpectedDateForm]
) -> Any:
    handover = or_404(queries.handover_for(db, actor, key))
    if not form.errors:
        validate_future_date(form, "expected_on", form.data.expected_on, now)
    if form.errors:
        return handover_page(page, db, actor, now, handover, opened="expect", form=form)
    typed = form.data
    message_actions.update_expected_date(
        db, handover, typed.expected_on, typed.word, version=typed.version, by=actor, at=now
    )
    return redirect(f"/handovers/{key}")


@router.post("/retry")
def retry(key: str, db: Db, actor: CanHandOver, now: Now, form: Submitted[MoveForm]) -> Any:
    """Opens the draft of a new attempt."""
    handover = or_404(queries.handover_for(db, actor, key))
    draft = retries.retry(db, handover, by=actor, at=now)
    return redirect(f"/handovers/{draft.key}/draft")
