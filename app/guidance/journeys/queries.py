"""Reads of journeys. What `for_` a reader is scoped to that reader; the rest takes a row that is."""

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
    """Workers who can sign in, have one of these roles in the shop and are not on leave today, by name."""
    away = workers_on_leave(shop_id, today)
    return accounts.workers_with_roles(db, shop_id, roles, organisation_id=organisation_id, without=away)


def front_office_workers(db: Session, shop_id: int, today: date) -> list[Worker]:
    return available_workers(db, shop_id, FRONT_ROLES, today)


def responsible_partner(db: Session, journey: Journey) -> int | None:
    """The organisation of the partner who answers for the person now; None when it is the front office.

    A worker who left has no roles any more: then the way the responsibility came to them tells the side.
    """
    return responsible_partners(db, [journey])[journey.id]


def responsible_partners(db: Session, journeys: Collection[Journey]) -> dict[int, int | None]:
    """`partner_side` of each journey, by its number, in the same number of statements for one as for many."""
    answering = {journey.id: journey.responsible for journey in journeys}
    workers = {worker.id for worker in answering.values() if worker is not None}
    roles = accounts.roles_by_shop(db, workers)
    found: dict[int, int | None] = {}
    without_role = []
    for journey in journeys:
        worker = answering[journey.id]
        has = roles.get((worker.id, journey.shop_id)) if worker is not None else None
        found[journey.id] = worker.organisation_id if worker is not None and has and not has & FRONT_ROLES else None
        if worker is not None and not has:
            without_role.append(journey.id)
    for journey_id in _reached_by_transfer(db, without_role):
        worker = answering[journey_id]
        found[journey_id] = worker.organisation_id if worker is not None else None
    return found


def _reached_by_transfer(db: Session, journeys: Collection[int]) -> set[int]:
    """Which of these journeys the side that answers now got through a transfer: the last crossing decides."""
    if not journeys:
        return set()
    crossing = (
        ResponsibilityReason.TRANSFER,
        ResponsibilityReason.RETURNED,
        ResponsibilityReason.OPENED,
        ResponsibilityReason.REOPENED,
    )
    statement = (
        select(Responsibility.journey_id, Responsibility.why)
        .where(col(Responsibility.journey_id).in_(journeys), col(Responsibility.why).in_(crossing))
        .order_by(col(Responsibility.id))
    )
    last = dict(db.exec(statement).all())
    return {journey_id for journey_id, why in last.items() if why == ResponsibilityReason.TRANSFER}


def successors(db: Session, journey: Journey, today: date) -> list[Worker]:
    """Who may become responsible by reassignment: the front office, or the partner's own colleagues; who is here."""
    partner_id = responsible_partner(db, journey)
    if partner_id is None:
        found = front_office_workers(db, journey.shop_id, today)
    else:
        found = available_workers(db, journey.shop_id, FOLLOWER_ROLES, today, partner_id)
    return [worker for worker in found if worker.id != journey.responsible_id]


def open_journey(db: Session, person_id: int) -> Journey | None:
    return db.exec(select(Journey).where(Journey.person_id == person_id, col(Journey.ended_at).is_(None))).first()


def journeys_of(db: Session, person_id: int) -> list[Journey]:
    """All journeys of a person, the newest first, with who answers for each and how it ended."""
    statement = select(Journey).where(Journey.person_id == person_id).options(*_RELATIONS)
    return list(db.exec(statement.order_by(col(Journey.id).desc())))


def journey_for(db: Session, actor: Actor, key: str) -> Journey | None:
    """A journey that `actor` follows: of their shop's front office, or one their organisation answers for now."""
    return db.exec(select(Journey).where(Journey.key == key, followed_by(actor))).first()


def followed_by(actor: Actor) -> ColumnElement[bool]:
    """Journeys that the actor follows: of their shop's front office, or answered for by their organisation."""
    here = col(Journey.shop_id) == actor.shop_id
    if actor.in_front_office:
        return here
    # a colleague who works at the front desk answers as front office, not as the organisation
    front = accounts.member_ids(actor.shop_id, FRONT_ROLES)
    colleagues = select(Worker.id).where(Worker.organisation_id == actor.organisation_id, col(Worker.id).not_in(front))
    return here & col(Journey.responsible_id).in_(colleagues) & (Role.PARTNER in actor.roles)


def later_steps(db: Session, journey_id: int) -> list[LaterStep]:
    """What comes after the next step, in order."""
    statement = select(LaterStep).where(LaterStep.journey_id == journey_id)
    return sorted(db.exec(statement), key=lambda row: row.step.order)


def _in_force(today: date) -> ColumnElement[bool]:
    until = or_(col(Leave.last).is_(None), col(Leave.last) >= today)
    return and_(col(Leave.ended_at).is_(None), col(Leave.first) <= today, until)


def workers_on_leave(shop_id: int, today: date) -> Select[int]:
    """The numbers of who is away in the shop on that day."""
    return columns(col(Leave.worker_id)).where(col(Leave.shop_id) == shop_id, _in_force(today))


def current_leaves(db: Session, shop_id: int, today: date) -> dict[int, Leave]:
    """The leave of everybody who is away from the shop, by the worker's number."""
    statement = select(Leave).where(Leave.shop_id == shop_id, _in_force(today)).order_by(col(Leave.id).desc())
    return {leave.worker_id: leave for leave in db.exec(statement)}


def planned_steps(db: Session, journey: Journey) -> list[Step]:
    """The whole plan: the next step, and what comes after it in order. Empty for a journey that has ended."""
    first = next_step(journey) if journey.is_open else None
    return [first, *(row.step for row in later_steps(db, journey.id))] if first else []


def journeys_with_later_steps(db: Session, journeys: Collection[int]) -> set[int]:
    """Which of these journeys have a step after the next one: there, done asks nothing more."""
    statement = select(LaterStep.journey_id).where(col(LaterStep.journey_id).in_(journeys))
    return set(db.exec(statement)) if journeys else set()


def steps_of_worker(db: Session, actor: Actor, first: date, last: date) -> list[tuple[Journey, Step]]:
    """The steps on these days that the actor minds, in open journeys that they may follow now; in order."""
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
    """The leave that a worker is on."""
    statement = select(Leave).where(Leave.worker_id == worker_id, Leave.shop_id == shop_id, _in_force(today))
    return db.exec(statement.order_by(col(Leave.id))).first()


def past_steps(db: Session, journey_id: int) -> list[PastStep]:
    statement = select(PastStep).where(PastStep.journey_id == journey_id)
    return list(db.exec(statement.order_by(col(PastStep.id).desc())))


def responsibilities(db: Session, journey_id: int) -> list[Responsibility]:
    """Who answered for a journey, in order; the last without `until` answers now."""
    statement = select(Responsibility).where(Responsibility.journey_id == journey_id)
    return list(db.exec(statement.order_by(col(Responsibility.id))))


def due_between(db: Session, actor: Actor, first: date, last: date) -> list[Journey]:
    """Open journeys whose next step is on one of these days, for who works at the shop's door; in order of time."""
    if not actor.at_the_door:
        return []
    statement = select(Journey).where(
        Journey.shop_id == actor.shop_id, col(Journey.ended_at).is_(None), col(Journey.next_on).between(first, last)
    )
    rows = db.exec(statement.options(joinedload(relation(Journey.next_worker))))
    return sorted(rows, key=lambda j: (j.next_on, j.next_time is None, j.next_time, j.id))


def persons_with_open_journey(db: Session, persons: Collection[int]) -> set[int]:
    """Which of these persons are in an open journey, and so have a next step."""
    statement = select(Journey.person_id).where(col(Journey.person_id).in_(persons), col(Journey.ended_at).is_(None))
    return set(db.exec(statement)) if persons else set()
