"""Open journeys as a paged list of steps: a worker's own and those of a whole shop.

Which journeys are silent depends on features above this one, so the caller passes that condition.
"""

from dataclasses import dataclass
from datetime import date, time
from typing import Any, TypeAlias

from sqlalchemy import Boolean, ColumnElement, Select, Subquery, Time, case, func, literal, tuple_, union_all
from sqlalchemy import select as columns
from sqlalchemy.orm import aliased, joinedload
from sqlmodel import Session, and_, col, false, or_, true

from app.accounts.current_user import Actor
from app.accounts.models import Worker
from app.accounts.queries import member_ids
from app.core.database import relation
from app.guidance.caseloads.due_group_rules import DAY_GROUPS, END_OF_DAY, Cursor, DueGroup, days_of, group_of
from app.guidance.caseloads.facts import CaseloadScope
from app.guidance.journeys.models import Journey, Leave, Responsibility
from app.guidance.journeys.queries import current_leaves, followed_by, workers_on_leave
from app.guidance.journeys.rules import FOLLOWER_ROLES
from app.guidance.journeys.step_models import LaterStep

PAGE = 50
Condition: TypeAlias = ColumnElement[bool]


@dataclass(frozen=True)
class CaseloadRow:
    """A row of the list: a journey with its next step, or the worker's later step in another worker's journey.

    `has_later_steps`: another step is planned, so this one can be completed without asking for the next.
    """

    journey: Journey
    key: str
    what: str
    on: date
    clock: time | None
    place: Cursor
    has_later_steps: bool
    silent: bool
    group: DueGroup


@dataclass(frozen=True)
class CaseloadPage:
    rows: list[CaseloadRow]
    more: Cursor | None  # the position after which the next page begins


_OPEN = col(Journey.ended_at).is_(None)
_END_OF_DAY = literal(END_OF_DAY, Time)


def _next_steps(where: Condition) -> Any:
    """Selects the next step of each open journey."""
    return columns(
        col(Journey.id).label("journey_id"),
        col(Journey.key).label("tie"),
        col(Journey.next_key).label("step"),
        col(Journey.next_what).label("what"),
        col(Journey.next_on).label("day"),
        col(Journey.next_time).label("clock"),
        func.coalesce(col(Journey.next_time), _END_OF_DAY).label("by"),
        literal(False, Boolean).label("later"),
    ).where(_OPEN, where)


def _later_steps(where: Condition) -> Any:
    return (
        columns(
            col(LaterStep.journey_id),
            col(LaterStep.key),
            col(LaterStep.key),
            col(LaterStep.what),
            col(LaterStep.due_on),
            col(LaterStep.due_time),
            func.coalesce(col(LaterStep.due_time), _END_OF_DAY),
            literal(True, Boolean),
        )
        .join(Journey, col(Journey.id) == LaterStep.journey_id)
        .where(_OPEN, where)
    )


def my_steps(actor: Actor, whose: CaseloadScope = CaseloadScope.BOTH) -> Subquery:
    """Steps of the worker's own list: the next step of their own journeys, and their own steps in other journeys."""
    me = actor.worker_id
    own, of_others = col(Journey.responsible_id) == me, col(Journey.responsible_id) != me
    helping = and_(of_others, col(Journey.next_worker_id) == me)
    scope = {CaseloadScope.BOTH: or_(own, helping), CaseloadScope.ANSWERS: own, CaseloadScope.STEPS: helping}[whose]
    next_steps = _next_steps(and_(followed_by(actor), scope))
    if whose == CaseloadScope.ANSWERS:
        return next_steps.subquery()
    later_steps = _later_steps(and_(followed_by(actor), of_others, col(LaterStep.worker_id) == me))
    return union_all(next_steps, later_steps).subquery()


def shop_steps(actor: Actor, worker: Worker | None = None) -> Subquery:
    """The next steps of all open journeys that the actor follows, or only of those of one worker."""
    theirs = col(Journey.responsible_id) == worker.id if worker else true()
    return _next_steps(and_(followed_by(actor), theirs)).subquery()


def without_available_worker(shop_id: int, today: date) -> Condition:
    """Condition: the responsible worker is on leave, cannot sign in or has no role in the shop any more."""
    here = member_ids(shop_id, FOLLOWER_ROLES)
    gone = columns(col(Worker.id)).where(or_(col(Worker.disabled_at).is_not(None), col(Worker.password_hash).is_(None)))
    who = col(Journey.responsible_id)
    return or_(who.in_(workers_on_leave(shop_id, today)), who.in_(gone), who.not_in(here))


def _in_group(group: DueGroup, steps: Subquery, today: date, conditions: dict[DueGroup, Condition]) -> Condition:
    if group in DAY_GROUPS:
        return steps.c.day.between(*days_of(group, today))
    return and_(steps.c.later.is_(False), conditions.get(group, false()))


def group_counts(
    db: Session, steps: Subquery, today: date, conditions: dict[DueGroup, Condition]
) -> dict[DueGroup, int]:
    """Number of steps in each group, in one statement. `conditions`: those of the groups that are not days."""
    groups = [*DAY_GROUPS, *conditions]
    counts = [func.count().filter(_in_group(group, steps, today, conditions)) for group in groups]
    statement = columns(*counts).select_from(steps).join(Journey, col(Journey.id) == steps.c.journey_id)
    return dict(zip(groups, db.execute(statement).one(), strict=True))


def caseload_page(
    db: Session,
    steps: Subquery,
    today: date,
    conditions: dict[DueGroup, Condition],
    *,
    group: DueGroup | None = None,
    since: date | None = None,
    after: Cursor | None = None,
    size: int = PAGE,
) -> CaseloadPage:
    """One page of the list, the earliest step first, in one statement.

    `group`: only this group. `since`: only from this day on. `after`: where the page before this one ended.
    """
    has_later_steps = or_(
        steps.c.later.is_(True), columns(col(LaterStep.id)).where(col(LaterStep.journey_id) == Journey.id).exists()
    )
    order = (steps.c.day, steps.c.by, steps.c.tie)
    statement = (
        columns(
            Journey, *steps.c, has_later_steps.label("has_later_steps"), conditions[DueGroup.SILENT].label("silent")
        )
        .join(steps, steps.c.journey_id == Journey.id)
        .options(joinedload(relation(Journey.responsible)), joinedload(relation(Journey.next_organisation)))
        .order_by(*order)
        .limit(size + 1)
    )
    if group:
        statement = statement.where(_in_group(group, steps, today, conditions))
    if since:
        statement = statement.where(steps.c.day >= since)
    if after:
        statement = statement.where(tuple_(*order) > tuple_(after.on, literal(after.clock, Time), after.key))
    rows = [
        CaseloadRow(
            row.Journey,
            row.step or "",
            row.what,
            row.day,
            row.clock,
            Cursor(row.day, row.clock or END_OF_DAY, row.tie),
            bool(row.has_later_steps),
            bool(row.silent),
            group if group and group not in DAY_GROUPS else group_of(row.day, today),
        )
        for row in db.execute(statement)
    ]
    return CaseloadPage(rows[:size], rows[size - 1].place if len(rows) > size else None)


def _unacknowledged(actor: Actor) -> Select[Any]:
    return (
        columns(Responsibility)
        .join(Journey, col(Journey.id) == Responsibility.journey_id)
        .where(
            followed_by(actor),
            _OPEN,
            col(Responsibility.until).is_(None),
            col(Responsibility.seen_at).is_(None),
            col(Responsibility.worker_id) == actor.worker_id,
        )
    )


@dataclass(frozen=True)
class WorkerLoad:
    """How many journeys a worker is responsible for. `alone`: they are away or do not work here any more."""

    worker: Worker
    count: int
    alone: bool
    leave: Leave | None


def worker_loads(db: Session, actor: Actor, today: date) -> list[WorkerLoad]:
    """The load of each worker responsible for journeys that the actor follows, by name."""
    alone = func.max(case((without_available_worker(actor.shop_id, today), 1), else_=0))
    counts: Any = columns(
        col(Journey.responsible_id).label("who"), func.count().label("count"), alone.label("alone")
    ).where(followed_by(actor), _OPEN)
    each = counts.group_by(col(Journey.responsible_id)).subquery()
    statement = columns(Worker, each.c.count, each.c.alone).join(each, each.c.who == Worker.id)
    leaves = current_leaves(db, actor.shop_id, today)
    rows = db.execute(statement.order_by(Worker.name, col(Worker.id)))
    return [WorkerLoad(worker, count, bool(alone), leaves.get(worker.id)) for worker, count, alone in rows]


@dataclass(frozen=True)
class NewAssignment:
    """A journey that was assigned to the worker and not yet acknowledged. `earlier`: who was responsible before."""

    journey: Journey
    row: Responsibility
    earlier: Worker | None


def new_assignments(db: Session, actor: Actor) -> list[NewAssignment]:
    """The actor's unacknowledged assignments, the newest first, at most one page."""
    before = aliased(Responsibility)
    last = (
        columns(func.max(before.id))
        .where(col(before.journey_id) == Responsibility.journey_id, col(before.id) < Responsibility.id)
        .scalar_subquery()
    )
    earlier = aliased(Responsibility)
    statement = (
        _unacknowledged(actor)
        .add_columns(Journey, Worker)
        .outerjoin(earlier, earlier.id == last)  # type: ignore[arg-type]
        .outerjoin(Worker, col(Worker.id) == earlier.worker_id)
        .order_by(col(Responsibility.since).desc(), col(Responsibility.id).desc())
        .limit(PAGE)
    )
    return [NewAssignment(journey, row, worker) for row, journey, worker in db.execute(statement)]


def attention_count(actor: Actor, today: date) -> Select[int]:
    """Selects the number in the navigation: the worker's late steps plus unacknowledged assignments."""
    steps = my_steps(actor)
    late = columns(func.count()).select_from(steps).where(steps.c.day < today).scalar_subquery()
    new = columns(func.count()).select_from(_unacknowledged(actor).subquery()).scalar_subquery()
    return columns(late + new)


def continues_group(after: Cursor, row: CaseloadRow, today: date) -> bool:
    """Whether the first row of a page belongs to the group in which the page before it ended."""
    return row.group not in DAY_GROUPS or group_of(after.on, today) == row.group
