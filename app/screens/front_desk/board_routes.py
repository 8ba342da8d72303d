"""The board of the shop: who waits, who is in conversation, who meets a partner; and the events that keep it live."""

from datetime import datetime
from typing import Any

from fastapi import APIRouter, Request
from sqlmodel import Session
from starlette.responses import Response

from app.accounts.current_user import Actor
from app.accounts.guards import Doorkeeper
from app.accounts.permissions import Permission, may
from app.accounts.shop_events import follow
from app.audit import audit_log
from app.audit.queries import looked_at
from app.core import change_counter
from app.core.clock import Now
from app.core.database import Db, reads_only
from app.front_desk.visits import queries
from app.front_desk.visits.rules import LONG_WAIT
from app.front_desk.visits.staff_present import crew
from app.guidance.journeys.history_queries import knew_last
from app.handovers.lifecycle.queries import introductions_today
from app.shop.partners import queries as partners
from app.web.event_stream import HEARTBEAT
from app.web.pages import Page, see
from app.web.request_threads import stays_open

router = APIRouter()
BASIS, BOARD = "door", "board"


def board_of(db: Session, actor: Actor, at: datetime) -> dict[str, Any]:
    """The context of the block "board": needed by the page and by its refresh."""
    number = change_counter.number(db, actor.shop_id)  # before the board itself, see there
    shown, here = queries.board(db, actor.shop_id, at), crew(db, actor, at)
    stories = may(actor, Permission.READ_STORIES)
    return {
        "board": shown,
        "pulse": number,
        "actor": actor,
        "now": at,
        "long_wait": LONG_WAIT,
        "heartbeat": HEARTBEAT,
        "stories": stories,
        "crew": here,
        "present": here.present,
        "knew": knew_last(db, [v.person_id for v in shown.waiting if v.person_id]) if stories else {},
        "meetings": introductions_today(db, actor, [v.person_id for v in shown.talking if v.person_id], at),
        "organisations": [partner.organisation for partner in partners.partners(db, actor.shop_id)],
    }


def look_at_board(db: Session, actor: Actor, at: datetime, persons: list[int]) -> None:
    if persons:
        audit_log.look(db, by=actor, at=at, subject="visit", basis=BASIS, persons=persons, what=BOARD)


@router.get("/door/board")
@reads_only
def board(page: Page, db: Db, actor: Doorkeeper, now: Now) -> Any:
    """The refresh of a board whose persons are on record already; a reader of the whole page goes to that page."""
    if not page.wants_block:
        return see("/door")
    context = board_of(db, actor, now)
    persons = context["board"].persons
    if set(persons) - looked_at(db, actor, now, what=BOARD, persons=persons):
        return see("/door/board/arrivals")  # what only reads can put nothing on record
    return page("screens/front_desk/front_desk.html", block="refresh", **context)


@router.get("/door/board/arrivals")
def arrivals(page: Page, db: Db, actor: Doorkeeper, now: Now) -> Any:
    """The refresh in which somebody appears whom this worker has not seen today: that look goes on record."""
    if not page.wants_block:
        return see("/door")
    context = board_of(db, actor, now)
    known = looked_at(db, actor, now, what=BOARD, persons=context["board"].persons)
    look_at_board(db, actor, now, [number for number in context["board"].persons if number not in known])
    return page("screens/front_desk/front_desk.html", block="refresh", **context)


@router.get("/door/events")
@reads_only
@stays_open
def events(request: Request, db: Db, actor: Doorkeeper, now: Now) -> Response:
    """Says that the board changed, for as long as the reader stays signed in and at the door of this shop."""
    return follow(request, db, actor, now, Permission.RUN_DOOR)
