"""Turns submitted journey forms into a worker, a day or a step. Adds an error to each field that is wrong."""

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
    """Adds to the audit log that the actor read this journey."""
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
    """Workers who can take a step: the responsible worker's colleagues, then the front office; nobody on leave."""
    front = queries.front_office_workers(db, journey.shop_id, today)
    if journey.responsible is None:
        return front
    theirs = journey.responsible.organisation_id
    own = queries.available_workers(db, journey.shop_id, rules.FOLLOWER_ROLES, today, theirs)
    return own + [worker for worker in front if worker.id not in {w.id for w in own}]


def parse_worker(
    db: Session, shop_id: int, form: Submission[Any], name: str, today: date, *, of_front: bool = False
) -> Worker | None:
    """The worker chosen in field `name`. Adds an error to the field when that worker cannot be responsible.

    `of_front`: only a front-office worker will do. Returns None when nobody of this shop was chosen.
    """
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
    """The day of the next step, or None. Adds an error to the field when the step or its day is wrong."""
    if form.errors:
        return None
    on: date | None = form.data.day(today)
    if not form.data.what:
        form.wrong("what", REQUIRED)
    elif reason := rules.step_obstacle(form.data.what, on, today):
        form.wrong("on", reason)
    return on


def parse_step(db: Session, journey: Journey, form: Submission[Any], today: date) -> Step | None:
    """The step described by a forms.StepDetailsForm, or None when the form has errors.

    The responsible worker follows up a step of the person or a partner, unless another worker was chosen.
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
    """The organisation with this key, if it is a partner of the journey's shop."""
    return next((p.organisation for p in partners.active_partners(db, journey.shop_id) if p.key == key), None)
