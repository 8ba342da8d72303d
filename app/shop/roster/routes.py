"""The roster page, and registering who is present."""

from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any

from fastapi import APIRouter, HTTPException
from sqlmodel import Session

from app.accounts.current_user import Actor
from app.accounts.guards import CanBePresent
from app.accounts.models import Worker
from app.core.clock import Now, local_day
from app.core.database import Db
from app.shop.half_days import labels as half_days_labels
from app.shop.half_days import queries as half_days_queries
from app.shop.half_days import rules as half_days_rules
from app.shop.half_days.models import Presence
from app.shop.half_days.rules import HalfDay
from app.shop.roster import actions as roster_actions
from app.shop.roster import queries as roster_queries
from app.shop.roster import rules as roster_rules
from app.shop.roster.forms import PresenceForm, RosterPlanForm, TalksForm
from app.shop.roster.models import RosterPlan
from app.web.forms import CHOOSE, Submission, Submitted
from app.web.pages import Page, or_404, redirect
from app.web.security import same_origin_path

router = APIRouter()
WEEKS_SHOWN = 4  # on the page
REPEAT_CHOICES = (1, 4, 8, 13, 26)  # weeks, to choose from


# -- present now --------------------------------------------------------------------------------------------------
@router.post("/presence")
def set_presence(db: Db, actor: CanBePresent, now: Now, form: Submitted[PresenceForm]) -> Any:
    if form.errors:
        raise HTTPException(422)
    worker_id = actor.worker_id
    if form.data.worker:
        worker_id = or_404(roster_queries.floor_worker(db, actor.shop_id, form.data.worker)).id
    if worker_id != actor.worker_id and not actor.at_the_door:
        raise HTTPException(404)  # a partner may register only themselves
    if form.data.here:
        roster_actions.arrive(db, worker_id, by=actor, at=now)
    else:
        roster_actions.depart(db, worker_id, by=actor, at=now)
    return redirect(same_origin_path(form.data.back))


@router.post("/presence/talks")
def set_talks(db: Db, actor: CanBePresent, now: Now, form: Submitted[TalksForm]) -> Any:
    if form.errors:
        raise HTTPException(422)
    roster_actions.set_talks(db, form.data.talks, by=actor, at=now)
    return redirect(same_origin_path(form.data.back))


# -- planning -----------------------------------------------------------------------------------------------------
@dataclass
class RosterCell:
    """A half-day on the roster page: who is planned and who came."""

    half_day: HalfDay
    planned: list[RosterPlan] = field(default_factory=list)
    came: list[Presence] = field(default_factory=list)

    @property
    def planned_ids(self) -> set[int]:
        return {plan.worker_id for plan in self.planned}

    @property
    def unplanned(self) -> list[Presence]:
        """Workers who came without being planned."""
        return [p for p in self.came if p.worker_id not in self.planned_ids]

    @property
    def arrived_ids(self) -> set[int]:
        return {p.worker_id for p in self.came}

    @property
    def languages(self) -> list[str]:
        return [language for language, _who in roster_rules.speakers_by_language(plan.worker for plan in self.planned)]


def _cells(db: Session, shop_id: int, first: date, last: date) -> list[RosterCell]:
    cells = {(h.day, h.part): RosterCell(h) for h in half_days_queries.half_days(db, shop_id, first, last)}
    for plan in roster_queries.plans_between(db, shop_id, first, last):
        if cell := cells.get((plan.day, plan.part)):
            cell.planned.append(plan)
    for key, came in roster_queries.attendance(db, shop_id, first, last).items():
        cells[key].came = came
    return list(cells.values())


@router.get("/roster")
def roster(page: Page, db: Db, actor: CanBePresent, now: Now) -> Any:
    return _roster_page(page, db, actor, now, Submission(RosterPlanForm, start={"weeks": 1}))


def _roster_page(page: Any, db: Session, actor: Actor, now: datetime, form: Submission[RosterPlanForm]) -> Any:
    today = local_day(now)
    monday = today - timedelta(days=today.weekday())
    cells = _cells(db, actor.shop_id, monday, monday + timedelta(weeks=WEEKS_SHOWN, days=-1))
    weeks = [monday + timedelta(weeks=n) for n in range(WEEKS_SHOWN)]
    coming = [c.half_day for c in cells if c.half_day.goes_on and c.half_day.ends_at > now]
    return page(
        "shop/roster/roster.html",
        block="roster",
        form=form,
        now=now,
        actor=actor,
        parts=half_days_labels.PARTS,
        weeks=[(w, [c for c in cells if w <= c.half_day.day < w + timedelta(weeks=1)]) for w in weeks],
        choices=half_days_labels.half_day_choices(coming),
        workers=_plannable_workers(db, actor),
        repeats=REPEAT_CHOICES,
    )


def _plannable_workers(db: Session, actor: Actor) -> list[Worker]:
    """The workers whom the actor may plan, themselves included."""
    return [w for w in roster_queries.floor_workers(db, actor.shop_id) if roster_rules.may_plan(w.id, actor)]


@router.post("/roster")
def plan(page: Page, db: Db, actor: CanBePresent, now: Now, form: Submitted[RosterPlanForm]) -> Any:
    """Plans or withdraws a worker, for one half-day or a number of weeks."""
    half_day = worker_id = None
    if not form.errors:
        half_day = half_days_queries.half_day_on(db, actor.shop_id, form.data.day, form.data.part)
        worker_id = _worker_id(db, actor, form.data.worker)
        if half_day is None:
            form.wrong("half_day", half_days_rules.NO_SUCH_HALF_DAY)
        if worker_id is None:
            form.wrong("worker", CHOOSE)
    if form.errors or half_day is None or worker_id is None:
        return _roster_page(page, db, actor, now, form)
    if form.data.here:
        roster_actions.plan(db, worker_id, half_day, weeks=form.data.weeks, talks=form.data.talks, by=actor, at=now)
    else:
        roster_actions.withdraw(db, worker_id, half_day, weeks=form.data.weeks, by=actor, at=now)
    return redirect("/roster")


def _worker_id(db: Session, actor: Actor, key: str) -> int | None:
    if not key:
        return actor.worker_id
    return next((worker.id for worker in _plannable_workers(db, actor) if worker.key == key), None)
