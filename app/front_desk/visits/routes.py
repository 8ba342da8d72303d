"""The steps of one visit: the buttons on the board."""

from typing import Any

from fastapi import APIRouter, HTTPException

from app.accounts.guards import CanRunFrontDesk
from app.accounts.permissions import Permission, may
from app.core.clock import Now
from app.core.database import Db
from app.front_desk.visits import actions, queries
from app.front_desk.visits.forms import AssigneeForm, UndoForm
from app.front_desk.visits.queries import visit_for
from app.people.people.models import Person
from app.web.forms import Submitted
from app.web.pages import or_404, redirect

router = APIRouter()


@router.post("/visits/{key}/conversation")
def help_visitor(key: str, db: Db, actor: CanRunFrontDesk, now: Now) -> Any:
    """Redirects front office workers to the person's page; hosts may not see it and stay at the board."""
    visit = actions.help_visitor(db, or_404(visit_for(db, actor, key)), by=actor, at=now)
    person: Person | None = visit.person
    if person is not None and may(actor, Permission.READ_STORIES):
        return redirect(f"/people/{person.key}")
    return redirect("/door")


@router.post("/visits/{key}/wish")
def set_assignee(key: str, db: Db, actor: CanRunFrontDesk, now: Now, form: Submitted[AssigneeForm]) -> Any:
    visit = or_404(visit_for(db, actor, key))
    if form.errors:
        raise HTTPException(422)
    whom = queries.assignee_for(db, actor.shop_id, form.data.whom)
    if whom is None and form.data.whom:
        raise HTTPException(404)
    actions.set_assignee(db, visit, whom, by=actor, at=now)
    return redirect("/door")


@router.post("/visits/{key}/completion")
def finish(key: str, db: Db, actor: CanRunFrontDesk, now: Now) -> Any:
    actions.finish(db, or_404(visit_for(db, actor, key)), by=actor, at=now)
    return redirect("/door")


@router.post("/visits/{key}/departure")
def leave(key: str, db: Db, actor: CanRunFrontDesk, now: Now) -> Any:
    actions.leave(db, or_404(visit_for(db, actor, key)), by=actor, at=now)
    return redirect("/door")


@router.post("/visits/{key}/return")
def undo_step(key: str, db: Db, actor: CanRunFrontDesk, now: Now, form: Submitted[UndoForm]) -> Any:
    visit = or_404(visit_for(db, actor, key))
    if form.errors:
        raise HTTPException(422)
    actions.undo_step(db, visit, shown_state=form.data.shown_state, by=actor, at=now)
    return redirect("/door")


@router.post("/visits/{key}/mistake")
def unregister(key: str, db: Db, actor: CanRunFrontDesk, now: Now) -> Any:
    actions.unregister(db, or_404(visit_for(db, actor, key)), by=actor, at=now)
    return redirect("/door")
