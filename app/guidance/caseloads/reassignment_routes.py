"""Pages that make another worker responsible for one journey or several."""

from typing import Annotated, Any

from fastapi import APIRouter, Query
from pydantic import StringConstraints
from sqlmodel import Session

from app.accounts.current_user import Actor
from app.accounts.guards import CanFollow
from app.audit import audit_log
from app.core import idempotency
from app.core.clock import Now, local_day
from app.core.database import Db
from app.core.text_rules import Key
from app.guidance.caseloads import bulk_reassignment_actions
from app.guidance.caseloads.bulk_reassignment_actions import FRONT_OFFICE_TEAM
from app.guidance.caseloads.facts import Reassignment, SuccessorChoice
from app.guidance.caseloads.forms import MAX_SELECTED, ReassignManyForm, seen_versions, successor_choice
from app.guidance.journeys import actions, queries
from app.guidance.journeys.form_parsing import parse_worker
from app.guidance.journeys.forms import ReassignForm, ReturnPage
from app.guidance.journeys.models import Journey, ResponsibilityReason
from app.web.forms import Submission, Submitted
from app.web.i18n import gettext as _
from app.web.pages import Page, or_404, redirect

router = APIRouter()


def log_journeys_read(db: Session, journeys: list[Journey], actor: Actor, now: Any, what: str = "") -> None:
    """Adds to the audit log that these journeys were shown."""
    basis = "front office" if actor.in_front_office else "responsible organisation"
    number = journeys[0].id if len(journeys) == 1 else None
    persons = [journey.person_id for journey in journeys]
    audit_log.log_read(
        db, by=actor, at=now, subject="journey", subject_id=number, basis=basis, what=what, persons=persons
    )


@router.get("/journeys/{key}/responsible")
def reassign_form(key: str, page: Page, db: Db, actor: CanFollow, now: Now) -> Any:
    journey = or_404(queries.journey_for(db, actor, key))
    if not journey.is_open:
        return redirect(f"/people/{journey.person.key}")
    log_journeys_read(db, [journey], actor, now)
    return _render_reassign(page, db, journey, Submission(ReassignForm, start={"version": journey.version}), now)


def _render_reassign(page: Any, db: Session, journey: Journey, form: Submission[ReassignForm], now: Any) -> Any:
    return page(
        "guidance/caseloads/reassign.html",
        block="main",
        journey=journey,
        person=journey.person,
        form=form,
        workers=queries.successors(db, journey, local_day(now)),
    )


@router.post("/journeys/{key}/responsible")
def reassign(key: str, page: Page, db: Db, actor: CanFollow, now: Now, form: Submitted[ReassignForm]) -> Any:
    journey = or_404(queries.journey_for(db, actor, key))
    to = parse_worker(db, journey.shop_id, form, "to", local_day(now))
    if form.errors or to is None:
        return _render_reassign(page, db, journey, form, now)
    url = f"/people/{journey.person.key}"
    intention = idempotency.begin(db, form.data.intention, worker_id=actor.worker_id, at=now)
    if intention is None:
        return redirect(url)
    intention.answer = url
    actions.reassign(db, journey, to, form.data.word, version=form.data.version, by=actor, at=now)
    return redirect(url)


@router.post("/journeys/{key}/notice")
def acknowledge_assignment(key: str, db: Db, actor: CanFollow, now: Now) -> Any:
    """The new responsible worker confirms that they know."""
    actions.acknowledge_assignment(db, or_404(queries.journey_for(db, actor, key)), by=actor, at=now)
    return redirect("/people#new")


SelectedJourney = Annotated[str, StringConstraints(pattern=r"^[a-z0-9]{16}-[0-9]{1,7}$")]


@router.get("/journeys/reassignment")
def reassign_many_form(
    page: Page,
    db: Db,
    actor: CanFollow,
    now: Now,
    chosen: Annotated[tuple[SelectedJourney, ...], Query(max_length=MAX_SELECTED)] = (),
    back: ReturnPage = ReturnPage.PEOPLE,
    to: Key = "",
) -> Any:
    """`to`: the key of the worker proposed for all of them."""
    if not chosen:
        return redirect(back.list_url or ReturnPage.PEOPLE.list_url)
    form = Submission(ReassignManyForm, start={"chosen": list(chosen), "back": back.value})
    journeys = bulk_reassignment_actions.lock_selected(db, seen_versions(chosen), by=actor)
    log_journeys_read(db, journeys, actor, now, "reassignment")
    rest = {"rest": dict.fromkeys([FRONT_OFFICE_TEAM, *_partner_keys(db, journeys)], to)} if to else {}
    rows = bulk_reassignment_actions.reassignment_preview(
        db, journeys, SuccessorChoice(**rest), by=actor, today=local_day(now)
    )
    form.typed["rest"] = [f"{row.team.key}-{row.to.key}" for row in rows if row.to]
    return _render_reassign_many(page, rows, form)


def _partner_keys(db: Session, journeys: list[Journey]) -> set[str]:
    return {journey.responsible.organisation.key for journey in journeys if journey.responsible}


def _render_reassign_many(page: Any, rows: list[Reassignment], form: Submission[ReassignManyForm]) -> Any:
    return page(
        "guidance/caseloads/reassign_many.html",
        block="main",
        rows=rows,
        teams=bulk_reassignment_actions.teams_of(rows),
        form=form,
        back=ReturnPage(form.value("back")).list_url or ReturnPage.PEOPLE.list_url,
    )


def add_obstacles(rows: list[Reassignment], form: Submission[Any]) -> None:
    """Adds an error for each journey that has no successor or cannot move to the chosen one."""
    for row in rows:
        if row.to is None:
            form.wrong(
                row.journey.key, _(bulk_reassignment_actions.COLLEAGUE_MISSING) % {"name": row.journey.person.name}
            )
        elif row.obstacle:
            form.wrong(row.journey.key, _(row.obstacle))


@router.post("/journeys/reassignment")
def reassign_many(page: Page, db: Db, actor: CanFollow, now: Now, form: Submitted[ReassignManyForm]) -> Any:
    known = form.value("back") in list(ReturnPage) and ReturnPage(form.value("back")).list_url
    back = known or ReturnPage.PEOPLE.list_url
    if "chosen" in form.errors or "back" in form.errors:
        return redirect(back)
    if earlier := idempotency.earlier_result(db, str(form.value("intention")), worker_id=actor.worker_id):
        return redirect(earlier)  # sent twice: the journeys have moved already
    journeys = bulk_reassignment_actions.lock_selected(db, seen_versions(form.values("chosen")), by=actor)
    rows = bulk_reassignment_actions.reassignment_preview(
        db, journeys, successor_choice(form), by=actor, today=local_day(now)
    )
    add_obstacles(rows, form)
    if form.errors:
        return _render_reassign_many(page, rows, form)
    intention = idempotency.begin(db, form.data.intention, worker_id=actor.worker_id, at=now)
    if intention is None:
        return redirect(back)
    intention.answer = back
    bulk_reassignment_actions.reassign_all(db, rows, ResponsibilityReason.REASSIGNED, form.data.word, by=actor, at=now)
    return redirect(back)
