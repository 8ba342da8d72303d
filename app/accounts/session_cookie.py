"""The session cookie, and the dependency that returns the actor of a request."""

from typing import Annotated

from fastapi import Depends, Request
from starlette.responses import Response

from app.accounts.current_user import Actor
from app.accounts.sessions import MAX_AGE, actor_by_token
from app.audit.audit_log import set_actor
from app.core.clock import Now
from app.core.database import Db
from app.web.security import is_loopback

SECURE_COOKIE, LOCAL_COOKIE = "__Host-werkwinkel", "werkwinkel"


class NotSignedIn(Exception):
    """Nobody is signed in. The error handler redirects to the sign-in page."""


def set_cookie(request: Request, response: Response, token: str) -> None:
    """Sets the `__Host-` cookie over TLS, and the plain one otherwise, as on http://localhost (TRUST 5)."""
    secure = request.url.scheme == "https"
    response.set_cookie(
        SECURE_COOKIE if secure else LOCAL_COOKIE,
        token,
        max_age=int(MAX_AGE.total_seconds()),
        path="/",
        secure=secure,
        httponly=True,
        samesite="lax",
    )


def clear_cookie(response: Response) -> None:
    response.delete_cookie(LOCAL_COOKIE, path="/", httponly=True, samesite="lax")
    response.delete_cookie(SECURE_COOKIE, path="/", secure=True, httponly=True, samesite="lax")


def session_token(request: Request) -> str | None:
    """The token in the session cookie. Without TLS, only the plain cookie counts, and only on a loopback address."""
    if request.url.scheme == "https":
        return request.cookies.get(SECURE_COOKIE)
    return request.cookies.get(LOCAL_COOKIE) if is_loopback(request) else None


async def current_actor(request: Request, db: Db, now: Now) -> Actor:
    """Returns the signed-in worker, or raises NotSignedIn.

    Makes the worker the actor of the database session, and puts both on `request.state` with the time.
    """
    token = session_token(request)
    address = request.client.host if request.client else ""
    actor = actor_by_token(db, token, at=now, address=address) if token else None
    if actor is None:
        raise NotSignedIn
    set_actor(db, actor, now)
    request.state.db, request.state.actor, request.state.now = db, actor, now
    return actor


CurrentActor = Annotated[Actor, Depends(current_actor)]
