"""Server-sent events for pages that refresh when their shop changes (decision 13)."""

import time
from datetime import datetime, timedelta

from fastapi import Request
from sqlmodel import Session
from starlette.responses import Response

from app.accounts.current_user import Actor
from app.accounts.permissions import Permission, may
from app.accounts.session_cookie import session_token
from app.accounts.sessions import actor_by_token
from app.core import change_counter
from app.web.event_stream import EventStreams


def stream_shop_events(request: Request, db: Session, actor: Actor, at: datetime, permission: Permission) -> Response:
    """Streams an event for each change in the shop, while the actor is signed in there and has the permission."""
    live: EventStreams = request.app.state.live
    token, began = session_token(request) or "", time.monotonic()

    def still() -> bool:
        now = at + timedelta(seconds=time.monotonic() - began)
        with Session(live.engine().execution_options(reading=True)) as fresh:
            reader = actor_by_token(fresh, token, at=now)
        return reader is not None and reader.shop_id == actor.shop_id and may(reader, permission)

    return live.stream(actor.shop_id, change_counter.revision(db, actor.shop_id), still)
