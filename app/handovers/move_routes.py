"""The buttons of one handover: each a noun, each answered with the page of the handover as it then stands."""

from collections.abc import Callable
from typing import Any

from fastapi import APIRouter

from app.accounts.models import Worker
from app.accounts.permissions import Follower, Receiver, Sender
from app.core.clock import Now, local_day, moment
from app.core.database import Db
from app.core.text import REQUIRED
from app.handovers import actions, queries, rules
from app.handovers.carrying_out import carry_out, next_step, to_come
from app.handovers.forms import (
    AcceptForm,
    DeclineForm,
    GiveBackForm,
    MoveForm,
    ReasonForm,
    TakeOverForm,
    TextForm,
)  # fmt: skip
from app.handovers.models import Handover
from app.handovers.words import Then
from app.partners import queries as partners
from app.web.forms import CHOOSE, submitted
from app.web.pages import Page

router = APIRouter(prefix="/handovers/{key}")


@router.post("/acceptance")
def accept(key: str, page: Page, db: Db, actor: Receiver, now: Now, form: submitted(AcceptForm)) -> Any:  # type: ignore[valid-type]
    def worker(handover: Handover, typed: AcceptForm) -> Worker | None:
        return next((w for w in queries.colleagues(db, handover) if w.key == typed.worker), None)

    def check(handover: Handover, typed: AcceptForm) -> None:
        to_come(form, "on", typed.on, now)
        if typed.worker and worker(handover, typed) is None:
            form.wrong("worker", rules.NOT_OF_PARTNER)

    return carry_out(
        page, db, actor, now, key, "accept", form,
        lambda h, typed: actions.accept(
            db, h, worker=worker(h, typed), planned_for=moment(typed.on, typed.time), way=typed.way,
            place=typed.place, version=typed.version, by=actor, at=now,
        ), check,
    )  # fmt: skip


@router.post("/refusal")
def decline(key: str, page: Page, db: Db, actor: Receiver, now: Now, form: submitted(DeclineForm)) -> Any:  # type: ignore[valid-type]
    def reason(handover: Handover, typed: DeclineForm) -> Any:
        return next((r for r in queries.decline_reasons(db, handover.shop_id) if r.key == typed.reason), None)

    def other(handover: Handover, typed: DeclineForm) -> Any:
        every = partners.partners(db, handover.shop_id)
        named = next((p.organisation for p in every if p.organisation.key == typed.other), None)
        return named if typed.what_then == Then.OTHER_PARTNER else None

    def check(handover: Handover, typed: DeclineForm) -> None:
        item = reason(handover, typed)
        if item is None:
            form.wrong("reason", CHOOSE)
        elif item.asks == "text" and not typed.word:
            form.wrong("word", REQUIRED)
        elif item.asks == "date" and typed.expected_on is None:
            form.wrong("expected_on", REQUIRED)

    return carry_out(
        page, db, actor, now, key, "decline", form,
        lambda h, typed: actions.decline(
            db, h, reason=reason(h, typed), word=typed.word, expected_on=typed.expected_on, what_then=typed.what_then,
            other=other(h, typed), person_may_read=typed.person_may_read, version=typed.version, by=actor, at=now,
        ), check,
    )  # fmt: skip


@router.post("/start")
def take_over(key: str, page: Page, db: Db, actor: Receiver, now: Now, form: submitted(TakeOverForm)) -> Any:  # type: ignore[valid-type]
    def check(handover: Handover, typed: TakeOverForm) -> None:
        warm = any(introduction.of_three for introduction in handover.introductions)
        if not warm and not typed.cold_reason:
            form.wrong("cold_reason", rules.COLD_NEEDS_REASON)
        next_step(handover, form, now)

    return carry_out(
        page, db, actor, now, key, "take_over", form,
        lambda h, typed: actions.take_over(
            db, h, cold_reason=typed.cold_reason, next_what=typed.next_what or None, next_on=typed.next_on,
            version=typed.version, by=actor, at=now,
        ), check,
    )  # fmt: skip


@router.post("/completion")
def complete(key: str, page: Page, db: Db, actor: Receiver, now: Now, form: submitted(TextForm)) -> Any:  # type: ignore[valid-type]
    return carry_out(
        page, db, actor, now, key, "complete", form,
        lambda h, typed: actions.complete(db, h, typed.text, version=typed.version, by=actor, at=now),
    )  # fmt: skip


@router.post("/return")
def give_back(key: str, page: Page, db: Db, actor: Receiver, now: Now, form: submitted(GiveBackForm)) -> Any:  # type: ignore[valid-type]
    def check(handover: Handover, typed: GiveBackForm) -> None:
        if typed.next_on and typed.next_on < local_day(now):
            form.wrong("next_on", rules.IN_THE_PAST)

    return carry_out(
        page, db, actor, now, key, "give_back", form,
        lambda h, typed: actions.give_back(
            db, h, typed.reason, next_what=typed.next_what, next_on=typed.next_on, version=typed.version, by=actor,
            at=now,
        ), check,
    )  # fmt: skip


@router.post("/withdrawal")
def withdraw(key: str, page: Page, db: Db, actor: Sender, now: Now, form: submitted(ReasonForm)) -> Any:  # type: ignore[valid-type]
    return carry_out(
        page, db, actor, now, key, "withdraw", form,
        lambda h, typed: actions.withdraw(db, h, typed.reason, version=typed.version, by=actor, at=now),
    )  # fmt: skip


@router.post("/mistake")
def mistake(key: str, page: Page, db: Db, actor: Sender, now: Now, form: submitted(ReasonForm)) -> Any:  # type: ignore[valid-type]
    return carry_out(
        page, db, actor, now, key, "mistaken", form,
        lambda h, typed: actions.mark_mistaken(db, h, typed.reason, version=typed.version, by=actor, at=now),
    )  # fmt: skip


def _plain(act: Callable[..., Any]) -> Callable[..., Any]:
    """A route for a move that asks nothing."""

    def route(key: str, page: Page, db: Db, actor: Follower, now: Now, form: submitted(MoveForm)) -> Any:  # type: ignore[valid-type]
        return carry_out(
            page, db, actor, now, key, "", form, lambda h, typed: act(db, h, version=typed.version, by=actor, at=now)
        )

    route.__name__ = act.__name__
    return route


for _noun, _act in (
    ("undoing", actions.undo), ("reminder", actions.remind), ("escalation", actions.escalate),
    ("expiry", actions.expire),
):  # fmt: skip
    router.post(f"/{_noun}")(_plain(_act))
