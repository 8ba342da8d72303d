"""Accepting on the spot: in the receiver's own session, by PIN on the sender's screen, or recorded by the sender."""

from datetime import datetime
from typing import Any

from fastapi import APIRouter
from sqlmodel import Session
from starlette.responses import Response

from app.accounts import pins
from app.accounts.current_user import Actor
from app.accounts.guards import CanAnswerHandovers, CanFollow, CanHandOver
from app.audit import audit_log
from app.core import idempotency
from app.core.clock import Now, local_day
from app.core.database import Db
from app.core.text_rules import N_
from app.handovers.disclosure import shared_section_views
from app.handovers.disclosure.queries import handover_view
from app.handovers.introductions import on_the_spot_actions, on_the_spot_rules
from app.handovers.lifecycle import queries
from app.handovers.lifecycle.fact_queries import facts_of
from app.handovers.lifecycle.forms import AcceptOnTheSpotForm
from app.handovers.lifecycle.models import Handover, Via
from app.handovers.pages.form_checks import validate_next_step
from app.handovers.pages.introduction_views import on_the_spot_context
from app.people.people import person_aliases
from app.web.forms import Submission, Submitted
from app.web.i18n import gettext, language
from app.web.pages import Page, or_404, redirect

router = APIRouter(prefix="/handovers/{key}/together")

WRONG_PIN = N_("This PIN is not right. Enter it again, or say yes in your own session.")
TOO_MANY_TRIES = N_("Too many attempts. Wait a quarter of an hour, or say yes in your own session.")
WRITTEN_DOWN = N_("Written down by %(name)s")


@router.get("")
def show(key: str, page: Page, db: Db, actor: CanFollow, now: Now) -> Any:
    handover = or_404(queries.handover_for(db, actor, key))
    return _page(page, db, actor, now, handover, Submission(AcceptOnTheSpotForm))


@router.get("/answer")
def poll_response(key: str, db: Db, actor: CanFollow, now: Now) -> Response:
    """Polled by the waiting screen: redirects to the handover once the receiver has responded."""
    handover = or_404(queries.handover_for(db, actor, key))
    waits = (
        on_the_spot_rules.wait_on_the_spot.obstacle(
            on_the_spot_actions.on_the_spot_facts(db, facts_of(db, handover, now)), actor
        )
        is None
    )
    return Response(status_code=204, headers={} if waits else {"HX-Redirect": f"/handovers/{key}"})


@router.post("")
def accept_on_the_spot(
    key: str, page: Page, db: Db, actor: CanAnswerHandovers, now: Now, form: Submitted[AcceptOnTheSpotForm]
) -> Any:
    """The receiver accepts in their own session."""
    handover = or_404(queries.handover_for(db, actor, key))
    if not form.errors:
        validate_next_step(form, handover, now)
    if form.errors:
        return _page(page, db, actor, now, handover, form)
    return _confirm(db, actor, now, handover, form.data, Via.SESSION)


@router.post("/pin")
def accept_by_pin(
    key: str, page: Page, db: Db, actor: CanHandOver, now: Now, form: Submitted[AcceptOnTheSpotForm]
) -> Any:
    """The receiver accepts with their PIN on the sender's screen. A wrong PIN is audit-logged and changes nothing."""
    handover = or_404(queries.handover_for(db, actor, key))
    if not form.errors:
        validate_next_step(form, handover, now)
    if form.errors:
        return _page(page, db, actor, now, handover, form)
    worker = on_the_spot_actions.worker_with_pin(facts_of(db, handover, now), actor)
    if not pins.allow_attempt(db, worker, at=now):
        form.wrong("pin", TOO_MANY_TRIES)
        return _page(page, db, actor, now, handover, form, status=429)
    if not pins.verify(db, worker, form.data.pin, by=actor, at=now):
        form.wrong("pin", WRONG_PIN)
        return _page(page, db, actor, now, handover, form)
    return _confirm(db, actor, now, handover, form.data, Via.PIN)


@router.post("/word")
def accept_by_word(
    key: str, page: Page, db: Db, actor: CanHandOver, now: Now, form: Submitted[AcceptOnTheSpotForm]
) -> Any:
    """The sender records the spoken yes of a worker without an account."""
    handover = or_404(queries.handover_for(db, actor, key))
    if form.errors:
        return _page(page, db, actor, now, handover, form)
    reason = gettext(WRITTEN_DOWN) % {"name": actor.name}
    return _confirm(db, actor, now, handover, form.data, Via.SPOKEN, reason)


def _confirm(
    db: Session, actor: Actor, now: datetime, handover: Handover, typed: AcceptOnTheSpotForm, via: Via, reason: str = ""
) -> Response:
    """Accepts once, however often the form is sent."""
    there = f"/handovers/{handover.key}"
    if idempotency.begin(db, typed.intention, worker_id=actor.worker_id, at=now, answer=there) is None:
        return redirect(there)
    on_the_spot_actions.accept_on_the_spot(
        db,
        handover,
        via=via,
        reason=reason,
        next_what=typed.next_what or None,
        next_on=typed.next_on,
        version=typed.version,
        by=actor,
        at=now,
    )
    return redirect(there)


def _page(
    page: Any,
    db: Session,
    actor: Actor,
    now: datetime,
    handover: Handover,
    form: Submission[AcceptOnTheSpotForm],
    status: int | None = None,
) -> Any:
    """For the sender who waits and the receiver who accepts. Others are redirected to the handover."""
    view = handover_view(db, actor, handover, now)
    context = on_the_spot_context(db, view, actor)
    if not (context["waits"] or context["asked"]) or not view.open:
        return redirect(f"/handovers/{handover.key}")
    basis = f"handover {handover.key} under consent {handover.consent.key if handover.consent else 'none'}"
    audit_log.log_read(
        db,
        by=actor,
        at=now,
        subject="handover",
        subject_id=handover.id,
        basis="front office of the shop" if actor.in_front_office else basis,
        what="together",
        persons=[handover.person_id],
    )
    journey = handover.journey
    if not form.typed and "steps" in view.sections | ({"steps"} if actor.in_front_office else set()):
        form.typed = {"next_what": journey.next_what or "", "next_on": journey.next_on or ""}
    return page(
        "handovers/pages/on_the_spot.html",
        block="together",
        status=status,
        view=view,
        handover=handover,
        actor=actor,
        form=form,
        language=language.get(),
        today=local_day(now),
        **context,
        parts=shared_section_views.shared_sections(
            db, handover.person, view.sections, person_aliases.rows_not_shared(db, "handover", handover.id)
        ),
    )
