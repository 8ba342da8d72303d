"""The history of one handover on a page of its own, as it goes on paper with a complaint."""

from typing import Any

from fastapi import APIRouter

from app.accounts.guards import Follower
from app.audit import audit_log
from app.audit.models import Kind
from app.core.clock import Now, local_day
from app.core.database import Db
from app.handovers.disclosure.queries import basis_of, handover_view
from app.handovers.lifecycle import labels, queries
from app.handovers.offers import retries
from app.handovers.pages.history_views import events
from app.web.pages import Page, found

router = APIRouter()


@router.get("/handovers/{key}/history")
def history(key: str, page: Page, db: Db, actor: Follower, now: Now) -> Any:
    handover = found(queries.handover_for(db, actor, key))
    view = handover_view(db, actor, handover, now)
    audit_log.look(
        db,
        by=actor,
        at=now,
        subject="handover",
        subject_id=handover.id,
        basis=basis_of(view, actor),
        kind=Kind.PRINT,
        what="history",
        persons=[handover.person_id],
    )
    return page(
        "handovers/pages/history.html",
        block="history",
        view=view,
        handover=handover,
        events=events(db, view, actor),
        before=retries.tries_before(db, actor, handover),
        after=retries.tries_after(db, actor, handover),
        beside=retries.transfers_beside(db, actor, handover) if view.open else [],
        words=labels,
        today=local_day(now),
        actor=actor,
    )
