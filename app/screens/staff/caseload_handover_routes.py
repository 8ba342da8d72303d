"""Reassigns a worker's caseload, person by person, when the worker goes on leave or departs."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from fastapi import APIRouter
from sqlmodel import Session

from app.accounts import queries as accounts
from app.accounts.current_user import Actor
from app.accounts.guards import CanCoordinate, CanFollow
from app.accounts.models import Worker
from app.core import idempotency
from app.core.clock import Now, local_day
from app.core.database import Db
from app.guidance.caseloads import bulk_reassignment_actions, leave_actions
from app.guidance.caseloads.facts import Reassignment
from app.guidance.caseloads.forms import CaseloadHandoverForm, LeaveForm, successor_choice
from app.guidance.caseloads.reassignment_routes import add_obstacles, log_journeys_read
from app.guidance.journeys import rules
from app.screens.staff import offboarding_actions
from app.web.forms import Submission, Submitted
from app.web.i18n import gettext as _
from app.web.pages import Page, or_404, redirect

router = APIRouter()

MAX_LISTED = 400  # journeys listed one by one; all others go to the colleague chosen for the rest


def _worker_or_404(db: Session, actor: Actor, key: str) -> Worker:
    """The worker with this key: the actor, or any worker of the shop for a coordinator. 404 otherwise."""
    worker = or_404(accounts.worker_of_shop(db, actor.shop_id, key) or leave_actions.departed_worker(db, actor, key))
    return or_404(worker if rules.leave_permission_obstacle(worker.id, actor) is None else None)


def _reassignments(
    db: Session, worker: Worker, form: Submission[Any], actor: Actor, now: datetime, *, hold: bool = False
) -> list[Reassignment]:
    """A reassignment for each journey of the worker.

    `hold` locks the caseload until the transaction ends, so that nobody is assigned to the worker meanwhile.
    """
    journeys = (bulk_reassignment_actions.locked_caseload if hold else bulk_reassignment_actions.caseload_of)(
        db, worker, by=actor
    )
    log_journeys_read(db, journeys, actor, now, "handing on")
    return bulk_reassignment_actions.reassignment_preview(
        db, journeys, successor_choice(form), without={worker.id}, by=actor, today=local_day(now)
    )


def _rows_context(rows: Sequence[Reassignment]) -> dict[str, Any]:
    return {
        "rows": rows[:MAX_LISTED],
        "unlisted": len(rows[MAX_LISTED:]),
        "sides": bulk_reassignment_actions.teams_of(rows),
    }


@router.get("/people/away")
def my_leave(db: Db, actor: CanFollow) -> Any:
    """Redirects to the actor's own leave page."""
    return redirect(f"/people/of/{accounts.own_worker(db, actor).key}/leave")


@router.get("/people/of/{key}/leave")
def show_leave(key: str, page: Page, db: Db, actor: CanFollow, now: Now) -> Any:
    worker, today = _worker_or_404(db, actor, key), local_day(now)
    if current := leave_actions.current_or_planned_leave(db, worker, actor.shop_id, today):
        known = leave_actions.journeys_moved_by_leave(db, current, actor)
        log_journeys_read(db, known, actor, now, "leave")
        left = len(bulk_reassignment_actions.caseload_of(db, worker, by=actor)) if current.first <= today else 0
        return page(
            "screens/staff/worker_caseload.html",
            block="main",
            worker=worker,
            leave=current,
            known=known,
            today=today,
            left=left,
            myself=worker.id == actor.worker_id,
        )
    form = Submission(LeaveForm, start={"first": today.isoformat(), "word": _("on leave")})
    return _leave_page(page, worker, form, _reassignments(db, worker, form, actor, now), actor)


def _leave_page(page: Any, worker: Worker, form: Submission[LeaveForm], rows: list[Reassignment], actor: Actor) -> Any:
    myself = worker.id == actor.worker_id
    return page(
        "screens/staff/leave.html", block="main", worker=worker, form=form, myself=myself, **_rows_context(rows)
    )


@router.post("/people/of/{key}/leave")
def go_on_leave(key: str, page: Page, db: Db, actor: CanFollow, now: Now, form: Submitted[LeaveForm]) -> Any:
    worker, target = _worker_or_404(db, actor, key), f"/people/of/{key}/leave"
    if idempotency.earlier_result(db, str(form.value("intention")), worker_id=actor.worker_id):
        return redirect(target)
    rows = _reassignments(db, worker, form, actor, now, hold=True)
    add_obstacles(rows, form)
    if not form.errors and (wrong := rules.leave_obstacle(form.data.first, form.data.last, local_day(now))):
        form.wrong("last", wrong)
    if form.errors:
        return _leave_page(page, worker, form, rows, actor)
    idempotency.begin(db, form.data.intention, worker_id=actor.worker_id, at=now, answer=target)
    typed = form.data
    leave_actions.start_leave(db, worker, rows, first=typed.first, last=typed.last, word=typed.word, by=actor, at=now)
    return redirect(target)


@router.post("/people/of/{key}/return")
def return_from_leave(key: str, db: Db, actor: CanFollow, now: Now) -> Any:
    """Ends or cancels the leave, then shows the former caseload so that people can be taken back."""
    worker = _worker_or_404(db, actor, key)
    current = leave_actions.current_or_planned_leave(db, worker, actor.shop_id, local_day(now))
    if current is None:
        return redirect("/people")
    leave_actions.end_leave(db, current, by=actor, at=now)
    return redirect(f"/people/of/{key}/known/{current.key}")


@router.get("/people/of/{key}/known/{leave_key}")
def show_former_caseload(key: str, leave_key: str, page: Page, db: Db, actor: CanFollow, now: Now) -> Any:
    """The worker's caseload before the leave, with the workers now responsible."""
    worker = _worker_or_404(db, actor, key)
    current = or_404(leave_actions.leave_by_key(db, worker, actor.shop_id, leave_key))
    rows = leave_actions.journeys_moved_by_leave(db, current, actor)
    log_journeys_read(db, rows, actor, now, "leave")
    return page(
        "screens/staff/worker_caseload.html",
        block="main",
        worker=worker,
        leave=current,
        known=rows,
        today=local_day(now),
        left=0,
        myself=worker.id == actor.worker_id,
    )


@router.get("/people/of/{key}/departure")
def show_departure(key: str, page: Page, db: Db, actor: CanCoordinate, now: Now) -> Any:
    worker = _worker_or_404(db, actor, key)
    here, left = _("%(name)s is going to work elsewhere"), _("%(name)s no longer works here")
    form = Submission(
        CaseloadHandoverForm, start={"word": (here if worker.is_active else left) % {"name": worker.name}}
    )
    return _departure_page(page, db, worker, form, _reassignments(db, worker, form, actor, now), actor, now)


def _departure_page(
    page: Any,
    db: Session,
    worker: Worker,
    form: Submission[CaseloadHandoverForm],
    rows: list[Reassignment],
    actor: Actor,
    now: datetime,
) -> Any:
    caseload = offboarding_actions.caseload_of(db, worker, actor.shop_id)
    successors = offboarding_actions.partner_successors(db, worker, actor.shop_id, local_day(now))
    return page(
        "screens/staff/caseload_handover.html",
        block="main",
        worker=worker,
        form=form,
        received=len(caseload.received),
        receivers=[(w.key, w.name) for w in successors],
        **_rows_context(rows),
    )


@router.post("/people/of/{key}/departure")
def reassign_caseload(
    key: str, page: Page, db: Db, actor: CanCoordinate, now: Now, form: Submitted[CaseloadHandoverForm]
) -> Any:
    worker, target = _worker_or_404(db, actor, key), "/people/shop"
    if idempotency.earlier_result(db, str(form.value("intention")), worker_id=actor.worker_id):
        return redirect(target)
    rows = _reassignments(db, worker, form, actor, now, hold=True)
    add_obstacles(rows, form)
    caseload = offboarding_actions.caseload_of(db, worker, actor.shop_id)
    successors = offboarding_actions.partner_successors(db, worker, actor.shop_id, local_day(now))
    receiver = next((w for w in successors if w.key == form.value("received")), None)
    if caseload.received and receiver is None:
        form.wrong("received", offboarding_actions.NO_SUCCESSOR_CHOSEN)
    if form.errors:
        return _departure_page(page, db, worker, form, rows, actor, now)
    idempotency.begin(db, form.data.intention, worker_id=actor.worker_id, at=now, answer=target)
    leave_actions.hand_over_caseload(db, worker, rows, form.data.word, by=actor, at=now)
    offboarding_actions.reassign_received_handovers(caseload, receiver)
    return redirect(target)
