"""The steps of one visit. Each is a button on the board; each can be taken back there."""

from typing import Any

from fastapi import APIRouter

from app.accounts.permissions import Doorkeeper, Permission, may
from app.core.clock import Now
from app.core.database import Db
from app.people.models import Person
from app.visits import actions
from app.visits.queries import visit_for
from app.web.pages import found, see

router = APIRouter()


@router.post("/visits/{key}/conversation")
def help_visitor(key: str, db: Db, actor: Doorkeeper, now: Now) -> Any:
    """The front office goes on to the person's page; the host has no business there."""
    visit = actions.help_visitor(db, found(visit_for(db, actor, key)), by=actor, at=now)
    person: Person | None = visit.person
    if person is not None and may(actor, Permission.READ_STORIES):
        return see(f"/people/{person.key}")
    return see("/door")


@router.post("/visits/{key}/completion")
def finish(key: str, db: Db, actor: Doorkeeper, now: Now) -> Any:
    actions.finish(db, found(visit_for(db, actor, key)), by=actor, at=now)
    return see("/door")


@router.post("/visits/{key}/departure")
def leave(key: str, db: Db, actor: Doorkeeper, now: Now) -> Any:
    actions.leave(db, found(visit_for(db, actor, key)), by=actor, at=now)
    return see("/door")


@router.post("/visits/{key}/return")
def take_back(key: str, db: Db, actor: Doorkeeper, now: Now) -> Any:
    actions.take_back(db, found(visit_for(db, actor, key)), by=actor, at=now)
    return see("/door")


@router.post("/visits/{key}/mistake")
def unregister(key: str, db: Db, actor: Doorkeeper, now: Now) -> Any:
    actions.unregister(db, found(visit_for(db, actor, key)), by=actor, at=now)
    return see("/door")
