"""The conversation of a handover: entries, a question and its answer, time to think, and the waiting list."""

from typing import Any

from fastapi import APIRouter

from app.accounts.guards import Follower, Receiver, Sender
from app.core import intentions
from app.core.clock import Now
from app.core.database import Db
from app.handovers import answering, offering, queries, retrying, thread
from app.handovers.carrying_out import validate_future_date
from app.handovers.forms import ExpectForm, MoveForm, TextForm, TimeForm, WaitlistForm
from app.handovers.routes import handover_page
from app.web.forms import Submitted
from app.web.pages import Page, found, see

router = APIRouter(prefix="/handovers/{key}")


@router.post("/messages")
def write(key: str, page: Page, db: Db, actor: Follower, now: Now, form: Submitted[TextForm]) -> Any:
    """An entry beside the moves. Sent twice it stands there once."""
    if intentions.earlier(db, str(form.value("intention")), worker_id=actor.worker_id):
        return see(f"/handovers/{key}#thread")
    handover = found(queries.handover_for(db, actor, key))
    if form.errors:
        return handover_page(page, db, actor, now, handover, opened="write", form=form)
    typed = form.data
    if intentions.begin(db, typed.intention, worker_id=actor.worker_id, at=now, answer=f"/handovers/{key}"):
        thread.write(db, handover, typed.text, by=actor, at=now)
    return see(f"/handovers/{key}#thread")


@router.post("/question")
def ask(key: str, page: Page, db: Db, actor: Receiver, now: Now, form: Submitted[TextForm]) -> Any:
    handover = found(queries.handover_for(db, actor, key))
    if form.errors:
        return handover_page(page, db, actor, now, handover, opened="ask", form=form)
    answering.ask(db, handover, form.data.text, version=form.data.version, by=actor, at=now)
    return see(f"/handovers/{key}")


@router.post("/answer")
def answer(key: str, page: Page, db: Db, actor: Sender, now: Now, form: Submitted[TextForm]) -> Any:
    handover = found(queries.handover_for(db, actor, key))
    if form.errors:
        return handover_page(page, db, actor, now, handover, opened="answer", form=form)
    offering.answer(db, handover, form.data.text, version=form.data.version, by=actor, at=now)
    return see(f"/handovers/{key}")


@router.post("/waiting")
def waitlist(key: str, page: Page, db: Db, actor: Receiver, now: Now, form: Submitted[WaitlistForm]) -> Any:
    handover = found(queries.handover_for(db, actor, key))
    if not form.errors:
        validate_future_date(form, "expected_on", form.data.expected_on, now)
    if form.errors:
        return handover_page(page, db, actor, now, handover, opened="waitlist", form=form)
    answering.waitlist(db, handover, form.data.expected_on, version=form.data.version, by=actor, at=now)
    return see(f"/handovers/{key}")


@router.post("/time")
def take_time(key: str, page: Page, db: Db, actor: Receiver, now: Now, form: Submitted[TimeForm]) -> Any:
    handover = found(queries.handover_for(db, actor, key))
    if not form.errors:
        validate_future_date(form, "until", form.data.until, now)
    if form.errors:
        return handover_page(page, db, actor, now, handover, opened="take_time", form=form)
    thread.take_time(db, handover, form.data.until, version=form.data.version, by=actor, at=now)
    return see(f"/handovers/{key}")


@router.post("/expectation")
def expect(key: str, page: Page, db: Db, actor: Receiver, now: Now, form: Submitted[ExpectForm]) -> Any:
    handover = found(queries.handover_for(db, actor, key))
    if not form.errors:
        validate_future_date(form, "expected_on", form.data.expected_on, now)
    if form.errors:
        return handover_page(page, db, actor, now, handover, opened="expect", form=form)
    typed = form.data
    thread.expect(db, handover, typed.expected_on, typed.word, version=typed.version, by=actor, at=now)
    return see(f"/handovers/{key}")


@router.post("/retry")
def retry(key: str, db: Db, actor: Sender, now: Now, form: Submitted[MoveForm]) -> Any:
    """The draft of a new try, to go on with."""
    handover = found(queries.handover_for(db, actor, key))
    draft = retrying.retry(db, handover, by=actor, at=now)
    return see(f"/handovers/{draft.key}/draft")
