"""What I was told, how I want to be mailed, and for who coordinates: mail that did not arrive."""

from datetime import datetime
from typing import Any

from fastapi import APIRouter, Request
from sqlmodel import Session
from starlette.responses import Response

from app.accounts.current_user import Actor
from app.accounts.guards import Coordinator, Follower
from app.accounts.permissions import Permission, may
from app.accounts.queries import myself
from app.accounts.shop_events import follow
from app.core import change_counter
from app.core.clock import Now, local_day
from app.core.database import Db, reads_only
from app.core.text_rules import N_, Key
from app.messages.mail_outbox import actions as mail_outbox_actions
from app.messages.notifications import actions, queries
from app.messages.notifications.forms import Choosing
from app.messages.notifications.labels import SENTENCES
from app.messages.notifications.models import Pace
from app.web.event_stream import HEARTBEAT
from app.web.forms import Submission, Submitted
from app.web.pages import Page, found, see
from app.web.request_threads import stays_open
from app.web.security import own_path

router = APIRouter()

NO_ADDRESS = N_("Type where the mail goes, or choose no mail.")
PACES = {
    Pace.AT_ONCE: (N_("At once"), N_("a mail for each thing that happens")),
    Pace.DAILY: (N_("Once a day"), N_("one mail at the start of a working day")),
    Pace.NONE: (N_("No mail"), N_("only the list here")),
}


@router.get("/notices")
@reads_only
def index(page: Page, db: Db, actor: Follower, now: Now, before: Key = "") -> Any:
    number = change_counter.number(db, actor.shop_id)  # before the list itself, see there
    shown, older = queries.notices(db, actor, before)
    coordinates = may(actor, Permission.COORDINATE)
    return page(
        "messages/notifications/index.html",
        block="notices",
        notices=shown,
        older=older,
        before=before,
        sentences=SENTENCES,
        unseen=queries.unseen_count(db, actor, now),
        today=local_day(now),
        pulse=number,
        heartbeat=HEARTBEAT,
        coordinates=coordinates,
        dead=len(queries.undelivered(db, actor)) if coordinates else 0,
    )


@router.get("/notices/events")
@reads_only
@stays_open
def events(request: Request, db: Db, actor: Follower, now: Now) -> Response:
    """Says that something changed in the shop, for lists that follow it."""
    return follow(request, db, actor, now, Permission.FOLLOW)


@router.post("/notices/{key}/opening")
def open_one(key: str, db: Db, actor: Follower, now: Now) -> Any:
    """Looked at: on to what it is about."""
    notice = found(queries.notice(db, actor, key))
    actions.see(db, [notice], at=now)
    return see(own_path(notice.about))


@router.post("/notices/seen")
def see_all(db: Db, actor: Follower, now: Now) -> Any:
    actions.see(db, queries.all_unseen(db, actor), at=now)
    return see("/notices")


@router.get("/notices/choice")
def show_choice(page: Page, db: Db, actor: Follower, done: str = "") -> Any:
    start = {"pace": queries.pace(db, actor.worker_id), "email": myself(db, actor).email}
    return _choice(page, Submission(Choosing, start=start), done == "1")


def _choice(page: Any, form: Submission[Choosing], done: bool = False) -> Any:
    return page(
        "messages/notifications/preferences.html",
        block="choice",
        form=form,
        paces=PACES,
        done=done,
        has_mail=mail_outbox_actions.is_on(),
    )


@router.post("/notices/choice")
def choose(page: Page, db: Db, actor: Follower, form: Submitted[Choosing]) -> Any:
    if not form.errors and form.data.pace != Pace.NONE and not form.data.email:
        form.wrong("email", NO_ADDRESS)
    if form.errors:
        return _choice(page, form)
    actions.choose(db, form.data.pace, form.data.email, by=actor)
    return see("/notices/choice?done=1")


@router.get("/undelivered")
def undelivered(page: Page, db: Db, actor: Coordinator, now: Now) -> Any:
    return _undelivered(page, db, actor, now)


def _undelivered(page: Any, db: Session, actor: Actor, now: datetime) -> Any:
    rows = queries.undelivered(db, actor)
    return page(
        "messages/notifications/undelivered.html",
        block="letters",
        rows=rows,
        today=local_day(now),
        has_mail=mail_outbox_actions.is_on(),
    )


@router.post("/undelivered/{key}/retry")
def retry(key: str, db: Db, actor: Coordinator, now: Now) -> Any:
    actions.try_again(db, found(queries.dead_letter(db, actor, key)), at=now)
    return see("/undelivered")


@router.post("/undelivered/{key}/release")
def release(key: str, db: Db, actor: Coordinator) -> Any:
    actions.let_go(db, found(queries.dead_letter(db, actor, key)))
    return see("/undelivered")
