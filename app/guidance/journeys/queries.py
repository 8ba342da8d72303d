"""Reads of journeys, steps and leave.

Functions that take an actor return only what that actor may see; the others take a row that was checked already.
"""

from collections.abc import Collection
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Select
from sqlalchemy import select as columns
from sqlalchemy.orm import joinedload
from sqlmodel import Session, and_, col, or_, select

from app.accounts import queries as accounts
from app.accounts.current_user import Actor
from app.accounts.models import Role, Worker
from app.core.database import relation
from app.guidance.journeys.models import Journey, Leave, Responsibility, ResponsibilityReason
from app.guidance.journeys.rules import FOLLOWER_ROLES, FRONT_ROLES
from app.guidance.journeys.step_models import LaterStep, PastStep, Step, next_step

_RELATIONS: tuple[Any, ...] = (
    joinedload(relation(Journey.responsible)),
    joinedload(relation(Journey.next_worker)),
    joinedload(relation(Journey.next_organisation)),
    joinedload(relation(Journey.end_kind)),
    joinedload(relation(Journey.ended_by)),
)


def available_workers(
    db: Session, shop_id: int, roles: Collection[Role], today: date, organisation_id: int | None = None
) -> list[Worker]:
    """Workers who can sign in, have one of these roles in the shop and are not on leave today, ordered by name."""
    away = workers_on_leave(shop_id, today)
    return accounts.workers_with_roles(db, shop_id, roles, organisation_id=organisation_id, without=away)


def front_office_workers(db: Session, shop_id: int, today: date) -> list[Worker]:
    """Available workers of the front office, ordered by name."""
    return available_workers(db, shop_id, FRONT_ROLES, today)


def responsible_partner(db: Session, journey: Journey) -> int | None:
    """The id of the partner organisation that is responsible for the journey; None when it is the front office.

    A worker who left has no roles any more, so then the way in which they became responsible decides.
    """
    return responsible_partners(db, [journey])[journey.id]


def responsible_partners(db: Session, journeys: Collection[Journey]) -> dict[int, int | None]:
    """`responsible_partner` of each journey, by journey id, in a constant number of statements."""
    responsible = {journey.id: journey.responsible for journey in journeys}
    workers = {worker.id for worker in responsible.values() if worker is not None}
    roles = accounts.roles_by_shop(db, workers)
    found: dict[int, int | None] = {}
    without_role = []
    for journey in journeys:
        worker = responsible[journey.id]
        found[journey.id] = None
        if worker is None:
            continue
        worker_roles = roles.get((worker.id, journey.shop_id))
        if not worker_roles:
            without_role.append(journey.id)
        elif not worker_roles & FRONT_ROLES:
            found[journey.id] = worker.organisation_id
    for journey_id in _reached_by_transfer(db, without_role):
        worker = responsible[journey_id]
        found[journey_id] = worker.organisation_id if worker is not None else None
    return found


def _reached_by_transfer(db: Session, journeys: Collection[int]) -> set[int]:
    """The ids of the journeys that reached their responsible organisation by a transfer that was not returned."""
    if not journeys:
        return set()
    reasons = (
        ResponsibilityReason.TRANSFER,
        ResponsibilityReason.RETURNED,
        ResponsibilityReason.OPENED,
        ResponsibilityReason.REOPENED,
    )
    statement = (
        select(Responsibility.journey_id, Responsibility.why)
        .where(col(Responsibility.journey_id).in_(journeys), col(Responsibility.why).in_(reasons))
        .order_by(col(Responsibility.id))
    )
    last = dict(db.exec(statement).all())
    return {journey_id for journey_id, why in last.items() if why == ResponsibilityReason.TRANSFER}


def successors(db: Session, journey: Journey, today: date) -> list[Worker]:
    """Available workers to whom the journey can be reassigned: of the front office, or of the responsible partner."""
    partner_id = responsible_partner(db, journey)
    if partner_id is None:
        found = front_office_workers(db, journey.shop_id, today)
    else:
        found = available_workers(db, journey.shop_id, FOLLOWER_ROLES, today, partner_id)
    return [worker for worker in found if worker.id != journey.responsible_id]


def open_journey(db: Session, person_id: int) -> Journey | None:
    """The open journey of a person, of which there is at most one."""
    return db.exec(select(Journey).where(Journey.person_id == person_id, col(Journey.ended_at).is_(None))).first()


def journeys_of(db: Session, person_id: int) -> list[Journey]:
    """All journeys of a person, the newest first, with their responsible worker, next step and ending loaded."""
    statement = select(Journey).where(Journey.person_id == person_id).options(*_RELATIONS)
    return list(db.exec(statement.order_by(col(Journey.id).desc())))


def journey_for(db: Session, actor: Actor, key: str) -> Journey | None:
    """The journey with this key, if the actor follows it (see followed_by)."""
    return db.exec(select(Journey).where(Journey.key == key, followed_by(actor))).first()


def followed_by(actor: Actor) -> ColumnElement[bool]:
    """Condition: the actor works in the front office of the journey's shop, or for the responsible organisation."""
    here = col(Journey.shop_id) == actor.shop_id
    if actor.in_front_office:
        return here
    # a colleague with a front-office role is responsible as front office, not for their organisation
    front = accounts.member_ids(actor.shop_id, FRONT_ROLES)
    colleagues = select(Worker.id).where(Worker.organisation_id == actor.organisation_id, col(Worker.id).not_in(front))
    return here & col(Journey.responsible_id).in_(colleagues) & (Role.PARTNER in actor.roles)


def later_steps(db: Session, journey_id: int) -> list[LaterStep]:
    """The steps after the next one, in order."""
    statement = select(LaterStep).where(LaterStep.journey_id == journey_id)
    return sorted(db.exec(statement), key=lambda row: row.step.order)


def _in_force(today: date) -> ColumnElement[bool]:
    until = or_(col(Leave.last).is_(None), col(Leave.last) >= today)
    return and_(col(Leave.ended_at).is_(None), col(Leave.first) <= today, until)


def workers_on_leave(shop_id: int, today: date) -> Select[int]:
    """Subquery of the ids of workers who are on leave from the shop on that day."""
    return columns(col(Leave.worker_id)).where(col(Leave.shop_id) == shop_id, _in_force(today))


def current_leaves(db: Session, shop_id: int, today: date) -> dict[int, Leave]:
    """The leave of each worker who is away from the shop today, by worker id."""
    statement = select(Leave).where(Leave.shop_id == shop_id, _in_force(today)).order_by(col(Leave.id).desc())
    return {leave.worker_id: leave for leave in db.exec(statement)}


def planned_steps(db: Session, journey: Journey) -> list[Step]:
    """The whole plan: the next step and the later steps, in order. Empty for a journey that has ended."""
    first = next_step(journey) if journey.is_open else None
    return [first, *(row.step for row in later_steps(db, journey.id))] if first else []


def journeys_with_later_steps(db: Session, journeys: Collection[int]) -> set[int]:
    """The ids of the journeys with later steps: there the next step can be done without planning another."""
    statement = select(LaterStep.journey_id).where(col(LaterStep.journey_id).in_(journeys))
    return set(db.exec(statement)) if journeys else set()


def steps_of_worker(db: Session, actor: Actor, first: date, last: date) -> list[tuple[Journey, Step]]:
    """Steps of the actor from `first` to `last`, in open journeys that they follow; in order."""
    open_ones = (followed_by(actor), col(Journey.ended_at).is_(None))
    mine = db.exec(select(Journey).where(*open_ones, Journey.next_worker_id == actor.worker_id))
    later = db.exec(
        select(Journey, LaterStep)
        .join(LaterStep, col(LaterStep.journey_id) == Journey.id)
        .where(*open_ones, LaterStep.worker_id == actor.worker_id)
    )
    found = [(journey, step) for journey in mine if (step := next_step(journey))]
    found += [(journey, row.step) for journey, row in later]
    return sorted((pair for pair in found if first <= pair[1].on <= last), key=lambda pair: pair[1].order)


def current_leave(db: Session, worker_id: int, shop_id: int, today: date) -> Leave | None:
    """The leave that the worker is on today, if any."""
    statement = select(Leave).where(Leave.worker_id == worker_id, Leave.shop_id == shop_id, _in_force(today))
    return db.exec(statement.order_by(col(Leave.id))).first()


def past_steps(db: Session, journey_id: int) -> list[PastStep]:
    """The past steps of a journey, the latest first."""
    statement = select(PastStep).where(PastStep.journey_id == journey_id)
    return list(db.exec(statement.order_by(col(PastStep.id).desc())))


def responsibilities(db: Session, journey_id: int) -> list[Responsibility]:
    """The responsibilities of a journey, the earliest first. The one without `until` is the current one."""
    statement = select(Responsibility).where(Responsibility.journey_id == journey_id)
    return list(db.exec(statement.order_by(col(Responsibility.id))))


def due_between(db: Session, actor: Actor, first: date, last: date) -> list[Journey]:
    """Open journeys with a next step from `first` to `last`, in order. Empty for workers not at the door."""
    if not actor.at_the_door:
        return []
    statement = select(Journey).where(
        Journey.shop_id == actor.shop_id, col(Journey.ended_at).is_(None), col(Journey.next_on).between(first, last)
    )
    rows = db.exec(statement.options(joinedload(relation(Journey.next_worker))))
    return sorted(rows, key=lambda j: (j.next_on, j.next_time is None, j.next_time, j.id))


def persons_with_open_journey(db: Session, persons: Collection[int]) -> set[int]:
    """The ids of those of these persons who have an open journey, and so a next step."""
    statement = select(Journey.person_id).where(col(Journey.person_id).in_(persons), col(Journey.ended_at).is_(None))
    return set(db.exec(statement)) if persons else set()
