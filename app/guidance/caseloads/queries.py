"""Reading open journeys as a list of steps, a page at a time: one's own, and those of a whole shop.

What makes a journey silent is told by more than journeys know of: whoever asks brings the condition along.
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
    """A line of the list: a journey with its next step, or my later step in the journey of somebody else.

    `goes_on`: something is planned after this step, so that it can be put behind without a question.
    """

    journey: Journey
    key: str
    what: str
    on: date
    clock: time | None
    place: Cursor
    goes_on: bool
    silent: bool
    group: DueGroup


@dataclass(frozen=True)
class CaseloadPage:
    rows: list[CaseloadRow]
    more: Cursor | None  # where the next page begins


_OPEN = col(Journey.ended_at).is_(None)
_END_OF_DAY = literal(END_OF_DAY, Time)


def _next_steps(where: Condition) -> Any:
    """Open journeys, each with its next step."""
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
    """The steps of my list. In journeys of others each step that I mind; of my own the next one, whoever minds it."""
    me = actor.worker_id
    answers, others = col(Journey.responsible_id) == me, col(Journey.responsible_id) != me
    mind = and_(others, col(Journey.next_worker_id) == me)
    own = _next_steps(and_(followed_by(actor), {"": or_(answers, mind), "answers": answers, "steps": mind}[whose]))
    if whose == CaseloadScope.ANSWERS:
        return own.subquery()
    return union_all(own, _later_steps(and_(followed_by(actor), others, col(LaterStep.worker_id) == me))).subquery()


def shop_steps(actor: Actor, worker: Worker | None = None) -> Subquery:
    """All open journeys that the actor follows; of one worker, if named."""
    theirs = col(Journey.responsible_id) == worker.id if worker else true()
    return _next_steps(and_(followed_by(actor), theirs)).subquery()


def without_available_worker(shop_id: int, today: date) -> Condition:
    """Journeys answered for by somebody who is on leave, or who does not work here any more."""
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
    """How many there are in each group, in one read. `conditions`: of the groups that go by more than a day."""
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
    """A page of the list, the latest first; of one group, if named; from the day `since` on. One read, however long."""
    goes_on = or_(
        steps.c.later.is_(True), columns(col(LaterStep.id)).where(col(LaterStep.journey_id) == Journey.id).exists()
    )
    order = (steps.c.day, steps.c.by, steps.c.tie)
    statement = (
        columns(Journey, *steps.c, goes_on.label("goes_on"), conditions[DueGroup.SILENT].label("silent"))
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
            bool(row.goes_on),
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
    """For how many somebody answers; `alone`: while they are away, or do not work here any more."""

    worker: Worker
    count: int
    alone: bool
    leave: Leave | None


def worker_loads(db: Session, actor: Actor, today: date) -> list[WorkerLoad]:
    """Everybody who answers for somebody in what the actor follows, and their leave now; by name."""
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
    """A journey that came to me and of which I did not say yet that I know; from whom, unless nobody had it before."""

    journey: Journey
    row: Responsibility
    earlier: Worker | None


def new_assignments(db: Session, actor: Actor) -> list[NewAssignment]:
    """What is new with me, the newest first, at most a page."""
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
    """How many steps of mine are late, and how many journeys are new with me: what the rail counts."""
    steps = my_steps(actor)
    late = columns(func.count()).select_from(steps).where(steps.c.day < today).scalar_subquery()
    new = columns(func.count()).select_from(_unacknowledged(actor).subquery()).scalar_subquery()
    return columns(late + new)


def continues_group(after: Cursor, row: CaseloadRow, today: date) -> bool:
    """Whether the row is in the group that the page before it ended with."""
    return row.group not in DAY_GROUPS or group_of(after.on, today) == row.group
