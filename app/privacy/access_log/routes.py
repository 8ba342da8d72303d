"""The access log, first page of the privacy officer: who viewed or changed what, when, and on what grounds."""

from datetime import datetime
from typing import Any

from fastapi import APIRouter
from sqlmodel import Session

from app.accounts.current_user import Actor
from app.accounts.guards import CanReadAuditLog
from app.accounts.queries import workers_of_shop
from app.audit import audit_log
from app.audit.models import AuditKind
from app.core.clock import Now
from app.core.database import Db
from app.core.text_rules import N_
from app.privacy.access_log import labels, queries
from app.privacy.access_log.forms import LogFilter
from app.web.forms import Submission, Submitted
from app.web.pages import Page

router = APIRouter()

KIND_LABELS = {
    AuditKind.READ: N_("Viewed"),
    AuditKind.SEARCH: N_("Searched"),
    AuditKind.CHANGE: N_("Changed"),
    AuditKind.EXPORT: N_("Exported"),
    AuditKind.PRINT: N_("Printed"),
    AuditKind.SIGN_IN: N_("Signed in or out"),
    AuditKind.REFUSAL: N_("Refused"),
}


@router.get("/record")
def index(page: Page, db: Db, actor: CanReadAuditLog, now: Now) -> Any:
    return _render_lines(page, db, actor, now, Submission(LogFilter, {}))


# The search is a POST, so that no name appears in a URL (TRUST 15).
@router.post("/record")
def search(page: Page, db: Db, actor: CanReadAuditLog, now: Now, form: Submitted[LogFilter]) -> Any:
    return _render_lines(page, db, actor, now, form)


def _render_lines(page: Any, db: Session, actor: Actor, now: datetime, form: Submission[LogFilter]) -> Any:
    wanted = LogFilter() if form.errors else form.data
    found, has_older = queries.log_lines(db, actor, wanted)
    audit_log.log_read(db, by=actor, at=now, subject="audit_entry", basis="privacy officer", what=f"page {wanted.page}")
    return page(
        "privacy/access_log/access_log.html",
        block="lines",
        form=form,
        lines=found,
        kinds=KIND_LABELS,
        number=wanted.page,
        workers=workers_of_shop(db, actor),
        has_older=has_older,
        words=labels,
    )
