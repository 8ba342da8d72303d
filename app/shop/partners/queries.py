"""Reads the partners of a shop, and which of their workers are in the shop today."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy import bindparam
from sqlmodel import Session, col, select

from app.accounts.current_user import Actor
from app.accounts.models import Worker
from app.core.clock import local_day
from app.shop.half_days.models import DayPart, Opening, Presence
from app.shop.half_days.rules import part_at
from app.shop.partners.models import Partner
from app.shop.roster.models import RosterPlan
from app.shop.roster.queries import plans_between


@dataclass
class PartnerChoice:
    """A partner to hand over to, with its workers who are in the shop now or planned for later today."""

    partner: Partner
    present: list[Worker] = field(default_factory=list)
    later: list[RosterPlan] = field(default_factory=list)  # planned for later today


_ACTIVE_PARTNERS = select(Partner).where(
    col(Partner.shop_id) == bindparam("shop_id"), col(Partner.retired_at).is_(None)
)


def active_partners(db: Session, shop_id: int) -> Sequence[Partner]:
    """The partners of the shop, without retired ones, by name."""
    return sorted(
        db.exec(_ACTIVE_PARTNERS, params={"shop_id": shop_id}), key=lambda partner: partner.organisation.name.casefold()
    )


def present_workers(db: Session, shop_id: int, at: datetime) -> list[Worker]:
    """The workers in the shop at this moment, each once, by name."""
    statement = (
        select(Worker)
        .join(Presence, col(Presence.worker_id) == Worker.id)
        .join(Opening, col(Opening.id) == Presence.opening_id)
        .where(Opening.shop_id == shop_id, Opening.day == local_day(at), col(Presence.until).is_(None))
        .order_by(Worker.name)
    )
    return list({worker.id: worker for worker in db.exec(statement)}.values())


def partner_choices(db: Session, shop_id: int, *, other_than: int, at: datetime) -> list[PartnerChoice]:
    """Partners to hand over to, those with a worker in the shop first. `other_than`: the sender's organisation id."""
    choices = [PartnerChoice(p) for p in active_partners(db, shop_id) if p.organisation_id != other_than]
    for worker in present_workers(db, shop_id, at):
        for choice in choices:
            if choice.partner.organisation_id == worker.organisation_id:
                choice.present.append(worker)
    present_ids = {worker.id for choice in choices for worker in choice.present}
    later_parts = list(DayPart)[list(DayPart).index(part_at(at)) + 1 :]
    for plan in plans_between(db, shop_id, local_day(at), local_day(at)):
        if plan.part not in later_parts or plan.worker_id in present_ids:
            continue
        for choice in choices:
            if choice.partner.organisation_id == plan.worker.organisation_id:
                choice.later.append(plan)
    return sorted(choices, key=lambda choice: not choice.present)  # the sort is stable: by name within each group


def active_partner(db: Session, shop_id: int, organisation_id: int) -> Partner | None:
    statement = select(Partner).where(
        Partner.shop_id == shop_id, Partner.organisation_id == organisation_id, col(Partner.retired_at).is_(None)
    )
    return db.exec(statement).first()


def own_partner(db: Session, actor: Actor) -> Partner | None:
    """The actor's own organisation as a partner of the shop."""
    return active_partner(db, actor.shop_id, actor.organisation_id)


def all_partners(db: Session, actor: Actor) -> Sequence[Partner]:
    """All partners of the actor's shop, retired ones included, by name."""
    found = db.exec(select(Partner).where(Partner.shop_id == actor.shop_id))
    return sorted(found, key=lambda partner: partner.organisation.name.casefold())


def partner_by_key(db: Session, actor: Actor, key: str) -> Partner | None:
    """A partner of the actor's shop, retired or not."""
    return db.exec(select(Partner).where(Partner.key == key, Partner.shop_id == actor.shop_id)).first()


def partner_even_if_retired(db: Session, shop_id: int, organisation_id: int) -> Partner | None:
    """The partner for an organisation, retired or not."""
    statement = select(Partner).where(Partner.shop_id == shop_id, Partner.organisation_id == organisation_id)
    return db.exec(statement).first()
