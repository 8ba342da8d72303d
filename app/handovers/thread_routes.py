"""The conversation of a handover: entries, a question and its answer, time to think, and the waiting list."""

from typing import Any

from fastapi import APIRouter

from app.accounts.permissions import Follower, Receiver, Sender
from app.core import intentions
from app.core.clock import Now
from app.core.database import Db
from app.handovers import actions, queries
from app.handovers.carrying_out import carry_out, to_come
from app.handovers.forms import ExpectForm, MoveForm, TextForm, TimeForm, WaitlistForm
from app.handovers.models import Handover
from app.web.forms import submitted
from app.web.pages import Page, found, see

router = APIRouter(prefix="/handovers/{key}")


@router.post("/messages")
def write(key: str, page: Page, db: Db, actor: Follower, now: Now, form: submitted(TextForm)) -> Any:  # type: ignore[valid-type]
    """An entry beside the moves. Sent twice it stands there once."""
    if intentions.earlier(db, str(form.value("intention")), worker_id=actor.worker_id):
        return see(f"/handovers/{key}#thread")

    def act(handover: Handover, typed: TextForm) -> None:
        there = f"/handovers/{key}"
        if intentions.begin(db, typed.intention, worker_id=actor.worker_id, at=now, answer=there):
            actions.write(db, handover, typed.text, by=actor, at=now)

    return carry_out(page, db, actor, now, key, "write", form, act, there="#thread")


@router.post("/question")
def ask(key: str, page: Page, db: Db, actor: Receiver, now: Now, form: submitted(TextForm)) -> Any:  # type: ignore[valid-type]
    return carry_out(
        page, db, actor, now, key, "ask", form,
        lambda h, typed: actions.ask(db, h, typed.text, version=typed.version, by=actor, at=now),
    )  # fmt: skip


@router.post("/answer")
def answer(key: str, page: Page, db: Db, actor: Sender, now: Now, form: submitted(TextForm)) -> Any:  # type: ignore[valid-type]
    return carry_out(
        page, db, actor, now, key, "answer", form,
        lambda h, typed: actions.answer(db, h, typed.text, version=typed.version, by=actor, at=now),
    )  # fmt: skip


@router.post("/waiting")
def waitlist(key: str, page: Page, db: Db, actor: Receiver, now: Now, form: submitted(WaitlistForm)) -> Any:  # type: ignore[valid-type]
    return carry_out(
        page, db, actor, now, key, "waitlist", form,
        lambda h, typed: actions.waitlist(db, h, typed.expected_on, version=typed.version, by=actor, at=now),
        lambda h, typed: to_come(form, "expected_on", typed.expected_on, now),
    )  # fmt: skip


@router.post("/time")
def take_time(key: str, page: Page, db: Db, actor: Receiver, now: Now, form: submitted(TimeForm)) -> Any:  # type: ignore[valid-type]
    return carry_out(
        page, db, actor, now, key, "take_time", form,
        lambda h, typed: actions.take_time(db, h, typed.until, version=typed.version, by=actor, at=now),
        lambda h, typed: to_come(form, "until", typed.until, now),
    )  # fmt: skip


@router.post("/expectation")
def expect(key: str, page: Page, db: Db, actor: Receiver, now: Now, form: submitted(ExpectForm)) -> Any:  # type: ignore[valid-type]
    return carry_out(
        page, db, actor, now, key, "expect", form,
        lambda h, typed: actions.expect(
            db, h, typed.expected_on, typed.word, version=typed.version, by=actor, at=now
        ),
        lambda h, typed: to_come(form, "expected_on", typed.expected_on, now),
    )  # fmt: skip


@router.post("/retry")
def retry(key: str, db: Db, actor: Sender, now: Now, form: submitted(MoveForm)) -> Any:  # type: ignore[valid-type]
    """The draft of a new try, to go on with."""
    handover = found(queries.handover_for(db, actor, key))
    draft = actions.retry(db, handover, by=actor, at=now)
    return see(f"/handovers/{draft.key}/draft")
