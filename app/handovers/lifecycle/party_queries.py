"""Who stands on either side of a handover: who answers for the person, and who may answer for the partner."""

from datetime import datetime

from sqlmodel import Session

from app.accounts.models import Role, Worker
from app.accounts.permissions import Permission, roles_with
from app.accounts.queries import roles_of, workers_with_roles
from app.core.clock import local_day
from app.guidance.journeys.queries import current_leave
from app.handovers.lifecycle.models import BEFORE_RUNNING, Handover

HANDOVER_ROLES = roles_with(Permission.ANSWER_HANDOVERS)


def is_available(db: Session, worker: Worker, handover: Handover, at: datetime) -> bool:
    """Whether the worker can sign in, and is not on leave from the handover's shop."""
    return worker.is_active and current_leave(db, worker.id, handover.shop_id, local_day(at)) is None


def fallback_responsible(db: Session, handover: Handover, at: datetime) -> Worker | None:
    """The sender while they work in the shop; else a coordinator; else somebody of its front office.

    Nobody who is on leave, as long as anybody else is there.
    """
    sender = handover.sender
    if is_available(db, sender, handover, at) and roles_of(db, sender.id, handover.shop_id) & HANDOVER_ROLES:
        return sender
    able = [
        worker
        for role in (Role.COORDINATOR, Role.FRONT_OFFICE)
        for worker in sorted(workers_with_roles(db, handover.shop_id, {role}), key=lambda w: w.id)
    ]
    return next((worker for worker in able if is_available(db, worker, handover, at)), able[0] if able else None)


def senders_to_notify(db: Session, handover: Handover, at: datetime) -> list[Worker]:
    """Until it runs, who answers for the person (decision 4); from then on who sent it, or who stands in for them."""
    responsible = handover.journey.responsible
    if handover.state in BEFORE_RUNNING and responsible is not None and responsible.is_active:
        return [responsible]
    worker = fallback_responsible(db, handover, at)
    return [worker] if worker else []


def receivers(db: Session, handover: Handover) -> list[Worker]:
    """Every worker of the receiver who can sign in and may answer in this shop, by name."""
    return workers_with_roles(db, handover.shop_id, HANDOVER_ROLES, organisation_id=handover.receiver_id)


def receivers_to_notify(db: Session, handover: Handover) -> list[Worker]:
    """Who took it on, while they work here; else everybody of the receiver who may answer."""
    return assigned_receivers(handover, receivers(db, handover))


def assigned_receivers(handover: Handover, able: list[Worker]) -> list[Worker]:
    """Of the workers who may answer: who took it on, or all of them."""
    return [worker for worker in able if worker.id == handover.receiver_worker_id] or able
