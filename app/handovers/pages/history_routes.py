"""The history of one handover on its own page, also for printing."""

from typing import Any

from fastapi import APIRouter

from app.accounts.guards import CanFollow
from app.audit import audit_log
from app.audit.models import AuditKind
from app.core.clock import Now, local_day
from app.core.database import Db
from app.handovers.disclosure.queries import audit_basis, handover_view
from app.handovers.lifecycle import labels, queries
from app.handovers.offers import retries
from app.handovers.pages.history_views import history_events
from app.web.pages import Page, or_404

router = APIRouter()


@router.get("/handovers/{key}/history")
def history(key: str, page: Page, db: Db, actor: CanFollow, now: Now) -> Any:
    handover = or_404(queries.handover_for(db, actor, key))
    view = handover_view(db, actor, handover, now)
    audit_log.log_read(
        db,
        by=actor,
        at=now,
        subject="handover",
        subject_id=handover.id,
        basis=audit_basis(view, actor),
        kind=AuditKind.PRINT,
        what="history",
        persons=[handover.person_id],
    )
    return page(
        "handovers/pages/history.html",
        block="history",
        view=view,
        handover=handover,
        events=history_events(db, view, actor),
        previous_attempts=retries.previous_attempts(db, actor, handover),
        later_attempts=retries.later_attempts(db, actor, handover),
        parallel_transfers=retries.parallel_transfers(db, actor, handover) if view.open else [],
        words=labels,
        today=local_day(now),
        actor=actor,
    )
