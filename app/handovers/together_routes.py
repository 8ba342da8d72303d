"""Standing together: one screen on which the receiver says yes, in their own session or on the sender's device."""

from datetime import datetime
from typing import Any

from fastapi import APIRouter
from sqlmodel import Session
from starlette.responses import Response

from app.accounts import pins
from app.accounts.actors import Actor
from app.accounts.guards import Follower, Receiver, Sender
from app.audit import record
from app.core import intentions
from app.core.clock import Now, local_day
from app.core.database import Db
from app.core.text import N_
from app.handovers import queries, shared, spot, together
from app.handovers.access import handover_view
from app.handovers.carrying_out import validate_next_step
from app.handovers.facts import facts_of
from app.handovers.forms import YesForm
from app.handovers.meeting import standing_here
from app.handovers.models import Handover, Via
from app.people import links
from app.web.forms import Submission, Submitted
from app.web.i18n import gettext, language
from app.web.pages import Page, found, see

router = APIRouter(prefix="/handovers/{key}/together")

WRONG_PIN = N_("This PIN is not right. Type it again, or say yes in your own session.")
TOO_OFTEN = N_("That was too often. Wait a quarter of an hour, or say yes in your own session.")
WRITTEN_DOWN = N_("Written down by %(name)s")


@router.get("")
def show(key: str, page: Page, db: Db, actor: Follower, now: Now) -> Any:
    handover = found(queries.handover_for(db, actor, key))
    return _page(page, db, actor, now, handover, Submission(YesForm))


@router.get("/answer")
def answered(key: str, db: Db, actor: Follower, now: Now) -> Response:
    """What the waiting screen asks now and then: nothing, and once there is an answer where to read it."""
    handover = found(queries.handover_for(db, actor, key))
    waits = spot.waiting.obstacle(together.standing(db, facts_of(db, handover, now)), actor) is None
    return Response(status_code=204, headers={} if waits else {"HX-Redirect": f"/handovers/{key}"})


@router.post("")
def say_yes(key: str, page: Page, db: Db, actor: Receiver, now: Now, form: Submitted[YesForm]) -> Any:
    """The receiver, in their own session."""
    handover = found(queries.handover_for(db, actor, key))
    if not form.errors:
        validate_next_step(form, handover, now)
    if form.errors:
        return _page(page, db, actor, now, handover, form)
    return _confirm(db, actor, now, handover, form.data, Via.SESSION)


@router.post("/pin")
def say_yes_by_pin(key: str, page: Page, db: Db, actor: Sender, now: Now, form: Submitted[YesForm]) -> Any:
    """The receiver, with their PIN on the sender's screen. A wrong one is on record, and nothing moves."""
    handover = found(queries.handover_for(db, actor, key))
    if not form.errors:
        validate_next_step(form, handover, now)
    if form.errors:
        return _page(page, db, actor, now, handover, form)
    worker = together.whose_pin(facts_of(db, handover, now), actor)
    if not pins.may_try(db, worker, at=now):
        form.wrong("pin", TOO_OFTEN)
        return _page(page, db, actor, now, handover, form, status=429)
    if not pins.fits(db, worker, form.data.pin, by=actor, at=now):
        form.wrong("pin", WRONG_PIN)
        return _page(page, db, actor, now, handover, form)
    return _confirm(db, actor, now, handover, form.data, Via.PIN)


@router.post("/word")
def write_down(key: str, page: Page, db: Db, actor: Sender, now: Now, form: Submitted[YesForm]) -> Any:
    """The spoken yes of somebody without an account, written down by the sender."""
    handover = found(queries.handover_for(db, actor, key))
    if form.errors:
        return _page(page, db, actor, now, handover, form)
    reason = gettext(WRITTEN_DOWN) % {"name": actor.name}
    return _confirm(db, actor, now, handover, form.data, Via.SPOKEN, reason)


def _confirm(
    db: Session, actor: Actor, now: datetime, handover: Handover, typed: YesForm, via: Via, reason: str = ""
) -> Response:
    """The yes, once however often the form is sent."""
    there = f"/handovers/{handover.key}"
    if intentions.begin(db, typed.intention, worker_id=actor.worker_id, at=now, answer=there) is None:
        return see(there)
    together.confirm_together(
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
    return see(there)


def _page(
    page: Any, db: Session, actor: Actor, now: datetime, handover: Handover, form: Submission[YesForm],
    status: int | None = None,
) -> Any:  # fmt: skip
    """For who stands there: the sender, who waits, and the receiver, who says yes. Others read the handover."""
    view = handover_view(db, actor, handover, now)
    context = standing_here(db, view, actor)
    if not (context["waits"] or context["asked"]) or not view.open:
        return see(f"/handovers/{handover.key}")
    basis = f"handover {handover.key} under consent {handover.consent.key if handover.consent else 'none'}"
    record.look(
        db, by=actor, at=now, subject="handover", subject_id=handover.id,
        basis="front office of the shop" if actor.in_front_office else basis, what="together",
        persons=[handover.person_id],
    )  # fmt: skip
    journey = handover.journey
    if not form.typed and "steps" in view.sections | ({"steps"} if actor.in_front_office else set()):
        form.typed = {"next_what": journey.next_what or "", "next_on": journey.next_on or ""}
    return page(
        "handovers/together.html", block="together", status=status, view=view, handover=handover, actor=actor,
        form=form, language=language.get(), today=local_day(now), **context,
        parts=shared.parts(db, handover.person, view.sections, links.apart(db, "handover", handover.id)),
    )  # fmt: skip
