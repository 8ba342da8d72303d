"""How an offer stands that goes by mail, for who sent it: mailed where, opened when; once more, or no more."""

from typing import Any

from fastapi import APIRouter

from app.accounts.guards import Follower, Sender
from app.audit import record
from app.core import intentions
from app.core.clock import Now, local_day
from app.core.database import Db
from app.handovers import queries as handovers
from app.offer_links import actions, queries, rules, words
from app.offer_links.forms import Renewing
from app.post import outbox
from app.web.forms import Submitted
from app.web.pages import Page, found, see

router = APIRouter(prefix="/handovers/{key}/link")


@router.get("")
def show(key: str, page: Page, db: Db, actor: Follower, now: Now) -> Any:
    handover = found(handovers.handover_for(db, actor, key))
    view = found(queries.sent_by_us(db, actor, handover, now))
    state = found(queries.link_state(db, handover, now))
    record.look(
        db, by=actor, at=now, subject="handover", subject_id=handover.id, basis="who sent the handover",
        what="its link", persons=[handover.person_id],
    )  # fmt: skip
    return page(
        "offer_links/state.html", block="link", handover=handover, view=view, facts=view.facts, state=state,
        actor=actor, rules=rules, words=words, today=local_day(now), able=handovers.colleagues(db, handover),
        mail=outbox.is_on(),
    )  # fmt: skip


@router.post("")
def mail_again(key: str, db: Db, actor: Sender, now: Now, form: Submitted[Renewing]) -> Any:
    handover = found(handovers.handover_for(db, actor, key))
    found(queries.sent_by_us(db, actor, handover, now))
    intention = form.data.intention if not form.errors else ""
    if intentions.begin(db, intention, worker_id=actor.worker_id, at=now) is not None:
        actions.mail_again(db, handover, by=actor, at=now)
    return see(f"/handovers/{key}/link")


@router.post("/withdrawal")
def withdraw(key: str, db: Db, actor: Sender, now: Now) -> Any:
    handover = found(handovers.handover_for(db, actor, key))
    found(queries.sent_by_us(db, actor, handover, now))
    actions.withdraw(db, handover, by=actor, at=now)
    return see(f"/handovers/{key}/link")
