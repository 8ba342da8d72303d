"""Routes of results: record one, record that it stopped, mark it as a mistake; and the end of a journey."""

from datetime import datetime
from typing import Any

from fastapi import APIRouter
from sqlmodel import Session

from app.accounts.current_user import Actor
from app.accounts.guards import CanFollow, CanRecordOutcomes
from app.audit import audit_log
from app.core import idempotency
from app.core.clock import Now, local_day
from app.core.database import Db
from app.core.text_rules import N_
from app.guidance.journeys import queries as journeys
from app.guidance.journeys import rules as journey_rules
from app.guidance.journeys.models import Journey
from app.handovers.disclosure.queries import person_view
from app.outcomes import actions, queries, rules
from app.outcomes.forms import EndForm, MistakeForm, RecordForm, StopForm
from app.outcomes.models import Outcome, Source
from app.web.forms import CHOOSE, Submission, Submitted
from app.web.i18n import gettext as _
from app.web.i18n import language
from app.web.pages import Page, or_404, redirect

router = APIRouter()

NAMELESS = N_("A person whose name is not shared with you")
SOURCES = {
    Source.OWN_WORD: N_("In their own words"),
    Source.PARTNER: N_("From a partner"),
    Source.PAPER: N_("Seen on paper"),
}


def _log_read(db: Session, journey: Journey, actor: Actor, now: datetime) -> None:
    basis = "front office" if actor.in_front_office else "own work"
    audit_log.log_read(
        db, by=actor, at=now, subject="journey", subject_id=journey.id, basis=basis, persons=[journey.person_id]
    )


def _visible_name(db: Session, journey: Journey, actor: Actor, now: datetime) -> str:
    """The person's name if it is shared with the actor, otherwise a phrase that replaces it."""
    view = person_view(db, actor, journey.person.key, now)
    return (view.name if view else "") or _(NAMELESS)


@router.get("/journeys/{key}/outcomes")
def record_form(key: str, page: Page, db: Db, actor: CanRecordOutcomes, now: Now) -> Any:
    """The form to record a result."""
    journey = or_404(queries.journey_for(db, actor, key, now))
    _log_read(db, journey, actor, now)
    start = {"starts_on": local_day(now).isoformat(), "source": Source.OWN_WORD.value}
    return _render_record(
        page, db, journey, Submission(RecordForm, start=start), _visible_name(db, journey, actor, now)
    )


def _render_record(page: Any, db: Session, journey: Journey, form: Submission[RecordForm], name: str) -> Any:
    kinds = [(k.key, k.name(language.get())) for k in queries.result_kinds(db, journey.shop_id)]
    return page(
        "outcomes/record.html",
        block="main",
        journey=journey,
        person=journey.person,
        form=form,
        kinds=kinds,
        sources=SOURCES,
        shown_name=name,
    )


@router.post("/journeys/{key}/outcomes")
def record(key: str, page: Page, db: Db, actor: CanRecordOutcomes, now: Now, form: Submitted[RecordForm]) -> Any:
    """Records a result, once for each form that was opened (TRUST 26)."""
    journey = or_404(queries.journey_for(db, actor, key, now))
    kind = queries.outcome_kind(db, journey.shop_id, str(form.value("kind")))
    if kind is None:
        form.wrong("kind", CHOOSE)
    elif obstacle := rules.kind_obstacle(kind, journey.shop_id):
        form.wrong("kind", obstacle)
    if not form.errors and (obstacle := rules.start_obstacle(form.data.starts_on, local_day(now))):
        form.wrong("starts_on", obstacle)
    if form.errors:
        return _render_record(page, db, journey, form, _visible_name(db, journey, actor, now))
    assert kind
    intention = idempotency.begin(db, form.data.intention, worker_id=actor.worker_id, at=now)
    if intention is None:
        earlier = idempotency.earlier_result(db, form.data.intention, worker_id=actor.worker_id)
        return redirect(earlier or f"/people/{journey.person.key}")
    typed = form.data
    outcome = actions.record(
        db,
        journey,
        kind=kind,
        starts_on=typed.starts_on,
        hours=typed.hours,
        source=typed.source,
        where=typed.where,
        by=actor,
        at=now,
    )
    may_end_journey = rules.counts_as_outflow(outcome) and journey_rules.end_journey.obstacle(journey, actor) is None
    intention.answer = f"/outcomes/{outcome.key}/after" if may_end_journey else f"/people/{journey.person.key}"
    return redirect(intention.answer)


@router.get("/outcomes/{key}/after")
def after_outflow(key: str, page: Page, db: Db, actor: CanRecordOutcomes, now: Now) -> Any:
    """After a result that counts as outflow: asks whether the journey ends or the worker stays in touch."""
    outcome = or_404(queries.outcome_for(db, actor, key, now))
    _log_read(db, outcome.journey, actor, now)
    return page(
        "outcomes/after.html",
        block="main",
        outcome=outcome,
        journey=outcome.journey,
        person=_person(outcome),
        shown_name=_visible_name(db, outcome.journey, actor, now),
    )


def _person(outcome: Outcome) -> Any:
    return outcome.journey.person


@router.get("/outcomes/{key}/end")
def stop_form(key: str, page: Page, db: Db, actor: CanRecordOutcomes, now: Now) -> Any:
    """The form to record that a result stopped, or that it was a mistake."""
    outcome = or_404(queries.outcome_for(db, actor, key, now))
    _log_read(db, outcome.journey, actor, now)
    start = {"stopped_on": local_day(now).isoformat()}
    return _render_stop(
        page, outcome, Submission(StopForm, start=start), actor, _visible_name(db, outcome.journey, actor, now)
    )


def _render_stop(page: Any, outcome: Outcome, form: Submission[StopForm], actor: Actor, name: str) -> Any:
    return page(
        "outcomes/stop.html",
        block="main",
        outcome=outcome,
        person=_person(outcome),
        form=form,
        rules=rules,
        actor=actor,
        shown_name=name,
    )


@router.post("/outcomes/{key}/end")
def stop(key: str, page: Page, db: Db, actor: CanRecordOutcomes, now: Now, form: Submitted[StopForm]) -> Any:
    """Records that a result stopped."""
    outcome = or_404(queries.outcome_for(db, actor, key, now))
    if not form.errors and (reason := rules.stop_obstacle(outcome, form.data.stopped_on, local_day(now))):
        form.wrong("stopped_on", reason)
    if form.errors:
        return _render_stop(page, outcome, form, actor, _visible_name(db, outcome.journey, actor, now))
    actions.stop(db, outcome, on=form.data.stopped_on, reason=form.data.reason, by=actor, at=now)
    return redirect(f"/people/{_person(outcome).key}")


@router.post("/outcomes/{key}/mistake")
def mistake(key: str, db: Db, actor: CanRecordOutcomes, now: Now, form: Submitted[MistakeForm]) -> Any:
    """Marks a result as a mistake."""
    outcome = or_404(queries.outcome_for(db, actor, key, now))
    if not form.errors:
        actions.mark_mistaken(db, outcome, by=actor, at=now)
    return redirect(f"/people/{_person(outcome).key}")


@router.get("/journeys/{key}/end")
def end_form(key: str, page: Page, db: Db, actor: CanFollow, now: Now, kind: str = "") -> Any:
    """The form to end a journey; `kind` is the key of a kind that is selected beforehand."""
    journey = or_404(journeys.journey_for(db, actor, key))
    if not journey.is_open:
        return redirect(f"/people/{journey.person.key}")
    _log_read(db, journey, actor, now)
    return _render_end(page, db, journey, Submission(EndForm, start={"version": journey.version, "kind": kind}))


def _render_end(page: Any, db: Session, journey: Journey, form: Submission[EndForm]) -> Any:
    kinds = [(k.key, k.name(language.get())) for k in queries.end_kinds(db, journey.shop_id)]
    return page(
        "outcomes/end.html",
        block="main",
        journey=journey,
        person=journey.person,
        form=form,
        kinds=kinds,
        later=journeys.later_steps(db, journey.id),
    )


@router.post("/journeys/{key}/end")
def end(key: str, page: Page, db: Db, actor: CanFollow, now: Now, form: Submitted[EndForm]) -> Any:
    """Ends a journey."""
    journey = or_404(journeys.journey_for(db, actor, key))
    kind = queries.outcome_kind(db, journey.shop_id, str(form.value("kind")))
    if kind is None:
        form.wrong("kind", CHOOSE)
    else:
        reached = queries.has_reached(db, journey.id, kind.id)
        if obstacle := journey_rules.end_obstacle(journey, kind, reached=reached):
            form.wrong("kind", obstacle)
    if form.errors:
        return _render_end(page, db, journey, form)
    assert kind
    person = journey.person
    typed = form.data
    actions.end_journey(
        db, journey, kind=kind, word=typed.word, last_word=typed.last_word, version=typed.version, by=actor, at=now
    )
    # A partner who ended the journey may no longer see the person.
    return redirect(f"/people/{person.key}" if actor.in_front_office else "/people")
