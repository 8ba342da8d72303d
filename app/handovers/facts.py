"""What the rules look at, gathered: the handover and what the moment adds to it. Reads only."""

from datetime import date, datetime

from sqlmodel import Session, col, select

from app.handovers.models import ALIVE, Handover, Kind, State
from app.handovers.rules import Facts
from app.shops.models import Opening, OpeningState


def closed_days(db: Session, shop_id: int) -> frozenset[date]:
    """Days on which every half-day was called off: they are no working days of this shop (DOMAIN §4, clock)."""
    here = Opening.shop_id == shop_id
    held = select(col(Opening.day)).where(here, Opening.state != OpeningState.CANCELLED)
    off = select(col(Opening.day)).where(here, Opening.state == OpeningState.CANCELLED, col(Opening.day).not_in(held))
    return frozenset(db.exec(off))


def rivals(db: Session, handover: Handover) -> list[Handover]:
    """The journey's other transfers that are under way, the oldest first."""
    statement = select(Handover).where(
        Handover.journey_id == handover.journey_id, Handover.id != handover.id, Handover.kind == Kind.TRANSFER,
        col(Handover.state).in_(ALIVE),
    )  # fmt: skip
    return list(db.exec(statement.order_by(col(Handover.id))))


def facts_of(db: Session, handover: Handover, at: datetime) -> Facts:
    others = rivals(db, handover)
    return Facts(
        handover, at, rival=bool(others), unexplained=any(not other.why_another for other in others),
        rival_runs=any(other.state == State.RUNNING for other in others), closed=closed_days(db, handover.shop_id),
    )  # fmt: skip
