"""Adds a name to a visit that was recorded without one, found by card code or on the board."""

from datetime import datetime
from typing import Any

from fastapi import APIRouter, HTTPException
from sqlmodel import Session

from app.accounts.current_user import Actor
from app.accounts.guards import CanRunFrontDesk
from app.core import idempotency
from app.core.clock import Now, local_day
from app.core.database import Db
from app.core.text_rules import Key
from app.front_desk.visits import actions, queries, rules
from app.front_desk.visits.models import Visit
from app.people.people.queries import person_for
from app.people.people.search_log import SearchForm, check_search_limit, search_and_log, search_text
from app.people.search.query_parser import is_long_enough
from app.screens.front_desk.new_person import (
    BASIS,
    NewPersonForm,
    PossibleMatch,
    resolve_person,
    search_limit_status,
    unconfirmed_matches,
)
from app.web.forms import Form, Submission, Submitted
from app.web.pages import Page, or_404, redirect

router = APIRouter()


class NameVisitForm(Form):
    person: Key


def _naming_page(
    page: Any,
    db: Session,
    actor: Actor,
    at: datetime,
    visit: Visit,
    sought: Submission[SearchForm] | None = None,
    newcomer: Submission[NewPersonForm] | None = None,
    matches: list[PossibleMatch] | None = None,
    status: int | None = None,
) -> Any:
    sought = sought or Submission(SearchForm)
    typed = search_text(sought)
    hits = [person for person, _score in search_and_log(db, actor, typed, at, basis=BASIS)]
    start = {"name": "" if any(c.isdigit() for c in typed) else typed, "about": visit.about}
    return page(
        "screens/front_desk/name_visit.html",
        block="main",
        visit=visit,
        sought=sought,
        typed=typed,
        hits=hits,
        matches=matches or [],
        newcomer=newcomer or Submission(NewPersonForm, start=start),
        today=local_day(at),
        last=queries.last_days(db, [person.id for person in hits]),
        obstacle=rules.naming_obstacle(visit, local_day(at)),
        enough=is_long_enough(typed),
        status=status,
    )


@router.get("/visits/{key}/naming")
def show_naming(key: str, page: Page, db: Db, actor: CanRunFrontDesk, now: Now) -> Any:
    return _naming_page(page, db, actor, now, or_404(queries.visit_for(db, actor, key)))


# A name is searched for, so it is sent as a form and never appears in a URL (TRUST 15).
@router.post("/visits/{key}/naming/search")
def search(key: str, page: Page, db: Db, actor: CanRunFrontDesk, now: Now, form: Submitted[SearchForm]) -> Any:
    visit = or_404(queries.visit_for(db, actor, key))
    return _naming_page(page, db, actor, now, visit, status=check_search_limit(db, form, by=actor, at=now), sought=form)


@router.post("/visits/{key}/naming")
def name_visit(key: str, db: Db, actor: CanRunFrontDesk, now: Now, form: Submitted[NameVisitForm]) -> Any:
    visit = or_404(queries.visit_for(db, actor, key))
    if form.errors:
        raise HTTPException(422)
    actions.give_name(db, visit, or_404(person_for(db, actor, form.data.person)), by=actor, at=now)
    return redirect(f"/door?visit={visit.key}")


@router.post("/visits/{key}/naming/people")
def name_new_person(
    key: str, page: Page, db: Db, actor: CanRunFrontDesk, now: Now, form: Submitted[NewPersonForm]
) -> Any:
    """Records a new person and gives them this visit."""
    visit = or_404(queries.visit_for(db, actor, key))
    target = f"/door?visit={visit.key}"
    if form.errors:
        return _naming_page(page, db, actor, now, visit, newcomer=form)
    if idempotency.earlier_result(db, form.data.intention, worker_id=actor.worker_id) is not None:
        return redirect(target)
    if status := search_limit_status(db, actor, form, now):
        return _naming_page(page, db, actor, now, visit, newcomer=form, status=status)
    if matches := unconfirmed_matches(db, actor, form.data, now):
        return _naming_page(page, db, actor, now, visit, newcomer=form, matches=matches)
    if intention := idempotency.begin(db, form.data.intention, worker_id=actor.worker_id, at=now):
        intention.answer = target
        actions.give_name(db, visit, resolve_person(db, actor, form.data, now), by=actor, at=now)
    return redirect(target)


@router.post("/visits/{key}/naming/removal")
def remove_name(key: str, db: Db, actor: CanRunFrontDesk, now: Now) -> Any:
    visit = actions.remove_name(db, or_404(queries.visit_for(db, actor, key)), by=actor, at=now)
    return redirect(f"/door?visit={visit.key}")
