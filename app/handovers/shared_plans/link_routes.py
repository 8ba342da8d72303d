"""Public page of a plan, for the visitor with its link and without signing in.

Shows the plan, asks one question, and links to nothing else. An expired, withdrawn or unknown link gets a page that
says whom to contact.
"""

from datetime import datetime, timedelta
from typing import Any

from fastapi import APIRouter, Request
from sqlmodel import Session
from starlette.responses import Response

from app.accounts.routes import ClientAddress
from app.audit import audit_log
from app.core.clock import Now
from app.core.database import Db
from app.core.rate_limits import RateLimit, network_of
from app.handovers.shared_plans import actions, queries
from app.handovers.shared_plans.bilingual_columns import plan_columns, render_column
from app.handovers.shared_plans.forms import PlanAnswerForm
from app.handovers.shared_plans.models import PlanLink
from app.handovers.shared_plans.plan_link_actor import PlanLinkActor
from app.handovers.shared_plans.plan_queries import Plan, coming_half_days
from app.web import i18n, visitor_languages
from app.web.forms import Submitted
from app.web.pages import Page, redirect

router = APIRouter()
# How often one network may try invalid links: enough for mistakes, too few for guessing. Valid links are never limited:
# 256-bit tokens cannot be guessed, and many visitors may share one address.
INVALID_LINK_LIMIT = RateLimit("plan links that do not work", 30, timedelta(hours=1))


def _open_plan(db: Session, token: str, address: str, at: datetime) -> tuple[PlanLinkActor, Plan, int] | None:
    """The actor, the plan, and the id of its person; None when the link is not valid."""
    link = queries.find_link(db, token)
    behind = queries.plan_of_link(db, link, at) if link else None
    if link is None or behind is None:
        return None
    by = PlanLinkActor(link, address)
    audit_log.set_actor(db, by, at)
    return by, *behind


def _invalid_link_page(request: Request, page: Any, db: Session, token: str, address: str, at: datetime) -> Response:
    """The page for an invalid link: the same for all, except the language and shop of one that once worked."""
    tired = not INVALID_LINK_LIMIT.hit(db, network_of(address), at=at)
    link: PlanLink | None = None if tired else queries.find_link(db, token)
    asked = i18n.preferred_language(request.headers.get("accept-language", ""), visitor_languages.LANGUAGES)
    language = link.language if link else asked
    shops = [(shop, coming_half_days(db, shop.id, at)) for shop in queries.shops_to_contact(db, link)]
    codes = dict.fromkeys((language, "nl", "en"))
    columns = [render_column("gone_column", code, shops=shops, level=1 + bool(n)) for n, code in enumerate(codes)]
    i18n.language.set(language)
    answer: Response = page(
        "handovers/shared_plans/visitor_page/gone.html",
        block="main",
        status=429 if tired else 404,
        lang=language,
        dir=visitor_languages.direction(language),
        columns=columns,
    )
    return answer


@router.get("/plan/{token}")
def show(token: str, request: Request, page: Page, db: Db, now: Now, address: ClientAddress) -> Any:
    opened = _open_plan(db, token, address, now)
    if opened is None:
        return _invalid_link_page(request, page, db, token, address, now)
    by, plan, person_id = opened
    audit_log.log_read(
        db,
        by=by,
        at=now,
        subject="plan_link",
        subject_id=by.link.id,
        basis=by.basis,
        what="own plan",
        persons=[person_id],
    )
    language, today = by.link.language, queries.answers_on(db, by.link, now)
    i18n.language.set(language)
    return page(
        "handovers/shared_plans/visitor_page/open.html",
        block="main",
        lang=language,
        dir=visitor_languages.direction(language),
        token=token,
        columns=plan_columns(plan, language, level=1),
        until=by.link.until,
        last_answer=today[-1].spoken if today else None,
    )


@router.post("/plan/{token}/answer")
def answer(
    token: str, request: Request, page: Page, db: Db, now: Now, address: ClientAddress, form: Submitted[PlanAnswerForm]
) -> Any:
    opened = _open_plan(db, token, address, now)
    if opened is None:
        return _invalid_link_page(request, page, db, token, address, now)
    by = opened[0]
    if not form.errors:
        actions.record_answer(db, by.link, spoken=form.data.spoken == "yes", by=by, at=now)
    return redirect(f"/plan/{token}#question")
