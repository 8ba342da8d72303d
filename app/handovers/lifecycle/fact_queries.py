"""What the rules look at, gathered: the handover and what the moment adds to it. Reads only."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlmodel import Session, col, select

from app.core.clock import local_day
from app.handovers.lifecycle.facts import HandoverFacts
from app.handovers.lifecycle.models import ALIVE, Handover, Kind, State
from app.shop.half_days.models import OpeningState
from app.shop.half_days.queries import closed_days, half_days
from app.shop.partners.deadlines import (
    DEFAULT_CALENDAR,
    DEFAULT_DEADLINES,
    Deadlines,
    PartnerCalendar,
    deadlines_of,
    working_weekdays,
)
from app.shop.partners.models import DeadlineUnit, Partner, PartnerClosure

HALF_DAYS_AHEAD = timedelta(days=366)  # how far half-days are looked up


@dataclass(frozen=True)
class PartnerDeadlines:
    """The limits of a partner and the days that count for it."""

    limits: Deadlines = DEFAULT_DEADLINES
    calendar: PartnerCalendar = DEFAULT_CALENDAR


def partner_deadlines(
    db: Session, shop_id: int, at: datetime, organisations: Collection[int] | None = None, since: datetime | None = None
) -> Mapping[int, PartnerDeadlines]:
    """The clock of each partner of the shop, by its organisation; of `organisations` where only those are asked for.

    `since`: the earliest moment that something is counted from.
    """
    statement = (
        select(Partner, PartnerClosure)
        .join(PartnerClosure, isouter=True)
        .where(col(Partner.shop_id) == shop_id)
        .order_by(col(PartnerClosure.first))
    )
    if organisations is not None:
        statement = statement.where(col(Partner.organisation_id).in_(organisations))
    closed, away = closed_days(db, shop_id), dict[int, list[tuple[date, date]]]()
    partners = dict[int, Partner]()
    for partner, closure in db.exec(statement):
        partners[partner.organisation_id] = partner
        if closure:
            away.setdefault(partner.organisation_id, []).append((closure.first, closure.last))
    opened: tuple[tuple[datetime, datetime], ...] = ()
    if any(partner.counts == DeadlineUnit.HALF_DAYS for partner in partners.values()):
        first = local_day(min(since or at, at))
        rows = half_days(db, shop_id, first, local_day(at) + HALF_DAYS_AHEAD)
        opened = tuple((h.starts_at, h.ends_at) for h in rows if h.state != OpeningState.CANCELLED)
    return {
        number: PartnerDeadlines(
            deadlines_of(partner),
            PartnerCalendar(partner.counts, working_weekdays(partner), closed, tuple(away.get(number, ())), opened),
        )
        for number, partner in partners.items()
    }


_TRANSFERS_UNDER_WAY = (
    select(Handover).where(Handover.kind == Kind.TRANSFER, col(Handover.state).in_(ALIVE)).order_by(col(Handover.id))
)


def other_transfers(db: Session, handover: Handover) -> list[Handover]:
    """The journey's other transfers that are under way, the oldest first."""
    beside = (Handover.journey_id == handover.journey_id, Handover.id != handover.id)
    return list(db.exec(_TRANSFERS_UNDER_WAY.where(*beside)))


def facts_of(db: Session, handover: Handover, at: datetime) -> HandoverFacts:
    """One handover at this moment, with the clock that it runs by."""
    known = partner_deadlines(db, handover.shop_id, at, [handover.receiver_id], handover.made_at)
    clock = known.get(handover.receiver_id) or _default_deadlines(db, handover.shop_id)
    return _build_facts(handover, at, clock, other_transfers(db, handover) if handover.kind == Kind.TRANSFER else [])


def facts_of_all(db: Session, handovers: Sequence[Handover], at: datetime) -> list[HandoverFacts]:
    """The same for handovers of one shop, in their order, in the same number of statements for one as for many."""
    if not handovers:
        return []
    shop_id, since = handovers[0].shop_id, min(handover.made_at for handover in handovers)
    known = partner_deadlines(db, shop_id, at, since=since)
    other = PartnerDeadlines()
    if any(handover.receiver_id not in known for handover in handovers):
        other = _default_deadlines(db, shop_id)
    transfers = _transfers_under_way(db, {h.journey_id for h in handovers if h.kind == Kind.TRANSFER})
    found = []
    for handover in handovers:
        others = [other for other in transfers.get(handover.journey_id, []) if other.id != handover.id]
        found.append(_build_facts(handover, at, known.get(handover.receiver_id, other), others))
    return found


def _default_deadlines(db: Session, shop_id: int) -> PartnerDeadlines:
    """For an organisation that never took part in the shop."""
    return PartnerDeadlines(calendar=PartnerCalendar(closed=closed_days(db, shop_id)))


def _transfers_under_way(db: Session, journeys: Collection[int]) -> dict[int, list[Handover]]:
    """By the number of the journey."""
    found = defaultdict[int, list[Handover]](list)
    if journeys:
        for transfer in db.exec(_TRANSFERS_UNDER_WAY.where(col(Handover.journey_id).in_(journeys))):
            found[transfer.journey_id].append(transfer)
    return found


def _build_facts(
    handover: Handover, at: datetime, clock: PartnerDeadlines, others: Sequence[Handover]
) -> HandoverFacts:
    """`others`: the transfers beside it. Beside a support there may be any: no rule asks for them."""
    return HandoverFacts(
        handover,
        at,
        other_transfer_open=bool(others),
        other_transfer_without_reason=any(not other.why_another for other in others),
        other_transfer_running=any(other.state == State.RUNNING for other in others),
        limits=clock.limits,
        calendar=clock.calendar,
    )
