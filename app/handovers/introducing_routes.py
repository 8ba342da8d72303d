"""The buttons of an introduction: another moment, met, not met, and what the other worker says of it."""

from typing import Any

from fastapi import APIRouter

from app.accounts.permissions import Follower, Receiver
from app.core.clock import Now, moment
from app.core.database import Db
from app.handovers import actions, rules
from app.handovers.carrying_out import carry_out, next_step, to_come
from app.handovers.forms import BeginForm, MetForm, MissedForm, MoveForm, PlanForm, WordForm
from app.handovers.models import Handover, IntroductionState
from app.web.forms import submitted
from app.web.pages import Page

router = APIRouter(prefix="/handovers/{key}")


@router.post("/introduction")
def plan(key: str, page: Page, db: Db, actor: Follower, now: Now, form: submitted(PlanForm)) -> Any:  # type: ignore[valid-type]
    def check(handover: Handover, typed: PlanForm) -> None:
        to_come(form, "on", typed.on, now)
        if not typed.word and any(i.state == IntroductionState.PLANNED for i in handover.introductions):
            form.wrong("word", rules.NEEDS_REASON)

    return carry_out(
        page, db, actor, now, key, "plan", form,
        lambda h, typed: actions.plan_introduction(
            db, h, planned_for=moment(typed.on, typed.time), way=typed.way, place=typed.place, word=typed.word,
            version=typed.version, by=actor, at=now,
        ), check,
    )  # fmt: skip


@router.post("/meeting")
def met(key: str, page: Page, db: Db, actor: Follower, now: Now, form: submitted(MetForm)) -> Any:  # type: ignore[valid-type]
    return carry_out(
        page, db, actor, now, key, "met", form,
        lambda h, typed: actions.hold_introduction(
            db, h, with_person=typed.with_person, with_sender=typed.with_sender, with_receiver=typed.with_receiver,
            way=typed.way, place=typed.place, version=typed.version, by=actor, at=now,
        ),
    )  # fmt: skip


@router.post("/meeting/start")
def meet_and_begin(key: str, page: Page, db: Db, actor: Receiver, now: Now, form: submitted(BeginForm)) -> Any:  # type: ignore[valid-type]
    """All three met, and the receiver begins."""
    return carry_out(
        page, db, actor, now, key, "begin", form,
        lambda h, typed: actions.meet_and_begin(
            db, h, next_what=typed.next_what or None, next_on=typed.next_on, version=typed.version, by=actor, at=now
        ), lambda h, typed: next_step(h, form, now),
    )  # fmt: skip


@router.post("/meeting/agreement")
def agree(key: str, page: Page, db: Db, actor: Follower, now: Now, form: submitted(MoveForm)) -> Any:  # type: ignore[valid-type]
    return carry_out(
        page, db, actor, now, key, "", form,
        lambda h, typed: actions.agree_introduction(db, h, version=typed.version, by=actor, at=now),
    )  # fmt: skip


@router.post("/meeting/doubt")
def doubt(key: str, page: Page, db: Db, actor: Follower, now: Now, form: submitted(WordForm)) -> Any:  # type: ignore[valid-type]
    return carry_out(
        page, db, actor, now, key, "doubt", form,
        lambda h, typed: actions.doubt_introduction(db, h, typed.word, version=typed.version, by=actor, at=now),
    )  # fmt: skip


@router.post("/absence")
def missed(key: str, page: Page, db: Db, actor: Follower, now: Now, form: submitted(MissedForm)) -> Any:  # type: ignore[valid-type]
    return carry_out(
        page, db, actor, now, key, "missed", form,
        lambda h, typed: actions.miss_introduction(
            db, h, with_person=typed.with_person, with_sender=typed.with_sender, with_receiver=typed.with_receiver,
            word=typed.word, version=typed.version, by=actor, at=now,
        ),
    )  # fmt: skip
