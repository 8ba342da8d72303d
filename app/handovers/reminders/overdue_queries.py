"""The shop's offers without a response in time: one of the coordinator's lists that should be empty."""

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
    """Offers whose response was due before today, the oldest first.

    Computed here and not in the database, because each partner has its own limits. A shop has few open offers.
    """
    statement = (
        select(Handover)
        .options(lazyload("*"))
        .where(col(Handover.shop_id) == actor.shop_id, col(Handover.state).in_(AWAITING_RESPONSE))
        .order_by(col(Handover.offered_at), col(Handover.id))
    )
    offers = db.exec(statement).all()
    if not offers:
        return []
    since = min(handover.made_at for handover in offers)
    of_shop, default = (
        partner_deadlines(db, actor.shop_id, at, {h.receiver_id for h in offers}, since),
        PartnerDeadlines(),
    )
    found = []
    for handover in offers:
        deadlines = of_shop.get(handover.receiver_id, default)
        due = deadline(HandoverFacts(handover, at, limits=deadlines.limits, calendar=deadlines.calendar))
        if due is not None and due.is_late:
            found.append(OverdueOffer(handover, due))
    return found


def overdue_offers(
    db: Session, actor: Actor, at: datetime, *, after: str = "", size: int = PAGE_SIZE
) -> tuple[int, list[OverdueOffer], str]:
    """The number of overdue offers of the shop, one page of them, and the key for the next page ("" on the last).

    The longest waiting come first. Only for the shop's coordinator; nothing for others. `after`: the key of the last
    handover on the page before.
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
    db.exec(whole.execution_options(populate_existing=True)).all()  # loads all that the page shows
    return len(late), shown, shown[-1].handover.key if len(late) > start + size else ""
