"""The calendar file of one step, the page of the private feed link, and the feed itself."""

from datetime import timedelta
from typing import Annotated, Any

from fastapi import APIRouter, Depends, HTTPException, Request
from sqlmodel import Session
from starlette.responses import Response

from app.accounts.current_user import Actor
from app.accounts.guards import CanFollow
from app.audit import audit_log
from app.core.clock import Now, local_day
from app.core.database import Db
from app.core.rate_limits import RateLimit, network_of
from app.guidance.calendars import actions, calendar_file, queries
from app.guidance.journeys import queries as journeys
from app.guidance.journeys.form_parsing import log_journey_read
from app.web.i18n import language
from app.web.pages import Page, or_404, redirect

router = APIRouter()
# Limits guessing. Working links are never counted: the provider of an online calendar fetches the feeds of many workers
# from one address.
UNKNOWN_LINKS = RateLimit("calendar feeds that are not there", 20, timedelta(minutes=10))


async def _base_url(request: Request) -> str:
    return str(request.base_url)


async def _client_address(request: Request) -> str:
    return request.client.host if request.client else ""


BaseUrl = Annotated[str, Depends(_base_url)]
ClientAddress = Annotated[str, Depends(_client_address)]


def _calendar_response(content: bytes) -> Response:
    """The file name contains no personal data."""
    headers = {"Content-Disposition": 'attachment; filename="werkwinkel.ics"', "Cache-Control": "no-store"}
    return Response(content, media_type="text/calendar; charset=utf-8", headers=headers)


@router.get("/journeys/{key}/steps/{step}/calendar")
def step_file(key: str, step: str, db: Db, actor: CanFollow, now: Now, root: BaseUrl) -> Any:
    journey = or_404(journeys.journey_for(db, actor, key))
    this = or_404(next((one for one in journeys.planned_steps(db, journey) if one.key == step), None))
    log_journey_read(db, journey, actor, now, what="calendar")
    return _calendar_response(calendar_file.build_calendar([(journey, this)], root=root, at=now))


def _render(page: Any, db: Session, actor: Actor, address: str = "") -> Any:
    """`address`: the new link, which is shown only once."""
    return page("guidance/calendars/calendar.html", block="calendar", feed=queries.own_feed(db, actor), address=address)


@router.get("/calendar")
def show(page: Page, db: Db, actor: CanFollow) -> Any:
    return _render(page, db, actor)


@router.post("/calendar")
def make_link(page: Page, db: Db, actor: CanFollow, now: Now, root: BaseUrl) -> Any:
    return _render(page, db, actor, f"{root}calendar/{actions.make_link(db, by=actor, at=now)}.ics")


@router.post("/calendar/withdrawal")
def withdraw(db: Db, actor: CanFollow, now: Now) -> Any:
    actions.withdraw_link(db, by=actor, at=now)
    return redirect("/calendar")


@router.get("/calendar/{token}.ics")
def feed(token: str, db: Db, now: Now, root: BaseUrl, address: ClientAddress) -> Any:
    """The feed, fetched by a calendar program without signing in: the link is the key. It names no person."""
    network = network_of(address)
    if UNKNOWN_LINKS.is_used_up(db, network, at=now):
        raise HTTPException(429)
    actor = queries.feed_owner(db, token, address)
    if actor is None:
        UNKNOWN_LINKS.hit(db, network, at=now)
        raise HTTPException(404)
    audit_log.log_read(db, by=actor, at=now, subject="calendar_feed", basis="private link", what="own steps")
    language.set(actor.language)
    return _calendar_response(
        calendar_file.build_calendar(queries.feed_steps(db, actor, local_day(now)), root=root, at=now)
    )
