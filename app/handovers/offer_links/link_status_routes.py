"""The sender's page about the links to an offer: mailed where, opened when; mail again or withdraw."""

from typing import Any

from fastapi import APIRouter

from app.accounts.guards import CanFollow, CanHandOver
from app.audit import audit_log
from app.core import idempotency
from app.core.clock import Now, local_day
from app.core.database import Db
from app.handovers.lifecycle import queries as handovers
from app.handovers.offer_links import actions, labels, queries, rules
from app.handovers.offer_links.forms import RenewLinkForm
from app.messages.mail_outbox import actions as mail_outbox_actions
from app.web.forms import Submitted
from app.web.pages import Page, or_404, redirect

router = APIRouter(prefix="/handovers/{key}/link")


@router.get("")
def show(key: str, page: Page, db: Db, actor: CanFollow, now: Now) -> Any:
    handover = or_404(handovers.handover_for(db, actor, key))
    view = or_404(queries.sender_view(db, actor, handover, now))
    state = or_404(queries.link_status(db, handover, now))
    audit_log.log_read(
        db,
        by=actor,
        at=now,
        subject="handover",
        subject_id=handover.id,
        basis="who sent the handover",
        what="its link",
        persons=[handover.person_id],
    )
    return page(
        "handovers/offer_links/link_status.html",
        block="link",
        handover=handover,
        view=view,
        facts=view.facts,
        state=state,
        actor=actor,
        rules=rules,
        words=labels,
        today=local_day(now),
        able=handovers.receiver_workers(db, handover),
        mail=mail_outbox_actions.is_enabled(),
    )


@router.post("")
def mail_link(key: str, db: Db, actor: CanHandOver, now: Now, form: Submitted[RenewLinkForm]) -> Any:
    handover = or_404(handovers.handover_for(db, actor, key))
    or_404(queries.sender_view(db, actor, handover, now))
    intention = form.data.intention if not form.errors else ""
    if idempotency.begin(db, intention, worker_id=actor.worker_id, at=now) is not None:
        actions.mail_link(db, handover, by=actor, at=now)
    return redirect(f"/handovers/{key}/link")


@router.post("/withdrawal")
def withdraw_link(key: str, db: Db, actor: CanHandOver, now: Now) -> Any:
    handover = or_404(handovers.handover_for(db, actor, key))
    or_404(queries.sender_view(db, actor, handover, now))
    actions.withdraw_link(db, handover, by=actor, at=now)
    return redirect(f"/handovers/{key}/link")
