"""Several journeys get somebody else who answers for them, in one go: reassigned, for a leave, after a departure.

All of it or nothing: what cannot move is found before anything moves, and said of whom.
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

COLLEAGUE_MISSING = N_("Choose a colleague for %(name)s too.")
FRONT_OFFICE_TEAM = "front"


def responsible_partners(db: Session, journeys: Sequence[Journey]) -> dict[int, int | None]:
    """The organisation of the partner who answers, by journey; None: the front office (as queries.partner_side)."""
    workers = {journey.responsible_id for journey in journeys}
    roles = {shop_id: roles_by_worker(db, shop_id, workers) for shop_id in {journey.shop_id for journey in journeys}}
    found: dict[int, int | None] = {}
    for journey in journeys:
        held = roles[journey.shop_id].get(journey.responsible_id or 0)
        if held and not FRONT_ROLES.isdisjoint(held):
            found[journey.id] = None
        elif held and journey.responsible:
            found[journey.id] = journey.responsible.organisation_id
        else:  # who left has no roles any more
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
    """Every journey with who is chosen for it. `without`: the numbers of workers who cannot be chosen."""
    by_side = responsible_partners(db, journeys)
    shown = {number: _team(db, by.shop_id, number, without, today) for number in set(by_side.values())}
    able = {worker.key: worker for side in shown.values() for worker in side.takers}
    roles = roles_by_worker(db, by.shop_id, [worker.id for worker in able.values()])
    found = []
    for journey in journeys:
        number = by_side[journey.id]
        side = shown[number]
        wanted = choice.each.get(journey.key) or choice.rest.get(side.key)
        to = able.get(wanted or "")
        held = frozenset(roles.get(to.id, ())) if to else frozenset()
        obstacle = to and rules.successor_obstacle(journey, to, held, partner_id=number, by=by)
        found.append(Reassignment(journey, side, to, obstacle or None))
    return found


def teams_of(rows: Iterable[Reassignment]) -> list[Team]:
    """The sides on which these journeys stay, each once."""
    return list({row.side.key: row.side for row in rows}.values())


def _team(db: Session, shop_id: int, number: int | None, without: Collection[int], today: date) -> Team:
    if number is None:
        found, organisation = queries.front_office_workers(db, shop_id, today), None
    else:
        found = queries.available_workers(db, shop_id, FOLLOWER_ROLES, today, number)
        organisation = db.get_one(Organisation, number)
    key = organisation.key if organisation else FRONT_OFFICE_TEAM
    return Team(key, organisation, [worker for worker in found if worker.id not in without])


def caseload_of(db: Session, worker: Worker, *, by: Actor) -> list[Journey]:
    """Everybody for whom `worker` answers in the shop."""
    return list(db.exec(_ordered(_in_caseload_of(worker, by))))


def locked_caseload(db: Session, worker: Worker, *, by: Actor) -> list[Journey]:
    """The same, kept from changing by others. Until the transaction ends nobody else comes to them.

    In the order in which everybody locks: journeys, in the order of their numbers, and only then the worker, for whom
    others wait with a journey in their hands. What came to the worker just before is taken along; where somebody is at
    work on that one right now it is refused, for then nobody may wait any more. The shop comes first of all: two who
    leave at once and name each other come in turn. Raises Refused.
    """
    lock_key_share(db, db.get_one(Shop, by.shop_id))
    steps = select(LaterStep.journey_id).where(LaterStep.worker_id == worker.id)
    minds = or_(col(Journey.next_worker_id) == worker.id, col(Journey.id).in_(steps))
    here = and_(col(Journey.shop_id) == by.shop_id, col(Journey.ended_at).is_(None))
    all_theirs = and_(here, or_(_in_caseload_of(worker, by), minds))
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
    """The open journeys with these keys that the actor follows, kept from changing by others; in one order.

    Raises Refused when one of them changed since it was seen: `keys` gives the version of each.
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
    """Moves all of them, with a word why. Raises Refused, before anything moved, where one cannot."""
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
    """A step that was theirs in somebody else's journey goes to who answers for the person."""
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
