"""The cookies of a tablet: what makes it a tablet of the shop, and whose turn it is on it."""

from datetime import timedelta
from typing import Annotated

from fastapi import Depends, Request
from sqlmodel import Session
from starlette.responses import Response

from app.audit.audit_log import set_actor
from app.core.clock import Now
from app.core.database import Db
from app.core.idempotency import new_intention
from app.front_desk.kiosk.models import Tablet
from app.front_desk.kiosk.tablet_actor import TabletActor
from app.front_desk.kiosk.tablet_queries import tablet_by_token
from app.web.security import is_loopback

START = "/check-in"  # the screen a tablet begins with
COOKIE_LIFETIME = timedelta(days=400)  # as long as browsers keep any cookie; every start of the screen begins it anew
# What is kept, with its name over TLS and, on this very machine only, without (TRUST 5).
TABLET_COOKIE = ("__Host-werkwinkel-tablet", "werkwinkel-tablet")
TURN_COOKIE = ("__Host-werkwinkel-turn", "werkwinkel-turn")


class NoTablet(Exception):
    """This browser is no tablet of a shop, or not any more: the answer is the page that says how it becomes one."""


def _cookie(request: Request, names: tuple[str, str]) -> str | None:
    secure, plain = names
    if request.url.scheme == "https":
        return request.cookies.get(secure)
    return request.cookies.get(plain) if is_loopback(request) else None


def _set_cookie(
    request: Request, answer: Response, names: tuple[str, str], value: str, age: timedelta | None = None
) -> None:
    secure = request.url.scheme == "https"
    answer.set_cookie(
        names[0 if secure else 1],
        value,
        max_age=int(age.total_seconds()) if age else None,
        path="/",
        secure=secure,
        httponly=True,
        samesite="strict",
    )


def token_of(request: Request) -> str | None:
    return _cookie(request, TABLET_COOKIE)


def set_tablet_cookie(request: Request, answer: Response, token: str) -> None:
    """This browser is the tablet, until it is withdrawn."""
    _set_cookie(request, answer, TABLET_COOKIE, token, COOKIE_LIFETIME)


def turn_of(request: Request) -> str:
    """Whose turn it is: the intention under which the visitor at the screen will check in."""
    return _cookie(request, TURN_COOKIE) or ""


def next_turn() -> str:
    return new_intention()


def begin_turn(request: Request, answer: Response, turn: str) -> None:
    """Somebody begins. Every page of the one before is over with it, also behind the Back button: those name another
    turn, and a browser that kept one of them whole drops it because this cookie changes."""
    _set_cookie(request, answer, TURN_COOKIE, turn)


def tablet_of(request: Request, db: Session) -> Tablet | None:
    token = token_of(request)
    return tablet_by_token(db, token) if token else None


async def current_tablet(request: Request, db: Db, now: Now) -> TabletActor:
    """The tablet that sent this request. Raises NoTablet."""
    tablet = tablet_of(request, db)
    if tablet is None:
        raise NoTablet
    by = TabletActor(tablet, request.client.host if request.client else "")
    set_actor(db, by, now)
    return by


async def current_turn(request: Request, turn: str, by: Annotated[TabletActor, Depends(current_tablet)]) -> TabletActor:
    """The tablet, at a page of the visitor who is at it now. Raises NoTablet for the page of an earlier one."""
    if turn != turn_of(request):
        raise NoTablet
    return by


CurrentTablet = Annotated[TabletActor, Depends(current_tablet)]
CurrentTurn = Annotated[TabletActor, Depends(current_turn)]
