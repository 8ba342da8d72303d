"""Reassigns several journeys at once: chosen by hand, for a leave or after a departure.

All of them move or none: obstacles are found before anything moves, and each names the person.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement
from sqlmodel import Session, and_, col, or_, select

from app.accounts.current_user import Actor
from app.accounts.models import Organisation, Worker
from app.accounts.queries import roles_by_worker
from app.core.database import lock_key_share, lock_row
from app.core.state_machine import NO_LONGER_POSSIBLE, Refused
from app.core.text_rules import N_
from app.guidance.caseloads.facts import Reassignment, SuccessorChoice, Team
from app.guidance.journeys import queries, rules
from app.guidance.journeys.actions import move_responsibility
from app.guidance.journeys.models import Journey, ResponsibilityReason
from app.guidance.journeys.rules import FOLLOWER_ROLES, FRONT_ROLES
from app.guidance.journeys.step_models import LaterStep
from app.shop.shops.models import Shop

COLLEAGUE_MISSING = N_("Choose a colleague for %(name)s as well.")
FRONT_OFFICE_TEAM = "front"


def responsible_partners(db: Session, journeys: Sequence[Journey]) -> dict[int, int | None]:
    """The responsible partner organisation by journey id, or None for the front office (journeys.queries)."""
    workers = {journey.responsible_id for journey in journeys}
    roles = {shop_id: roles_by_worker(db, shop_id, workers) for shop_id in {journey.shop_id for journey in journeys}}
    found: dict[int, int | None] = {}
    for journey in journeys:
        worker_roles = roles[journey.shop_id].get(journey.responsible_id or 0)
        if worker_roles and not FRONT_ROLES.isdisjoint(worker_roles):
            found[journey.id] = None
        elif worker_roles and journey.responsible:
            found[journey.id] = journey.responsible.organisation_id
        else:  # a worker who left has no roles any more
            found[journey.id] = queries.responsible_partner(db, journey)
    return found


def reassignment_preview(
    db: Session,
    journeys: Sequence[Journey],
    choice: SuccessorChoice,
    *,
    without: Collection[int] = (),
    by: Actor,
    today: date,
) -> list[Reassignment]:
    """Each journey with its chosen successor and what prevents the move. `without`: ids of workers not to offer."""
    partners = responsible_partners(db, journeys)
    teams = {partner_id: _team(db, by.shop_id, partner_id, without, today) for partner_id in set(partners.values())}
    candidates = {worker.key: worker for team in teams.values() for worker in team.candidates}
    roles = roles_by_worker(db, by.shop_id, [worker.id for worker in candidates.values()])
    preview = []
    for journey in journeys:
        partner_id = partners[journey.id]
        team = teams[partner_id]
        key = choice.each.get(journey.key) or choice.rest.get(team.key)
        to = candidates.get(key or "")
        worker_roles = frozenset(roles.get(to.id, ())) if to else frozenset()
        obstacle = to and rules.successor_obstacle(journey, to, worker_roles, partner_id=partner_id, by=by)
        preview.append(Reassignment(journey, team, to, obstacle or None))
    return preview


def teams_of(rows: Iterable[Reassignment]) -> list[Team]:
    """The teams of these reassignments, each once."""
    return list({row.team.key: row.team for row in rows}.values())


def _team(db: Session, shop_id: int, partner_id: int | None, without: Collection[int], today: date) -> Team:
    """The front office of the shop, or a partner; workers with an id in `without` are no candidates."""
    if partner_id is None:
        workers, organisation = queries.front_office_workers(db, shop_id, today), None
    else:
        workers = queries.available_workers(db, shop_id, FOLLOWER_ROLES, today, partner_id)
        organisation = db.get_one(Organisation, partner_id)
    key = organisation.key if organisation else FRONT_OFFICE_TEAM
    return Team(key, organisation, [worker for worker in workers if worker.id not in without])


def caseload_of(db: Session, worker: Worker, *, by: Actor) -> list[Journey]:
    """The open journeys in the shop of `by` for which `worker` is responsible."""
    return list(db.exec(_ordered(_in_caseload_of(worker, by))))


def locked_caseload(db: Session, worker: Worker, *, by: Actor) -> list[Journey]:
    """Like caseload_of, but locked until the transaction ends: no journey can be given to the worker meanwhile.

    Locks are taken in the same order everywhere, to avoid deadlocks: first the shop, so that two workers who leave at
    once and name each other take turns; then the journeys by id; then the worker, for whom transactions that hold a
    journey may be waiting. A journey that reached the worker just before the last lock is included. Raises Refused if
    another transaction has locked that journey, because waiting for it now could deadlock.
    """
    lock_key_share(db, db.get_one(Shop, by.shop_id))
    steps = select(LaterStep.journey_id).where(LaterStep.worker_id == worker.id)
    has_step = or_(col(Journey.next_worker_id) == worker.id, col(Journey.id).in_(steps))
    here = and_(col(Journey.shop_id) == by.shop_id, col(Journey.ended_at).is_(None))
    all_theirs = and_(here, or_(_in_caseload_of(worker, by), has_step))
    db.exec(_ordered(all_theirs).with_for_update(of=Journey)).all()
    lock_key_share(db, worker)
    free = db.exec(_ordered(all_theirs).with_for_update(of=Journey, skip_locked=True)).all()
    if len(free) != len(db.exec(_ordered(all_theirs)).all()):
        raise Refused(NO_LONGER_POSSIBLE)
    return [journey for journey in free if journey.responsible_id == worker.id]


def _in_caseload_of(worker: Worker, by: Actor) -> ColumnElement[bool]:
    return and_(
        col(Journey.responsible_id) == worker.id, col(Journey.shop_id) == by.shop_id, col(Journey.ended_at).is_(None)
    )


def _ordered(which: ColumnElement[bool]) -> Any:
    return select(Journey).where(which).order_by(col(Journey.id)).execution_options(populate_existing=True)


def lock_selected(db: Session, keys: Mapping[str, int], *, by: Actor) -> list[Journey]:
    """The open journeys with these keys that the actor follows, locked and ordered by id.

    `keys`: the version of each journey that the actor saw. Raises Refused when one of them has changed since.
    """
    statement = select(Journey).where(
        queries.followed_by(by), col(Journey.key).in_(keys), col(Journey.ended_at).is_(None)
    )
    found = [lock_row(db, journey) for journey in db.exec(statement.order_by(col(Journey.id))).all()]
    if len(found) != len(keys) or any(keys[journey.key] != journey.version for journey in found):
        raise Refused(NO_LONGER_POSSIBLE)
    return found


def reassign_all(
    db: Session, rows: Sequence[Reassignment], why: ResponsibilityReason, word: str, *, by: Actor, at: datetime
) -> None:
    """Moves all of them; `word` is the reason. Raises Refused before anything moves if one cannot."""
    if not word.strip():
        raise Refused(rules.NO_REASON)
    for row in rows:
        if row.to is None:
            raise Refused(COLLEAGUE_MISSING, name=row.journey.person.name)
        if row.obstacle:
            raise Refused(row.obstacle)
    for row in rows:
        assert row.to is not None
        move_responsibility(db, row.journey, row.to, why, word=word, by=by, at=at)


def reassign_steps(db: Session, worker: Worker, shop_id: int) -> None:
    """Gives the worker's steps in other workers' journeys to the responsible worker of each journey."""
    theirs = select(Journey).where(
        Journey.next_worker_id == worker.id,
        Journey.responsible_id != worker.id,
        Journey.shop_id == shop_id,
        col(Journey.ended_at).is_(None),
    )
    for row in db.exec(theirs.order_by(col(Journey.id))).all():
        journey = lock_row(db, row)
        if journey.is_open and journey.next_worker_id == worker.id:
            journey.next_worker, journey.next_worker_id = journey.responsible, journey.responsible_id
            journey.version += 1
    later = (
        select(LaterStep)
        .join(Journey)
        .where(LaterStep.worker_id == worker.id, Journey.shop_id == shop_id, Journey.responsible_id != worker.id)
    )
    for step in db.exec(later):
        assert step.journey.responsible is not None
        step.worker, step.worker_id = step.journey.responsible, step.journey.responsible.id
    db.flush()
