"""The cookies of a tablet: what makes it a tablet of the shop, and whose turn it is on it."""

from datetime import timedelta
from typing import Annotated

from fastapi import Depends, Request
from sqlmodel import Session
from starlette.responses import Response

from app.audit.audit_log import acting
from app.core.clock import Now
from app.core.database import Db
from app.core.idempotency import new_intention
from app.front_desk.kiosk.models import Tablet
from app.front_desk.kiosk.tablet_actor import AtTablet
from app.front_desk.kiosk.tablet_queries import tablet_with
from app.web.security import is_loopback

START = "/check-in"  # the screen a tablet begins with
KEEPS = timedelta(days=400)  # as long as browsers keep any cookie; every start of the screen begins it anew
# What is kept, with its name over TLS and, on this very machine only, without (TRUST 5).
TABLET = ("__Host-werkwinkel-tablet", "werkwinkel-tablet")
TURN = ("__Host-werkwinkel-turn", "werkwinkel-turn")


class NoTablet(Exception):
    """This browser is no tablet of a shop, or not any more: the answer is the page that says how it becomes one."""


def _kept(request: Request, names: tuple[str, str]) -> str | None:
    secure, plain = names
    if request.url.scheme == "https":
        return request.cookies.get(secure)
    return request.cookies.get(plain) if is_loopback(request) else None


def _keep(request: Request, answer: Response, names: tuple[str, str], value: str, age: timedelta | None = None) -> None:
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
    return _kept(request, TABLET)


def remember(request: Request, answer: Response, token: str) -> None:
    """This browser is the tablet, until it is withdrawn."""
    _keep(request, answer, TABLET, token, KEEPS)


def turn_of(request: Request) -> str:
    """Whose turn it is: the intention under which the visitor at the screen will check in."""
    return _kept(request, TURN) or ""


def next_turn() -> str:
    return new_intention()


def begin_turn(request: Request, answer: Response, turn: str) -> None:
    """Somebody begins. Every page of the one before is over with it, also behind the Back button: those name another
    turn, and a browser that kept one of them whole drops it because this cookie changes."""
    _keep(request, answer, TURN, turn)


def tablet_of(request: Request, db: Session) -> Tablet | None:
    token = token_of(request)
    return tablet_with(db, token) if token else None


async def current_tablet(request: Request, db: Db, now: Now) -> AtTablet:
    """The tablet that sent this request. Raises NoTablet."""
    tablet = tablet_of(request, db)
    if tablet is None:
        raise NoTablet
    by = AtTablet(tablet, request.client.host if request.client else "")
    acting(db, by, now)
    return by


async def at_own_turn(request: Request, turn: str, by: Annotated[AtTablet, Depends(current_tablet)]) -> AtTablet:
    """The tablet, at a page of the visitor who is at it now. Raises NoTablet for the page of an earlier one."""
    if turn != turn_of(request):
        raise NoTablet
    return by


OfTablet = Annotated[AtTablet, Depends(current_tablet)]
OwnTurn = Annotated[AtTablet, Depends(at_own_turn)]
