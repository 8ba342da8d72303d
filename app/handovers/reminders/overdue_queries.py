"""Offers that no partner answered in time, over the whole shop: one of the lists that must be empty."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import joinedload, lazyload
from sqlmodel import Session, col, select

from app.accounts.current_user import Actor
from app.core.database import relation
from app.handovers.lifecycle.fact_queries import PartnerDeadlines, partner_deadlines
from app.handovers.lifecycle.facts import HandoverFacts
from app.handovers.lifecycle.models import AWAITING_RESPONSE, Handover
from app.handovers.lifecycle.overdue_rules import Deadline, deadline

PAGE_SIZE = 50


@dataclass(frozen=True)
class OverdueOffer:
    handover: Handover
    deadline: Deadline


def _overdue(db: Session, actor: Actor, at: datetime) -> list[OverdueOffer]:
    """What should have been answered before today, the oldest first.

    Each partner has its own limits, so this is worked out here and not in the database: a shop has few open offers.
    """
    statement = (
        select(Handover)
        .options(lazyload("*"))
        .where(col(Handover.shop_id) == actor.shop_id, col(Handover.state).in_(AWAITING_RESPONSE))
        .order_by(col(Handover.offered_at), col(Handover.id))
    )
    asked = db.exec(statement).all()
    if not asked:
        return []
    since = min(handover.made_at for handover in asked)
    known, other = partner_deadlines(db, actor.shop_id, at, {h.receiver_id for h in asked}, since), PartnerDeadlines()
    found = []
    for handover in asked:
        clock = known.get(handover.receiver_id, other)
        due = deadline(HandoverFacts(handover, at, limits=clock.limits, calendar=clock.calendar))
        if due is not None and due.is_late:
            found.append(OverdueOffer(handover, due))
    return found


def overdue_offers(
    db: Session, actor: Actor, at: datetime, *, after: str = "", size: int = PAGE_SIZE
) -> tuple[int, list[OverdueOffer], str]:
    """How many there are; a page of them, what waits longest first; and the key after which the next one begins.

    Of the whole shop, for its coordinator.
    """
    if not actor.is_coordinator:
        return 0, [], ""
    late = _overdue(db, actor, at)
    order = (col(Handover.offered_at), col(Handover.id))
    before = db.exec(select(*order).where(col(Handover.key) == after)).first() if after else None
    start = sum((one.handover.offered_at, one.handover.id) <= tuple(before) for one in late) if before else 0
    shown = late[start : start + size]
    if not shown:
        return len(late), [], ""
    whole = select(Handover).where(col(Handover.id).in_([one.handover.id for one in shown]))
    whole = whole.options(joinedload(relation(Handover.receiver)), joinedload(relation(Handover.sender)))
    db.exec(whole.execution_options(populate_existing=True)).all()  # what is shown of each is loaded at once
    return len(late), shown, shown[-1].handover.key if len(late) > start + size else ""
