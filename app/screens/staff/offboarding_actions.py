"""Offboards a worker or changes their roles, so that nobody they followed is left alone (DOMAIN: invariants 1 and 2).

The administrator who does this sees counts only, no persons (invariant 4).
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from sqlmodel import Session, col, select

from app.accounts import actions as accounts
from app.accounts import queries as workers
from app.accounts.current_user import Actor
from app.accounts.models import Role, Worker
from app.core.database import lock_key_share
from app.core.state_machine import Refused
from app.core.text_rules import N_
from app.guidance.caseloads.bulk_reassignment_actions import locked_caseload, reassign_steps
from app.guidance.journeys import queries as journeys
from app.guidance.journeys.actions import move_responsibility
from app.guidance.journeys.models import Journey, ResponsibilityReason
from app.guidance.journeys.rules import FOLLOWER_ROLES, FRONT_ROLES
from app.handovers.lifecycle.models import ALIVE, Handover
from app.shop.half_days.models import Opening, Presence
from app.shop.roster import actions
from app.shop.shops.models import Shop

LAST_ADMINISTRATOR = N_("This is the last administrator. Give somebody else this role first.")
STILL_FOLLOWS = N_("%(name)s still follows visitors in these roles: %(num)s. Ask a coordinator to reassign them first.")
NO_SUCCESSOR_CHOSEN = N_("Choose who will follow these visitors.")


@dataclass(frozen=True)
class Caseload:
    """What a worker is responsible for in a shop. Only its counts are shown to the administrator."""

    at_front: tuple[Journey, ...]  # journeys they are responsible for as front office
    at_partner: tuple[Journey, ...]  # the same, for a partner organisation
    received: tuple[Handover, ...]  # open handovers accepted by their organisation, in their name

    @property
    def front_count(self) -> int:
        return len(self.at_front)

    @property
    def partner_count(self) -> int:
        """Number of persons; one with both a journey and a handover counts once."""
        return len({j.person_id for j in self.at_partner} | {h.person_id for h in self.received})


def caseload_of(db: Session, worker: Worker, shop_id: int) -> Caseload:
    open_ones = db.exec(
        select(Journey)
        .where(Journey.responsible_id == worker.id, Journey.shop_id == shop_id, col(Journey.ended_at).is_(None))
        .order_by(col(Journey.id))
    ).all()
    sides = {journey.id: journeys.responsible_partner(db, journey) for journey in open_ones}
    received = db.exec(
        select(Handover)
        .where(Handover.receiver_worker_id == worker.id, Handover.shop_id == shop_id, col(Handover.state).in_(ALIVE))
        .order_by(col(Handover.id))
    ).all()
    return Caseload(
        tuple(j for j in open_ones if sides[j.id] is None),
        tuple(j for j in open_ones if sides[j.id] is not None),
        tuple(received),
    )


def front_successors(db: Session, worker: Worker, shop_id: int, today: date) -> list[Worker]:
    return [w for w in journeys.front_office_workers(db, shop_id, today) if w.id != worker.id]


def partner_successors(db: Session, worker: Worker, shop_id: int, today: date) -> list[Worker]:
    """Available colleagues of the same organisation with the partner role."""
    colleagues = journeys.available_workers(db, shop_id, {Role.PARTNER}, today, worker.organisation_id)
    return [w for w in colleagues if w.id != worker.id]


def offboard(
    db: Session, worker: Worker, *, front: Worker | None, partner: Worker | None, by: Actor, at: datetime
) -> None:
    """Ends a worker's roles in the shop and moves their caseload to the successors, in one transaction.

    `front` takes over the front office's journeys, `partner` those of the worker's organisation; None where there
    are none. Closes the account if it works in no other shop.
    Raises Refused when a successor is missing or this is the last administrator.
    """
    _require_other_administrator(db, worker, set(), by)
    locked_caseload(db, worker, by=by)  # locks it: nobody is assigned to the worker meanwhile
    caseload = caseload_of(db, worker, by.shop_id)
    if (caseload.front_count and front is None) or (caseload.partner_count and partner is None):
        raise Refused(NO_SUCCESSOR_CHOSEN)
    for rows, to in ((caseload.at_front, front), (caseload.at_partner, partner)):
        for journey in rows:
            assert to is not None
            move_responsibility(db, journey, to, ResponsibilityReason.DEPARTURE, by=by, at=at)
    reassign_received_handovers(caseload, partner)
    reassign_steps(db, worker, by.shop_id)
    _end_presence(db, worker, by.shop_id, at)
    actions.withdraw_all(db, worker.id, by=by, at=at)
    if workers.shops_of(db, worker.id) == [by.shop_id]:
        accounts.disable(db, worker, at=at)
    else:
        accounts.set_roles(db, worker, by.shop_id, ())


def reassign_received_handovers(caseload: Caseload, to: Worker | None) -> None:
    """Makes `to` the receiving worker of the handovers accepted in the departing worker's name."""
    for handover in caseload.received:
        handover.receiver_worker = to
        handover.version += 1


def change_roles(db: Session, worker: Worker, roles: Iterable[Role], *, by: Actor, at: datetime) -> None:
    """Sets the worker's roles in the shop. Raises Refused when that would leave somebody without follow-up."""
    wanted = set(roles)
    held = workers.roles_of(db, worker.id, by.shop_id)
    _require_other_administrator(db, worker, wanted, by)
    caseload = caseload_of(db, worker, by.shop_id)
    follows = caseload.front_count + caseload.partner_count
    crosses = bool(held & FRONT_ROLES) != bool(wanted & FRONT_ROLES) or not wanted & FOLLOWER_ROLES
    if follows and crosses:
        raise Refused(STILL_FOLLOWS, name=worker.name, num=follows)
    accounts.set_roles(db, worker, by.shop_id, wanted)


def _require_other_administrator(db: Session, worker: Worker, wanted: set[Role], by: Actor) -> None:
    """Raises Refused for the last administrator. Locks the shop: two may remove each other at once."""
    lock_key_share(db, db.get_one(Shop, by.shop_id))
    able = {w.id for w in workers.administrators(db, by.shop_id)}
    if Role.ADMINISTRATOR not in wanted and able == {worker.id}:
        raise Refused(LAST_ADMINISTRATOR)


def _end_presence(db: Session, worker: Worker, shop_id: int, at: datetime) -> None:
    here = select(Opening.id).where(Opening.shop_id == shop_id)
    there = select(Presence).where(
        Presence.worker_id == worker.id, col(Presence.until).is_(None), col(Presence.opening_id).in_(here)
    )
    for presence in db.exec(there):
        presence.until = at
