"""The workers of both parties of a handover: its sender or a substitute, and the workers of the receiver."""

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
    """Whether the worker can sign in and is not on leave from the handover's shop."""
    return worker.is_active and current_leave(db, worker.id, handover.shop_id, local_day(at)) is None


def fallback_responsible(db: Session, handover: Handover, at: datetime) -> Worker | None:
    """The sender while they work in the shop; otherwise a coordinator, or else a worker of its front office.

    Workers on leave are only chosen when nobody else is available. None when the shop has nobody left.
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
    """The responsible worker before RUNNING (decision 4); afterwards the sender or a substitute."""
    responsible = handover.journey.responsible
    if handover.state in BEFORE_RUNNING and responsible is not None and responsible.is_active:
        return [responsible]
    worker = fallback_responsible(db, handover, at)
    return [worker] if worker else []


def receivers(db: Session, handover: Handover) -> list[Worker]:
    """The receiver's workers who can sign in and may respond in this shop, by name."""
    return workers_with_roles(db, handover.shop_id, HANDOVER_ROLES, organisation_id=handover.receiver_id)


def receivers_to_notify(db: Session, handover: Handover) -> list[Worker]:
    """The receiver's worker who took it on, while they work here; otherwise all its workers who may respond."""
    return assigned_receivers(handover, receivers(db, handover))


def assigned_receivers(handover: Handover, able: list[Worker]) -> list[Worker]:
    """The worker of `able` who took the handover on, or all of them when that worker is not among them."""
    return [worker for worker in able if worker.id == handover.receiver_worker_id] or able
