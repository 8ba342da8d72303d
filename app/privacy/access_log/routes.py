"""The first screen of the privacy officer: who looked at whom, when, and why they could."""

from datetime import datetime
from typing import Any

from fastapi import APIRouter
from sqlmodel import Session

from app.accounts.current_user import Actor
from app.accounts.guards import RecordReader
from app.accounts.queries import workers_here
from app.audit import audit_log
from app.audit.models import Kind
from app.core.clock import Now
from app.core.database import Db
from app.core.text_rules import N_
from app.privacy.access_log import labels, queries
from app.privacy.access_log.forms import Wanted
from app.web.forms import Submission, Submitted
from app.web.pages import Page

router = APIRouter()

KINDS = {
    Kind.LOOK: N_("Looked"),
    Kind.SEARCH: N_("Searched"),
    Kind.CHANGE: N_("Changed"),
    Kind.EXPORT: N_("Exported"),
    Kind.PRINT: N_("Printed"),
    Kind.SIGN_IN: N_("Signed in or out"),
    Kind.REFUSAL: N_("Was refused"),
}


@router.get("/record")
def index(page: Page, db: Db, actor: RecordReader, now: Now) -> Any:
    return _lines(page, db, actor, now, Submission(Wanted, {}))


# A search by name is sent as a form, so no name ever stands in an address (TRUST 15).
@router.post("/record")
def search(page: Page, db: Db, actor: RecordReader, now: Now, form: Submitted[Wanted]) -> Any:
    return _lines(page, db, actor, now, form)


def _lines(page: Any, db: Session, actor: Actor, now: datetime, form: Submission[Wanted]) -> Any:
    wanted = Wanted() if form.errors else form.data
    found, has_older = queries.lines(db, actor, wanted)
    audit_log.look(db, by=actor, at=now, subject="audit_entry", basis="privacy officer", what=f"page {wanted.page}")
    return page(
        "privacy/access_log/access_log.html",
        block="lines",
        form=form,
        lines=found,
        kinds=KINDS,
        number=wanted.page,
        workers=workers_here(db, actor),
        has_older=has_older,
        words=labels,
    )
