"""The board of visitors who wait or are in conversation, and the event stream that keeps it live."""

from datetime import datetime
from typing import Any

from fastapi import APIRouter, Request
from sqlmodel import Session
from starlette.responses import Response

from app.accounts.current_user import Actor
from app.accounts.guards import CanRunFrontDesk
from app.accounts.permissions import Permission, may
from app.accounts.shop_events import stream_shop_events
from app.audit import audit_log
from app.audit.queries import persons_read_today
from app.core import change_counter
from app.core.clock import Now
from app.core.database import Db, reads_only
from app.front_desk.visits import queries
from app.front_desk.visits.rules import LONG_WAIT_MINUTES
from app.front_desk.visits.staff_present_queries import staff_present
from app.guidance.journeys.history_queries import last_responsible_workers
from app.handovers.lifecycle.queries import introductions_today
from app.shop.partners import queries as partners
from app.web.event_stream import HEARTBEAT
from app.web.pages import Page, redirect
from app.web.request_threads import streaming

router = APIRouter()
BASIS, BOARD = "door", "board"


def board_context(db: Session, actor: Actor, at: datetime) -> dict[str, Any]:
    """Template context of the block "board", for the page and its refresh."""
    revision = change_counter.revision(db, actor.shop_id)  # read before the board, so a later change is not missed
    board, staff = queries.board(db, actor.shop_id, at), staff_present(db, actor, at)
    stories = may(actor, Permission.READ_STORIES)
    return {
        "board": board,
        "revision": revision,
        "actor": actor,
        "now": at,
        "long_wait": LONG_WAIT_MINUTES,
        "heartbeat": HEARTBEAT,
        "stories": stories,
        "staff": staff,
        "present": staff.present,
        "knew": last_responsible_workers(db, [v.person_id for v in board.waiting if v.person_id]) if stories else {},
        "meetings": introductions_today(db, actor, [v.person_id for v in board.talking if v.person_id], at),
        "organisations": [partner.organisation for partner in partners.active_partners(db, actor.shop_id)],
    }


def log_board_read(db: Session, actor: Actor, at: datetime, persons: list[int]) -> None:
    if persons:
        audit_log.log_read(db, by=actor, at=at, subject="visit", basis=BASIS, persons=persons, what=BOARD)


@router.get("/door/board")
@reads_only
def refresh_board(page: Page, db: Db, actor: CanRunFrontDesk, now: Now) -> Any:
    """Refreshes the board, if this worker's reading of all its persons is in the audit log already.

    Otherwise redirects to the route that writes the log. A request for a whole page goes to the front desk.
    """
    if not page.is_partial:
        return redirect("/door")
    context = board_context(db, actor, now)
    persons = context["board"].persons
    if set(persons) - persons_read_today(db, actor, now, what=BOARD, persons=persons):
        return redirect("/door/board/arrivals")  # a read-only session cannot write the audit log
    return page("screens/front_desk/front_desk.html", block="refresh", **context)


@router.get("/door/board/arrivals")
def refresh_with_arrivals(page: Page, db: Db, actor: CanRunFrontDesk, now: Now) -> Any:
    """Refreshes the board and logs the persons this worker had not seen on it today."""
    if not page.is_partial:
        return redirect("/door")
    context = board_context(db, actor, now)
    known = persons_read_today(db, actor, now, what=BOARD, persons=context["board"].persons)
    log_board_read(db, actor, now, [number for number in context["board"].persons if number not in known])
    return page("screens/front_desk/front_desk.html", block="refresh", **context)


@router.get("/door/events")
@reads_only
@streaming
def events(request: Request, db: Db, actor: CanRunFrontDesk, now: Now) -> Response:
    """Event stream of changes to the board, while the worker stays signed in with this permission."""
    return stream_shop_events(request, db, actor, now, Permission.RUN_FRONT_DESK)
