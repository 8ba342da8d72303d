"""The pages with deadlines and closures of partners. They show no data about visitors."""

from typing import Any

from fastapi import APIRouter
from sqlmodel import Session

from app.accounts.current_user import Actor
from app.accounts.guards import CanEditLists
from app.core import idempotency
from app.core.clock import Now, local_day
from app.core.database import Db
from app.core.state_machine import Refused
from app.core.text_rules import N_
from app.shop.half_days.labels import WEEKDAYS
from app.shop.partners import deadline_actions, deadlines, profile_actions, queries, rules, service_queries
from app.shop.partners.deadline_forms import DeadlinesForm
from app.shop.partners.models import DeadlineUnit, Partner
from app.shop.partners.profile_forms import ClosureForm
from app.web.forms import Submission, Submitted
from app.web.i18n import gettext as _
from app.web.pages import Page, or_404, redirect

router = APIRouter(prefix="/organisations")

UNIT_LABELS = {
    DeadlineUnit.WORKDAYS: N_("Working days"),
    DeadlineUnit.HALF_DAYS: N_("Half-days when the shop is open"),
}


@router.get("/clocks")
def index(page: Page, db: Db, actor: CanEditLists) -> Any:
    return page(
        "shop/partners/all_deadlines.html", block="partners", partners=queries.active_partners(db, actor.shop_id)
    )


def _page(
    page: Any,
    db: Session,
    actor: Actor,
    now: Any,
    partner: Partner,
    form: Submission[DeadlinesForm] | None = None,
    closing: Submission[ClosureForm] | None = None,
) -> Any:
    start = {name: getattr(partner, name) for name in DeadlinesForm.model_fields if name != "intention"}
    return page(
        "shop/partners/deadlines.html",
        block="clock",
        partner=partner,
        form=form or Submission(DeadlinesForm, start=start),
        closing=closing or Submission(ClosureForm),
        closures=service_queries.closures_of(db, partner, local_day(now)),
        counts=UNIT_LABELS,
        weekdays=WEEKDAYS,
        usual=deadlines.DEFAULT_DEADLINES,
        today=local_day(now),
    )


@router.get("/{key}/clock")
def show(key: str, page: Page, db: Db, actor: CanEditLists, now: Now) -> Any:
    return _page(page, db, actor, now, or_404(queries.partner_by_key(db, actor, key)))


@router.post("/{key}/clock")
def save(key: str, page: Page, db: Db, actor: CanEditLists, now: Now, form: Submitted[DeadlinesForm]) -> Any:
    partner = or_404(queries.partner_by_key(db, actor, key))
    if not form.errors:
        try:
            deadline_actions.set_deadlines(db, partner, **form.data.model_dump(exclude={"intention"}))
            return redirect(f"/organisations/{key}/clock")
        except Refused as refusal:
            form.errors["contact_after"] = _(refusal.reason)
    return _page(page, db, actor, now, partner, form)


@router.post("/{key}/closures")
def add_closure(key: str, page: Page, db: Db, actor: CanEditLists, now: Now, form: Submitted[ClosureForm]) -> Any:
    partner = or_404(queries.partner_by_key(db, actor, key))
    if not form.errors:
        typed, last = form.data, form.data.last or form.data.first
        if reason := rules.closure_obstacle(typed.first, last, now):
            form.wrong("last" if typed.last else "first", reason)
    if form.errors:
        return _page(page, db, actor, now, partner, closing=form)
    intention = idempotency.begin(db, form.data.intention, worker_id=actor.worker_id, at=now)
    if intention is not None:
        profile_actions.add_closure(db, partner, first=typed.first, last=last, word=typed.word, by=actor, at=now)
        intention.answer = f"/organisations/{key}/clock"
    return redirect(f"/organisations/{key}/clock")


@router.post("/{key}/closures/{closure}/removal")
def remove_closure(key: str, closure: str, db: Db, actor: CanEditLists) -> Any:
    partner = or_404(queries.partner_by_key(db, actor, key))
    profile_actions.remove_closure(db, or_404(service_queries.closure_of(db, partner, closure)), by=actor)
    return redirect(f"/organisations/{key}/clock")
