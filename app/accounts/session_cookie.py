"""The cookie of a session, and the actor of a request."""

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
    """Nobody is signed in: the answer is the way to the sign-in page."""


def set_cookie(request: Request, response: Response, token: str) -> None:
    """The cookie that only our own server, over TLS, gets back; on http://localhost without TLS (TRUST 5)."""
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
    """What the cookie holds. The plain name counts only on this very machine."""
    if request.url.scheme == "https":
        return request.cookies.get(SECURE_COOKIE)
    return request.cookies.get(LOCAL_COOKIE) if is_loopback(request) else None


async def current_actor(request: Request, db: Db, now: Now) -> Actor:
    """Who sent this request. Raises NotSignedIn."""
    token = session_token(request)
    address = request.client.host if request.client else ""
    actor = actor_by_token(db, token, at=now, address=address) if token else None
    if actor is None:
        raise NotSignedIn
    set_actor(db, actor, now)
    request.state.db, request.state.actor, request.state.now = db, actor, now
    return actor


CurrentActor = Annotated[Actor, Depends(current_actor)]
