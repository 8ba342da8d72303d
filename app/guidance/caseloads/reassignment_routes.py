"""Somebody else answers for a journey, or for several at once."""

from typing import Annotated, Any

from fastapi import APIRouter, Query
from pydantic import StringConstraints
from sqlmodel import Session

from app.accounts.current_user import Actor
from app.accounts.guards import Follower
from app.audit import audit_log
from app.core import idempotency
from app.core.clock import Now, local_day
from app.core.database import Db
from app.core.text_rules import Key
from app.guidance.caseloads import bulk_reassignment_actions
from app.guidance.caseloads.bulk_reassignment_actions import FRONT_SIDE
from app.guidance.caseloads.facts import Choice, Passing
from app.guidance.caseloads.forms import MOST, ReassigningForm, choice_of, versions
from app.guidance.journeys import actions, queries
from app.guidance.journeys.form_parsing import chosen_worker
from app.guidance.journeys.forms import Back, ReassignForm
from app.guidance.journeys.models import Journey, Why
from app.web.forms import Submission, Submitted
from app.web.i18n import gettext as _
from app.web.pages import Page, found, see

router = APIRouter()


def look(db: Session, journeys: list[Journey], actor: Actor, now: Any, what: str = "") -> None:
    """Puts on record whose journeys were shown."""
    basis = "front office" if actor.in_front_office else "responsible organisation"
    number = journeys[0].id if len(journeys) == 1 else None
    persons = [journey.person_id for journey in journeys]
    audit_log.look(db, by=actor, at=now, subject="journey", subject_id=number, basis=basis, what=what, persons=persons)


@router.get("/journeys/{key}/responsible")
def reassigning(key: str, page: Page, db: Db, actor: Follower, now: Now) -> Any:
    journey = found(queries.journey_for(db, actor, key))
    if not journey.is_open:
        return see(f"/people/{journey.person.key}")
    look(db, [journey], actor, now)
    return _reassigning(page, db, journey, Submission(ReassignForm, start={"version": journey.version}), now)


def _reassigning(page: Any, db: Session, journey: Journey, form: Submission[ReassignForm], now: Any) -> Any:
    return page(
        "guidance/caseloads/reassign.html",
        block="main",
        journey=journey,
        person=journey.person,
        form=form,
        workers=queries.successors(db, journey, local_day(now)),
    )


@router.post("/journeys/{key}/responsible")
def reassign(key: str, page: Page, db: Db, actor: Follower, now: Now, form: Submitted[ReassignForm]) -> Any:
    journey = found(queries.journey_for(db, actor, key))
    to = chosen_worker(db, journey.shop_id, form, "to", local_day(now))
    if form.errors or to is None:
        return _reassigning(page, db, journey, form, now)
    there = f"/people/{journey.person.key}"
    intention = idempotency.begin(db, form.data.intention, worker_id=actor.worker_id, at=now)
    if intention is None:
        return see(there)
    intention.answer = there
    actions.reassign(db, journey, to, form.data.word, version=form.data.version, by=actor, at=now)
    return see(there)


@router.post("/journeys/{key}/notice")
def notice(key: str, db: Db, actor: Follower, now: Now) -> Any:
    """Who answers for the journey since lately knows it."""
    actions.notice(db, found(queries.journey_for(db, actor, key)), by=actor, at=now)
    return see("/people#new")


Chosen = Annotated[str, StringConstraints(pattern=r"^[a-z0-9]{16}-[0-9]{1,7}$")]


@router.get("/journeys/reassignment")
def choosing(
    page: Page,
    db: Db,
    actor: Follower,
    now: Now,
    chosen: Annotated[tuple[Chosen, ...], Query(max_length=MOST)] = (),
    back: Back = Back.PEOPLE,
    to: Key = "",
) -> Any:
    """`to`: who is proposed for all of them."""
    if not chosen:
        return see(back.list or Back.PEOPLE.list)
    form = Submission(ReassigningForm, start={"chosen": list(chosen), "back": back.value})
    journeys = bulk_reassignment_actions.chosen(db, versions(chosen), by=actor)
    look(db, journeys, actor, now, "reassignment")
    rest = {"rest": dict.fromkeys([FRONT_SIDE, *_partners(db, journeys)], to)} if to else {}
    rows = bulk_reassignment_actions.passings(db, journeys, Choice(**rest), by=actor, today=local_day(now))
    form.typed["rest"] = [f"{row.side.key}-{row.to.key}" for row in rows if row.to]
    return _choosing(page, rows, form)


def _partners(db: Session, journeys: list[Journey]) -> set[str]:
    return {journey.responsible.organisation.key for journey in journeys if journey.responsible}


def _choosing(page: Any, rows: list[Passing], form: Submission[ReassigningForm]) -> Any:
    return page(
        "guidance/caseloads/reassign_many.html",
        block="main",
        rows=rows,
        sides=bulk_reassignment_actions.sides_of(rows),
        form=form,
        back=Back(form.value("back")).list or Back.PEOPLE.list,
    )


def unfit(rows: list[Passing], form: Submission[Any]) -> None:
    """Says at the form who is left, and who cannot move as it was chosen."""
    for row in rows:
        if row.to is None:
            form.wrong(row.journey.key, _(bulk_reassignment_actions.LEFT) % {"name": row.journey.person.name})
        elif row.obstacle:
            form.wrong(row.journey.key, _(row.obstacle))


@router.post("/journeys/reassignment")
def reassign_many(page: Page, db: Db, actor: Follower, now: Now, form: Submitted[ReassigningForm]) -> Any:
    known = form.value("back") in list(Back) and Back(form.value("back")).list
    back = known or Back.PEOPLE.list
    if "chosen" in form.errors or "back" in form.errors:
        return see(back)
    if earlier := idempotency.earlier(db, str(form.value("intention")), worker_id=actor.worker_id):
        return see(earlier)  # sent twice: what was chosen has moved since
    journeys = bulk_reassignment_actions.chosen(db, versions(form.values("chosen")), by=actor)
    rows = bulk_reassignment_actions.passings(db, journeys, choice_of(form), by=actor, today=local_day(now))
    unfit(rows, form)
    if form.errors:
        return _choosing(page, rows, form)
    intention = idempotency.begin(db, form.data.intention, worker_id=actor.worker_id, at=now)
    if intention is None:
        return see(back)
    intention.answer = back
    bulk_reassignment_actions.pass_on(db, rows, Why.REASSIGNED, form.data.word, by=actor, at=now)
    return see(back)
