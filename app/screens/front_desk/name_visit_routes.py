"""A visit without a name gets one later: by the code on the visitor's card, or from the board."""

from datetime import datetime
from typing import Any

from fastapi import APIRouter, HTTPException
from sqlmodel import Session

from app.accounts.current_user import Actor
from app.accounts.guards import Doorkeeper
from app.core import idempotency
from app.core.clock import Now, local_day
from app.core.database import Db
from app.core.text_rules import Key
from app.front_desk.visits import actions, queries, rules
from app.front_desk.visits.models import Visit
from app.people.people.queries import person_for
from app.people.people.search_log import Sought, look_up, refused, typed_in
from app.people.search.query_parser import enough
from app.screens.front_desk.new_person import BASIS, Maybe, Newcomer, too_often, who, whom_to_ask_about
from app.web.forms import Form, Submission, Submitted
from app.web.pages import Page, found, see

router = APIRouter()


class Naming(Form):
    person: Key


def _naming(
    page: Any,
    db: Session,
    actor: Actor,
    at: datetime,
    visit: Visit,
    sought: Submission[Sought] | None = None,
    newcomer: Submission[Newcomer] | None = None,
    maybes: list[Maybe] | None = None,
    status: int | None = None,
) -> Any:
    sought = sought or Submission(Sought)
    typed = typed_in(sought)
    hits = [person for person, _score in look_up(db, actor, typed, at, basis=BASIS)]
    start = {"name": "" if any(c.isdigit() for c in typed) else typed, "about": visit.about}
    return page(
        "screens/front_desk/name_visit.html",
        block="main",
        visit=visit,
        sought=sought,
        typed=typed,
        hits=hits,
        maybes=maybes or [],
        newcomer=newcomer or Submission(Newcomer, start=start),
        today=local_day(at),
        last=queries.last_days(db, [person.id for person in hits]),
        obstacle=rules.naming_obstacle(visit, local_day(at)),
        enough=enough(typed),
        status=status,
    )


@router.get("/visits/{key}/naming")
def ask(key: str, page: Page, db: Db, actor: Doorkeeper, now: Now) -> Any:
    return _naming(page, db, actor, now, found(queries.visit_for(db, actor, key)))


# What is looked for is a name: it is sent as a form, so it never stands in an address (TRUST 15).
@router.post("/visits/{key}/naming/search")
def seek(key: str, page: Page, db: Db, actor: Doorkeeper, now: Now, form: Submitted[Sought]) -> Any:
    visit = found(queries.visit_for(db, actor, key))
    return _naming(page, db, actor, now, visit, status=refused(db, form, by=actor, at=now), sought=form)


@router.post("/visits/{key}/naming")
def name(key: str, db: Db, actor: Doorkeeper, now: Now, form: Submitted[Naming]) -> Any:
    visit = found(queries.visit_for(db, actor, key))
    if form.errors:
        raise HTTPException(422)
    actions.give_name(db, visit, found(person_for(db, actor, form.data.person)), by=actor, at=now)
    return see(f"/door?visit={visit.key}")


@router.post("/visits/{key}/naming/people")
def name_newcomer(key: str, page: Page, db: Db, actor: Doorkeeper, now: Now, form: Submitted[Newcomer]) -> Any:
    """Somebody new, whose visit this was."""
    visit = found(queries.visit_for(db, actor, key))
    there = f"/door?visit={visit.key}"
    if form.errors:
        return _naming(page, db, actor, now, visit, newcomer=form)
    if idempotency.earlier(db, form.data.intention, worker_id=actor.worker_id) is not None:
        return see(there)
    if status := too_often(db, actor, form, now):
        return _naming(page, db, actor, now, visit, newcomer=form, status=status)
    if maybes := whom_to_ask_about(db, actor, form.data, now):
        return _naming(page, db, actor, now, visit, newcomer=form, maybes=maybes)
    if intention := idempotency.begin(db, form.data.intention, worker_id=actor.worker_id, at=now):
        intention.answer = there
        actions.give_name(db, visit, who(db, actor, form.data, now), by=actor, at=now)
    return see(there)


@router.post("/visits/{key}/naming/removal")
def take_name_off(key: str, db: Db, actor: Doorkeeper, now: Now) -> Any:
    visit = actions.take_name_off(db, found(queries.visit_for(db, actor, key)), by=actor, at=now)
    return see(f"/door?visit={visit.key}")
