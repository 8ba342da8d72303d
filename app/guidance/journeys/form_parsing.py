"""What was typed around a journey, made into a worker, a day or a step: what is wrong is said at its field."""

from datetime import date, datetime
from typing import Any

from sqlmodel import Session

from app.accounts import queries as accounts
from app.accounts.current_user import Actor
from app.accounts.models import Organisation, Worker
from app.audit import audit_log
from app.core.text_rules import REQUIRED
from app.guidance.journeys import queries, rules
from app.guidance.journeys.models import Journey, StepTaker
from app.guidance.journeys.step_models import Step
from app.shop.partners import queries as partners
from app.web.forms import Submission


def log_journey_read(db: Session, journey: Journey, actor: Actor, now: datetime, what: str = "") -> None:
    """Puts on record that the actor looked at this journey."""
    basis = "front office" if actor.in_front_office else "responsible organisation"
    audit_log.log_read(
        db,
        by=actor,
        at=now,
        subject="journey",
        subject_id=journey.id,
        basis=basis,
        what=what,
        persons=[journey.person_id],
    )


def workers_for_step(db: Session, journey: Journey, today: date) -> list[Worker]:
    """Who may take the next step: the front office, and the colleagues of who answers; who is not on leave."""
    front = queries.front_office_workers(db, journey.shop_id, today)
    if journey.responsible is None:
        return front
    theirs = journey.responsible.organisation_id
    own = queries.available_workers(db, journey.shop_id, rules.FOLLOWER_ROLES, today, theirs)
    return own + [worker for worker in front if worker.id not in {w.id for w in own}]


def parse_worker(
    db: Session, shop_id: int, form: Submission[Any], name: str, today: date, *, of_front: bool = False
) -> Worker | None:
    """The worker that the form names, when that one may answer for somebody; else the field says why not."""
    worker = accounts.worker_of_shop(db, shop_id, str(form.value(name)))
    if worker is None:
        form.wrong(name, REQUIRED)
        return None
    obstacle = rules.front_office_obstacle if of_front else rules.responsible_obstacle
    roles, leave = accounts.roles_of(db, worker.id, shop_id), queries.current_leave(db, worker.id, shop_id, today)
    if reason := obstacle(worker, roles, leave):
        form.wrong(name, reason)
    return worker


def parse_day(form: Submission[Any], today: date) -> date | None:
    """The day of the next step; a wrong one is said at its field."""
    if form.errors:
        return None
    on: date | None = form.data.day(today)
    if not form.data.what:
        form.wrong("what", REQUIRED)
    elif reason := rules.step_obstacle(form.data.what, on, today):
        form.wrong("on", reason)
    return on


def parse_step(db: Session, journey: Journey, form: Submission[Any], today: date) -> Step | None:
    """The step that a form of forms.Taken describes; None when something is wrong with it.

    What the person or a partner takes is minded by who stays in touch, unless another was chosen.
    """
    on = parse_day(form, today)
    if form.errors:
        return None
    by, partner = form.data.by, None
    if by == StepTaker.PARTNER and (partner := _find_partner(db, journey, form.data.partner)) is None:
        form.wrong("partner", rules.NO_PARTNER)
    if by == StepTaker.WORKER:
        worker = parse_worker(db, journey.shop_id, form, "worker", today)
    else:
        worker = parse_worker(db, journey.shop_id, form, "minder", today) if form.data.minder else journey.responsible
    if form.errors or worker is None or on is None:
        return None
    return Step(form.data.what, on, worker, form.data.time, by, partner)


def _find_partner(db: Session, journey: Journey, key: str) -> Organisation | None:
    """An organisation that takes part in the journey's shop now."""
    return next((p.organisation for p in partners.active_partners(db, journey.shop_id) if p.key == key), None)
