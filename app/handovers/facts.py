"""What the rules look at, gathered: the handover and what the moment adds to it. Reads only."""

from collections import Counter, defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from sqlmodel import Session, col, select

from app.core.clock import local_day
from app.handovers.models import ALIVE, Handover, Kind, State
from app.handovers.rules import Facts
from app.partners.limits import Calendar, Limits, calendar_of, limits_of
from app.partners.models import Counts, Partner, PartnerClosure
from app.shops.models import Opening, OpeningState
from app.shops.queries import half_days

BACK, AHEAD = timedelta(days=120), timedelta(days=150)  # how far the open half-days are read, for who counts in those


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


@dataclass
class Clocks:
    """The clock of every partner of one shop, read once for all its handovers."""

    closed: frozenset[date] = frozenset()
    partners: Mapping[int, Partner] = field(default_factory=dict)  # by the number of the organisation
    away: Mapping[int, list[PartnerClosure]] = field(default_factory=dict)
    half_days: Mapping[date, int] | None = None

    def limits(self, organisation_id: int) -> Limits:
        return limits_of(self.partners.get(organisation_id))

    def calendar(self, organisation_id: int) -> Calendar:
        partner = self.partners.get(organisation_id)
        return calendar_of(partner, self.away.get(partner.id, []) if partner else [], self.closed, self.half_days)


def clocks_of(db: Session, shop_id: int, at: datetime) -> Clocks:
    partners = {
        partner.organisation_id: partner for partner in db.exec(select(Partner).where(Partner.shop_id == shop_id))
    }
    away = defaultdict(list)
    closures = select(PartnerClosure).join(Partner, col(Partner.id) == PartnerClosure.partner_id)
    for closure in db.exec(closures.where(Partner.shop_id == shop_id)):
        away[closure.partner_id].append(closure)
    held = None
    if any(partner.counts == Counts.HALF_DAYS for partner in partners.values()):
        today = local_day(at)
        there = half_days(db, shop_id, today - BACK, today + AHEAD)
        held = Counter(half.day for half in there if half.state != OpeningState.CANCELLED)
    return Clocks(closed_days(db, shop_id), partners, away, held)


def facts_of(db: Session, handover: Handover, at: datetime, clocks: Clocks | None = None) -> Facts:
    """`clocks`: of its shop, where many are read at once."""
    others, clocks = rivals(db, handover), clocks or clocks_of(db, handover.shop_id, at)
    return Facts(
        handover, at, rival=bool(others), unexplained=any(not other.why_another for other in others),
        rival_runs=any(other.state == State.RUNNING for other in others), closed=clocks.closed,
        limits=clocks.limits(handover.receiver_id), calendar=clocks.calendar(handover.receiver_id),
    )  # fmt: skip
