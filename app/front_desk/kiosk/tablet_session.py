"""A tablet's cookies: the secret that makes it a tablet, and the turn of the current visitor."""

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

START = "/check-in"  # the start screen
COOKIE_LIFETIME = timedelta(days=400)  # the longest browsers allow; renewed at every start screen
# Cookie names: over TLS, and without TLS on a loopback address only (TRUST 5).
TABLET_COOKIE = ("__Host-werkwinkel-tablet", "werkwinkel-tablet")
TURN_COOKIE = ("__Host-werkwinkel-turn", "werkwinkel-turn")


class NoTablet(Exception):
    """This browser is not, or no longer, a tablet. Answered with the pairing page."""


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
    """Stores the secret that makes this browser the tablet."""
    _set_cookie(request, answer, TABLET_COOKIE, token, COOKIE_LIFETIME)


def turn_of(request: Request) -> str:
    """The current turn: the idempotency key under which the visitor at the screen will check in."""
    return _cookie(request, TURN_COOKIE) or ""


def next_turn() -> str:
    return new_intention()


def begin_turn(request: Request, answer: Response, turn: str) -> None:
    """Begins a turn, which invalidates every screen of the previous one.

    This includes the Back button: those URLs name another turn, and browsers drop cached pages when a cookie changes.
    """
    _set_cookie(request, answer, TURN_COOKIE, turn)


def tablet_of(request: Request, db: Session) -> Tablet | None:
    token = token_of(request)
    return tablet_by_token(db, token) if token else None


async def current_tablet(request: Request, db: Db, now: Now) -> TabletActor:
    """The actor for the tablet that sent this request. Raises NoTablet."""
    tablet = tablet_of(request, db)
    if tablet is None:
        raise NoTablet
    by = TabletActor(tablet, request.client.host if request.client else "")
    set_actor(db, by, now)
    return by


async def current_turn(request: Request, turn: str, by: Annotated[TabletActor, Depends(current_tablet)]) -> TabletActor:
    """The tablet, if the URL is of its current turn. Raises NoTablet for one of an earlier turn."""
    if turn != turn_of(request):
        raise NoTablet
    return by


CurrentTablet = Annotated[TabletActor, Depends(current_tablet)]
CurrentTurn = Annotated[TabletActor, Depends(current_turn)]
