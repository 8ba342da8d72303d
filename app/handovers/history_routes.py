"""The history of one handover on a page of its own, as it goes on paper with a complaint."""

from typing import Any

from fastapi import APIRouter

from app.accounts.guards import Follower
from app.audit import record
from app.audit.models import Kind
from app.core.clock import Now, local_day
from app.core.database import Db
from app.handovers import queries, retrying, words
from app.handovers.access import basis_of, handover_view
from app.handovers.history import events
from app.web.pages import Page, found

router = APIRouter()


@router.get("/handovers/{key}/history")
def history(key: str, page: Page, db: Db, actor: Follower, now: Now) -> Any:
    handover = found(queries.handover_for(db, actor, key))
    view = handover_view(db, actor, handover, now)
    record.look(
        db, by=actor, at=now, subject="handover", subject_id=handover.id, basis=basis_of(view, actor), kind=Kind.PRINT,
        what="history", persons=[handover.person_id],
    )  # fmt: skip
    return page(
        "handovers/history.html", block="history", view=view, handover=handover, events=events(db, view, actor),
        before=retrying.tries_before(db, actor, handover), after=retrying.tries_after(db, actor, handover),
        beside=retrying.transfers_beside(db, actor, handover) if view.open else [],
        words=words, today=local_day(now), actor=actor,
    )  # fmt: skip
