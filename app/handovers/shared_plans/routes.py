"""The plan as a worker gives it: to print, or by a link; and what came back through a link."""

from datetime import datetime
from typing import Any

import segno
from fastapi import APIRouter, Request
from markupsafe import Markup
from sqlmodel import Session

from app.accounts.current_user import Actor
from app.accounts.guards import CanFollow
from app.audit import audit_log
from app.core import idempotency
from app.core.clock import Now
from app.core.database import Db
from app.core.text_rules import N_, Key
from app.handovers.disclosure.language_queries import language_of
from app.handovers.disclosure.queries import PersonView
from app.handovers.shared_plans import actions, queries, rules
from app.handovers.shared_plans.bilingual_columns import plan_columns, with_dutch
from app.handovers.shared_plans.forms import PlanLinkForm
from app.handovers.shared_plans.models import PlanLink
from app.handovers.shared_plans.plan_queries import plan_of
from app.web import visitor_languages
from app.web.forms import Submission, Submitted
from app.web.pages import Page, or_404, redirect

router = APIRouter()
PERIODS = {"1": N_("1 week"), "4": N_("4 weeks"), "8": N_("8 weeks")}


def link_address(request: Request, token: str) -> str:
    return f"{request.base_url}plan/{token}"


def qr_code(address: str) -> Markup:
    """The address as a picture that a phone reads: black on white, whatever the theme of the page."""
    return Markup(segno.make(address, error="m").svg_inline(omitsize=True, dark="#000", light="#fff"))  # noqa: S704  of segno's own making


def _plan_page(
    page: Any,
    db: Session,
    view: PersonView,
    actor: Actor,
    at: datetime,
    form: Submission[PlanLinkForm],
    *,
    language: str,
    what: str = "plan",
    fresh: tuple[PlanLink, str] | None = None,
) -> Any:
    """`fresh`: a link that was given just now, with its address."""
    audit_log.log_read(db, by=actor, at=at, subject="person", basis=view.basis, what=what, persons=[view.person.id])
    journey = queries.journey_with_plan(db, view)
    plan = plan_of(db, journey, view, at) if journey else None
    return page(
        "handovers/shared_plans/plan.html",
        block="plan",
        person=view.card,
        journey=journey,
        form=form,
        language=language,
        columns=plan_columns(plan, language, level=2) if plan else [],
        languages=visitor_languages.LANGUAGES,
        direction=visitor_languages.direction(language),
        unchecked=bool(visitor_languages.unreviewed(language)),
        periods=PERIODS,
        links=queries.valid_links(db, journey, at) if journey else [],
        fresh=fresh,
        code=qr_code(fresh[1]) if fresh else "",
        scan=with_dutch("scan_column", language, until=fresh[0].until) if fresh else [],
        gives=journey is not None and not rules.may_create_link.obstacle(journey, actor),
    )


@router.get("/people/{key}/plan")
def show(key: str, page: Page, db: Db, actor: CanFollow, now: Now, language: Key = "") -> Any:
    view = or_404(queries.plan_view(db, actor, key, now))
    chosen = language if language in visitor_languages.LANGUAGES else language_of(db, view)
    form = Submission(PlanLinkForm, start={"weeks": str(rules.DEFAULT_WEEKS)})
    return _plan_page(page, db, view, actor, now, form, language=chosen)


@router.post("/people/{key}/plan/links")
def create_link(
    key: str, request: Request, page: Page, db: Db, actor: CanFollow, now: Now, form: Submitted[PlanLinkForm]
) -> Any:
    """The one time that the link is shown."""
    view = or_404(queries.plan_view(db, actor, key, now))
    journey = or_404(queries.journey_with_plan(db, view))
    if form.errors:
        return _plan_page(page, db, view, actor, now, form, language=language_of(db, view))
    there = f"/people/{view.card.key}/plan"
    intention = idempotency.begin(db, form.data.intention, worker_id=actor.worker_id, at=now, answer=there)
    if intention is None:
        return redirect(there)
    typed = form.data
    link, token = actions.create_link(
        db, journey, typed.language, weeks=int(typed.weeks), only=typed.only, by=actor, at=now
    )
    form = Submission(PlanLinkForm, start={"weeks": str(rules.DEFAULT_WEEKS)})
    fresh = (link, link_address(request, token))
    return _plan_page(page, db, view, actor, now, form, language=link.language, what="plan with a link", fresh=fresh)


@router.post("/plan-links/{key}/withdrawal")
def withdraw_link(key: str, db: Db, actor: CanFollow, now: Now) -> Any:
    link = or_404(queries.link_for(db, actor, key))
    actions.withdraw_link(db, link, by=actor, at=now)
    return redirect(f"/people/{link.journey.person.key}/plan")


@router.post("/plan-answers/{key}/seen")
def mark_seen(key: str, db: Db, actor: CanFollow, now: Now) -> Any:
    actions.mark_seen(db, or_404(queries.answer_for(db, actor, key)), by=actor, at=now)
    return redirect("/people")
