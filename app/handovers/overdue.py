"""Offers that no partner answered in time, over the whole shop: one of the lists that must be empty."""

from datetime import datetime

from sqlalchemy.orm import joinedload
from sqlmodel import Session, col, select

from app.accounts.actors import Actor
from app.handovers.facts import clocks_of
from app.handovers.models import ASKED, Handover
from app.handovers.standing import Facts

PAGE = 50


def overdue(
    db: Session, actor: Actor, at: datetime, *, after: str = "", size: int = PAGE
) -> tuple[int, list[Handover], str]:
    """How many there are; a page of them, what waits longest first; and the key after which the next one begins.

    Of the whole shop, for its coordinator. Each partner has a clock of its own, so the offers that are open are read
    and asked one by one: they are few.
    """
    if not actor.is_coordinator:
        return 0, [], ""
    clocks = clocks_of(db, actor.shop_id, at)
    asked = select(Handover).where(Handover.shop_id == actor.shop_id, col(Handover.state).in_(ASKED))
    asked = asked.options(joinedload(Handover.receiver), joinedload(Handover.sender))  # type: ignore[arg-type]
    facts = [
        Facts(row, at, limits=clocks.limits(row.receiver_id), calendar=clocks.calendar(row.receiver_id))
        for row in db.exec(asked.order_by(col(Handover.offered_at), col(Handover.id)))
    ]  # fmt: skip
    late = [each.handover for each in facts if each.is_late]
    begin = next((n for n, row in enumerate(late, 1) if row.key == after), 0)
    found = late[begin : begin + size]
    return len(late), found, found[-1].key if begin + size < len(late) else ""
