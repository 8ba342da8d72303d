"""A worker goes away for a while, or leaves: everybody whom they know goes, deliberately, to a named colleague."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from fastapi import APIRouter
from sqlmodel import Session

from app.accounts import queries as accounts
from app.accounts.current_user import Actor
from app.accounts.guards import Coordinator, Follower
from app.accounts.models import Worker
from app.core import idempotency
from app.core.clock import Now, local_day
from app.core.database import Db
from app.guidance.caseloads import bulk_reassignment_actions, leave_actions
from app.guidance.caseloads.facts import Passing
from app.guidance.caseloads.forms import HandOnForm, LeaveForm, choice_of
from app.guidance.caseloads.reassignment_routes import look, unfit
from app.guidance.journeys import rules
from app.screens.staff import offboarding_actions
from app.web.forms import Submission, Submitted
from app.web.i18n import gettext as _
from app.web.pages import Page, found, see

router = APIRouter()

SHOWN = 400  # journeys with a choice of their own; whoever comes after them goes to who takes all that are left


def _colleague(db: Session, actor: Actor, key: str) -> Worker:
    """The worker themselves, or for a coordinator anybody of the shop."""
    worker = found(accounts.worker_here(db, actor.shop_id, key) or leave_actions.gone(db, actor, key))
    return found(worker if rules.sending_obstacle(worker.id, actor) is None else None)


def _rows(
    db: Session, worker: Worker, form: Submission[Any], actor: Actor, now: datetime, *, hold: bool = False
) -> list[Passing]:
    """Everybody whom the worker knows; `hold`: nobody else may come to them until it is done."""
    journeys = (bulk_reassignment_actions.held if hold else bulk_reassignment_actions.answered_for)(
        db, worker, by=actor
    )
    look(db, journeys, actor, now, "handing on")
    return bulk_reassignment_actions.passings(
        db, journeys, choice_of(form), without={worker.id}, by=actor, today=local_day(now)
    )


def _shown(rows: Sequence[Passing]) -> dict[str, Any]:
    return {"rows": rows[:SHOWN], "unlisted": len(rows[SHOWN:]), "sides": bulk_reassignment_actions.sides_of(rows)}


@router.get("/people/away")
def my_leave(db: Db, actor: Follower) -> Any:
    """Whoever asks for themselves."""
    return see(f"/people/of/{accounts.myself(db, actor).key}/leave")


@router.get("/people/of/{key}/leave")
def leave(key: str, page: Page, db: Db, actor: Follower, now: Now) -> Any:
    worker, today = _colleague(db, actor, key), local_day(now)
    if there := leave_actions.leave_ahead(db, worker, actor.shop_id, today):
        known = leave_actions.handed_on(db, there, actor)
        look(db, known, actor, now, "leave")
        left = len(bulk_reassignment_actions.answered_for(db, worker, by=actor)) if there.first <= today else 0
        return page(
            "screens/staff/worker_caseload.html",
            block="main",
            worker=worker,
            leave=there,
            known=known,
            today=today,
            left=left,
            myself=worker.id == actor.worker_id,
        )
    form = Submission(LeaveForm, start={"first": today.isoformat(), "word": _("on leave")})
    return _leaving(page, worker, form, _rows(db, worker, form, actor, now), actor)


def _leaving(page: Any, worker: Worker, form: Submission[LeaveForm], rows: list[Passing], actor: Actor) -> Any:
    myself = worker.id == actor.worker_id
    return page("screens/staff/leave.html", block="main", worker=worker, form=form, myself=myself, **_shown(rows))


@router.post("/people/of/{key}/leave")
def go_on_leave(key: str, page: Page, db: Db, actor: Follower, now: Now, form: Submitted[LeaveForm]) -> Any:
    worker, there = _colleague(db, actor, key), f"/people/of/{key}/leave"
    if idempotency.earlier(db, str(form.value("intention")), worker_id=actor.worker_id):
        return see(there)
    rows = _rows(db, worker, form, actor, now, hold=True)
    unfit(rows, form)
    if not form.errors and (wrong := rules.leave_obstacle(form.data.first, form.data.last, local_day(now))):
        form.wrong("last", wrong)
    if form.errors:
        return _leaving(page, worker, form, rows, actor)
    idempotency.begin(db, form.data.intention, worker_id=actor.worker_id, at=now, answer=there)
    typed = form.data
    leave_actions.go_on_leave(db, worker, rows, first=typed.first, last=typed.last, word=typed.word, by=actor, at=now)
    return see(there)


@router.post("/people/of/{key}/return")
def come_back(key: str, db: Db, actor: Follower, now: Now) -> Any:
    """Back, or not away after all; then whoever they knew before can be chosen again."""
    worker = _colleague(db, actor, key)
    there = leave_actions.leave_ahead(db, worker, actor.shop_id, local_day(now))
    if there is None:
        return see("/people")
    leave_actions.come_back(db, there, by=actor, at=now)
    return see(f"/people/of/{key}/known/{there.key}")


@router.get("/people/of/{key}/known/{leave_key}")
def known(key: str, leave_key: str, page: Page, db: Db, actor: Follower, now: Now) -> Any:
    """Whom the worker knew before the leave, and who answers for them now."""
    worker = _colleague(db, actor, key)
    there = found(leave_actions.leave_called(db, worker, actor.shop_id, leave_key))
    rows = leave_actions.handed_on(db, there, actor)
    look(db, rows, actor, now, "leave")
    return page(
        "screens/staff/worker_caseload.html",
        block="main",
        worker=worker,
        leave=there,
        known=rows,
        today=local_day(now),
        left=0,
        myself=worker.id == actor.worker_id,
    )


@router.get("/people/of/{key}/departure")
def departing(key: str, page: Page, db: Db, actor: Coordinator, now: Now) -> Any:
    worker = _colleague(db, actor, key)
    here, left = _("%(name)s is going to work elsewhere"), _("%(name)s does not work here any more")
    form = Submission(HandOnForm, start={"word": (here if worker.is_active else left) % {"name": worker.name}})
    return _departing(page, db, worker, form, _rows(db, worker, form, actor, now), actor, now)


def _departing(
    page: Any,
    db: Session,
    worker: Worker,
    form: Submission[HandOnForm],
    rows: list[Passing],
    actor: Actor,
    now: datetime,
) -> Any:
    load = offboarding_actions.load_of(db, worker, actor.shop_id)
    able = offboarding_actions.partner_successors(db, worker, actor.shop_id, local_day(now))
    return page(
        "screens/staff/caseload_handover.html",
        block="main",
        worker=worker,
        form=form,
        received=len(load.received),
        receivers=[(w.key, w.name) for w in able],
        **_shown(rows),
    )


@router.post("/people/of/{key}/departure")
def hand_on(key: str, page: Page, db: Db, actor: Coordinator, now: Now, form: Submitted[HandOnForm]) -> Any:
    worker, there = _colleague(db, actor, key), "/people/shop"
    if idempotency.earlier(db, str(form.value("intention")), worker_id=actor.worker_id):
        return see(there)
    rows = _rows(db, worker, form, actor, now, hold=True)
    unfit(rows, form)
    load = offboarding_actions.load_of(db, worker, actor.shop_id)
    able = offboarding_actions.partner_successors(db, worker, actor.shop_id, local_day(now))
    receiver = next((w for w in able if w.key == form.value("received")), None)
    if load.received and receiver is None:
        form.wrong("received", offboarding_actions.NOBODY_CHOSEN)
    if form.errors:
        return _departing(page, db, worker, form, rows, actor, now)
    idempotency.begin(db, form.data.intention, worker_id=actor.worker_id, at=now, answer=there)
    leave_actions.hand_on(db, worker, rows, form.data.word, by=actor, at=now)
    offboarding_actions.hand_on_received(load, receiver)
    return see(there)
