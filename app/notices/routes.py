"""A worker's own notices, and how they want to be mailed of them."""

from typing import Any

from fastapi import APIRouter
from sqlmodel import Session

from app.accounts.actors import Actor
from app.accounts.models import Worker
from app.accounts.permissions import Follower, Permission, may
from app.core.clock import Now, local_day
from app.core.database import Db
from app.core.text import N_, REQUIRED, Key
from app.notices import actions, queries
from app.notices.forms import PaceForm
from app.notices.models import Pace
from app.notices.words import SENTENCES
from app.post import outbox
from app.web.forms import Submission, submitted
from app.web.pages import Page, found, see

router = APIRouter()

PACES = {
    Pace.AT_ONCE: N_("At once"),
    Pace.DAILY: N_("Once a day"),
    Pace.NONE: N_("No mail; I look here"),
}  # fmt: skip


def _list(page: Any, db: Session, actor: Actor, now: Any, form: Submission[PaceForm], before: str = "") -> Any:
    rows, older = queries.notices_of(db, actor, before=before)
    return page(
        "notices/index.html", block="notices", rows=rows, older=older, before=before, form=form, paces=PACES,
        sentences=SENTENCES, today=local_day(now), mail_is_on=outbox.is_on(),
        sees_post=may(actor, Permission.COORDINATE),
    )  # fmt: skip


def _start(db: Session, actor: Actor) -> Submission[PaceForm]:
    chosen = {"pace": queries.pace_of(db, actor).value, "email": db.get_one(Worker, actor.worker_id).email}
    return Submission(PaceForm, start=chosen)


@router.get("/notices")
def index(page: Page, db: Db, actor: Follower, now: Now, before: Key = "") -> Any:
    return _list(page, db, actor, now, _start(db, actor), before)


@router.post("/notices/choice")
def choose(page: Page, db: Db, actor: Follower, now: Now, form: submitted(PaceForm)) -> Any:  # type: ignore[valid-type]
    if not form.errors and form.data.pace != Pace.NONE and not form.data.email:
        form.wrong("email", REQUIRED)
    if form.errors:
        return _list(page, db, actor, now, form)
    actions.choose(db, pace=form.data.pace, email=form.data.email, by=actor)
    return see("/notices")


@router.post("/notices/seen")
def seen(db: Db, actor: Follower, now: Now) -> Any:
    actions.see_all(db, by=actor, at=now)
    return see("/notices")


@router.post("/notices/{key}")
def go(key: str, db: Db, actor: Follower, now: Now) -> Any:
    """Marks it seen, and leads to what it tells of."""
    notice = found(queries.notice_for(db, actor, key))
    actions.see(db, notice, at=now)
    return see(notice.about)
