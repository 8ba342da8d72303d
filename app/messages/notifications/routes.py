"""The list of notices, email preferences, and undeliverable emails for coordinators."""

from datetime import datetime
from typing import Any

from fastapi import APIRouter, Request
from sqlmodel import Session
from starlette.responses import Response

from app.accounts.current_user import Actor
from app.accounts.guards import CanCoordinate, CanFollow
from app.accounts.permissions import Permission, may
from app.accounts.queries import own_worker
from app.accounts.shop_events import stream_shop_events
from app.core import change_counter
from app.core.clock import Now, local_day
from app.core.database import Db, reads_only
from app.core.text_rules import N_, Key
from app.messages.mail_outbox import actions as mail_outbox_actions
from app.messages.notifications import actions, queries
from app.messages.notifications.forms import PreferencesForm
from app.messages.notifications.labels import SENTENCES
from app.messages.notifications.models import MailFrequency
from app.web.event_stream import HEARTBEAT
from app.web.forms import Submission, Submitted
from app.web.pages import Page, or_404, redirect
from app.web.request_threads import streaming
from app.web.security import same_origin_path

router = APIRouter()

ADDRESS_REQUIRED = N_("Enter an email address, or choose no email.")
FREQUENCY_LABELS = {
    MailFrequency.AT_ONCE: (N_("Right away"), N_("an email each time something happens")),
    MailFrequency.DAILY: (N_("Once a day"), N_("one email at the start of each working day")),
    MailFrequency.NONE: (N_("No email"), N_("only the list of notices")),
}


@router.get("/notices")
@reads_only
def index(page: Page, db: Db, actor: CanFollow, now: Now, before: Key = "") -> Any:
    number = change_counter.revision(db, actor.shop_id)  # read before the list, so that no change in between is missed
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
        dead=len(queries.undelivered_letters(db, actor)) if coordinates else 0,
    )


@router.get("/notices/events")
@reads_only
@streaming
def events(request: Request, db: Db, actor: CanFollow, now: Now) -> Response:
    """Server-sent events: something changed in the shop, so open lists refresh."""
    return stream_shop_events(request, db, actor, now, Permission.FOLLOW)


@router.post("/notices/{key}/opening")
def open_notice(key: str, db: Db, actor: CanFollow, now: Now) -> Any:
    """Marks the notice as seen and goes to its page."""
    notice = or_404(queries.notice(db, actor, key))
    actions.mark_seen(db, [notice], at=now)
    return redirect(same_origin_path(notice.about))


@router.post("/notices/seen")
def mark_all_seen(db: Db, actor: CanFollow, now: Now) -> Any:
    actions.mark_seen(db, queries.unseen_notices(db, actor), at=now)
    return redirect("/notices")


@router.get("/notices/choice")
def show_preferences(page: Page, db: Db, actor: CanFollow, done: str = "") -> Any:
    start = {"pace": queries.mail_frequency(db, actor.worker_id), "email": own_worker(db, actor).email}
    return _preferences_page(page, Submission(PreferencesForm, start=start), done == "1")


def _preferences_page(page: Any, form: Submission[PreferencesForm], done: bool = False) -> Any:
    return page(
        "messages/notifications/preferences.html",
        block="choice",
        form=form,
        paces=FREQUENCY_LABELS,
        done=done,
        has_mail=mail_outbox_actions.is_enabled(),
    )


@router.post("/notices/choice")
def save_preferences(page: Page, db: Db, actor: CanFollow, form: Submitted[PreferencesForm]) -> Any:
    if not form.errors and form.data.pace != MailFrequency.NONE and not form.data.email:
        form.wrong("email", ADDRESS_REQUIRED)
    if form.errors:
        return _preferences_page(page, form)
    actions.save_preferences(db, form.data.pace, form.data.email, by=actor)
    return redirect("/notices/choice?done=1")


@router.get("/undelivered")
def undelivered(page: Page, db: Db, actor: CanCoordinate, now: Now) -> Any:
    return _undelivered_page(page, db, actor, now)


def _undelivered_page(page: Any, db: Session, actor: Actor, now: datetime) -> Any:
    rows = queries.undelivered_letters(db, actor)
    return page(
        "messages/notifications/undelivered.html",
        block="letters",
        rows=rows,
        today=local_day(now),
        has_mail=mail_outbox_actions.is_enabled(),
    )


@router.post("/undelivered/{key}/retry")
def retry(key: str, db: Db, actor: CanCoordinate, now: Now) -> Any:
    actions.retry(db, or_404(queries.undelivered_letter(db, actor, key)), at=now)
    return redirect("/undelivered")


@router.post("/undelivered/{key}/release")
def dismiss(key: str, db: Db, actor: CanCoordinate) -> Any:
    actions.dismiss(db, or_404(queries.undelivered_letter(db, actor, key)))
    return redirect("/undelivered")
