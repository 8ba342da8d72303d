"""Steps in one's own calendar: a file of one step, and a feed of all of one's own, private by its link."""

from datetime import timedelta
from typing import Annotated, Any

from fastapi import APIRouter, Depends, HTTPException, Request
from sqlmodel import Session
from starlette.responses import Response

from app.accounts.current_user import Actor
from app.accounts.guards import Follower
from app.audit import audit_log
from app.core.clock import Now, local_day
from app.core.database import Db
from app.core.rate_limits import RateLimit, network_of
from app.guidance.calendars import actions, calendar_file, queries
from app.guidance.journeys import queries as journeys
from app.guidance.journeys.form_parsing import look
from app.web.i18n import language
from app.web.pages import Page, found, see

router = APIRouter()
# Nobody finds a link by trying. What is there is never counted: the feeds of many workers come from one address, that
# of their calendar's maker.
MISSES = RateLimit("calendar feeds that are not there", 20, timedelta(minutes=10))


async def _root(request: Request) -> str:
    return str(request.base_url)


async def _address(request: Request) -> str:
    return request.client.host if request.client else ""


Root = Annotated[str, Depends(_root)]
Address = Annotated[str, Depends(_address)]


def _file(content: bytes) -> Response:
    """The name of the file says nothing of anybody."""
    headers = {"Content-Disposition": 'attachment; filename="werkwinkel.ics"', "Cache-Control": "no-store"}
    return Response(content, media_type="text/calendar; charset=utf-8", headers=headers)


@router.get("/journeys/{key}/steps/{step}/calendar")
def one_step(key: str, step: str, db: Db, actor: Follower, now: Now, root: Root) -> Any:
    journey = found(journeys.journey_for(db, actor, key))
    this = found(next((one for one in journeys.steps_ahead(db, journey) if one.key == step), None))
    look(db, journey, actor, now, what="calendar")
    return _file(calendar_file.calendar([(journey, this)], root=root, at=now))


def _page(page: Any, db: Session, actor: Actor, address: str = "") -> Any:
    """`address`: the link, the one time that it is shown."""
    return page("guidance/calendars/calendar.html", block="calendar", feed=queries.own_feed(db, actor), address=address)


@router.get("/calendar")
def show(page: Page, db: Db, actor: Follower) -> Any:
    return _page(page, db, actor)


@router.post("/calendar")
def make_link(page: Page, db: Db, actor: Follower, now: Now, root: Root) -> Any:
    return _page(page, db, actor, f"{root}calendar/{actions.make_link(db, by=actor, at=now)}.ics")


@router.post("/calendar/withdrawal")
def withdraw(db: Db, actor: Follower, now: Now) -> Any:
    actions.withdraw(db, by=actor, at=now)
    return see("/calendar")


@router.get("/calendar/{token}.ics")
def feed(token: str, db: Db, now: Now, root: Root, address: Address) -> Any:
    """For a calendar that fetches it by itself: the link is the key. It lists days and times, and names nobody."""
    network = network_of(address)
    if MISSES.is_used_up(db, network, at=now):
        raise HTTPException(429)
    actor = queries.reader(db, token, address)
    if actor is None:
        MISSES.hit(db, network, at=now)
        raise HTTPException(404)
    audit_log.look(db, by=actor, at=now, subject="calendar_feed", basis="private link", what="own steps")
    language.set(actor.language)
    return _file(calendar_file.calendar(queries.steps(db, actor, local_day(now)), root=root, at=now))
