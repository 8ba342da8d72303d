"""What the rules look at, gathered: the handover and what the moment adds to it. Reads only."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlmodel import Session, col, select

from app.core.clock import local_day
from app.handovers.models import ALIVE, Handover, Kind, State
from app.handovers.rules import Facts
from app.partners.limits import DEFAULT, EVERY_DAY, Calendar, Limits, days_of, limits_of
from app.partners.models import Counts, Partner, PartnerClosure
from app.shops.models import OpeningState
from app.shops.queries import closed_days, half_days

AHEAD = timedelta(days=366)  # how far half-days are looked up


@dataclass(frozen=True)
class Clock:
    """The limits of a partner and the days that count for it."""

    limits: Limits = DEFAULT
    calendar: Calendar = EVERY_DAY


def clocks(
    db: Session, shop_id: int, at: datetime, organisations: Collection[int] | None = None, since: datetime | None = None
) -> Mapping[int, Clock]:
    """The clock of each partner of the shop, by its organisation; of `organisations` where only those are asked for.

    `since`: the earliest moment that something is counted from.
    """
    statement = (
        select(Partner, PartnerClosure).join(PartnerClosure, isouter=True)
        .where(col(Partner.shop_id) == shop_id).order_by(col(PartnerClosure.first))
    )  # fmt: skip
    if organisations is not None:
        statement = statement.where(col(Partner.organisation_id).in_(organisations))
    closed, away = closed_days(db, shop_id), dict[int, list[tuple[date, date]]]()
    partners = dict[int, Partner]()
    for partner, closure in db.exec(statement):
        partners[partner.organisation_id] = partner
        if closure:
            away.setdefault(partner.organisation_id, []).append((closure.first, closure.last))
    opened: tuple[tuple[datetime, datetime], ...] = ()
    if any(partner.counts == Counts.HALF_DAYS for partner in partners.values()):
        first = local_day(min(since or at, at))
        rows = half_days(db, shop_id, first, local_day(at) + AHEAD)
        opened = tuple((h.starts_at, h.ends_at) for h in rows if h.state != OpeningState.CANCELLED)
    return {
        number: Clock(
            limits_of(partner),
            Calendar(partner.counts, days_of(partner), closed, tuple(away.get(number, ())), opened),
        )
        for number, partner in partners.items()
    }  # fmt: skip


def clock_of(db: Session, handover: Handover, at: datetime) -> Clock:
    """The clock that a handover runs by."""
    found = clocks(db, handover.shop_id, at, [handover.receiver_id], handover.made_at)
    return found.get(handover.receiver_id) or Clock(calendar=Calendar(closed=closed_days(db, handover.shop_id)))


def rivals(db: Session, handover: Handover) -> list[Handover]:
    """The journey's other transfers that are under way, the oldest first."""
    statement = select(Handover).where(
        Handover.journey_id == handover.journey_id, Handover.id != handover.id, Handover.kind == Kind.TRANSFER,
        col(Handover.state).in_(ALIVE),
    )  # fmt: skip
    return list(db.exec(statement.order_by(col(Handover.id))))


def facts_of(db: Session, handover: Handover, at: datetime, clock: Clock | None = None) -> Facts:
    """`clock`: of its receiver, where many are read at once."""
    others, clock = rivals(db, handover), clock or clock_of(db, handover, at)
    return Facts(
        handover, at, rival=bool(others), unexplained=any(not other.why_another for other in others),
        rival_runs=any(other.state == State.RUNNING for other in others), limits=clock.limits, calendar=clock.calendar,
    )  # fmt: skip
