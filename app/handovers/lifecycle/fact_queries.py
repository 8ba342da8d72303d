"""Loads the facts that the rules of a handover judge: other transfers of the journey, and the partner's deadlines."""

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

HALF_DAYS_AHEAD = timedelta(days=366)  # how far ahead half-days are loaded


@dataclass(frozen=True)
class PartnerDeadlines:
    """A partner's limits, and the calendar in which they are counted."""

    limits: Deadlines = DEFAULT_DEADLINES
    calendar: PartnerCalendar = DEFAULT_CALENDAR


def partner_deadlines(
    db: Session, shop_id: int, at: datetime, organisations: Collection[int] | None = None, since: datetime | None = None
) -> Mapping[int, PartnerDeadlines]:
    """The deadlines of the shop's partners, by the id of their organisation.

    `organisations`: only these, if given; `since`: the earliest moment from which anything is counted.
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
    """The journey's other open or running transfers, the oldest first."""
    same_journey = (Handover.journey_id == handover.journey_id, Handover.id != handover.id)
    return list(db.exec(_TRANSFERS_UNDER_WAY.where(*same_journey)))


def facts_of(db: Session, handover: Handover, at: datetime) -> HandoverFacts:
    """The facts of one handover at this moment."""
    of_shop = partner_deadlines(db, handover.shop_id, at, [handover.receiver_id], handover.made_at)
    deadlines = of_shop.get(handover.receiver_id) or _default_deadlines(db, handover.shop_id)
    return _build_facts(
        handover, at, deadlines, other_transfers(db, handover) if handover.kind == Kind.TRANSFER else []
    )


def facts_of_all(db: Session, handovers: Sequence[Handover], at: datetime) -> list[HandoverFacts]:
    """The facts of handovers of one shop, in the same order, in a fixed number of statements."""
    if not handovers:
        return []
    shop_id, since = handovers[0].shop_id, min(handover.made_at for handover in handovers)
    of_shop, default = partner_deadlines(db, shop_id, at, since=since), PartnerDeadlines()
    if any(handover.receiver_id not in of_shop for handover in handovers):
        default = _default_deadlines(db, shop_id)
    transfers = _transfers_under_way(db, {h.journey_id for h in handovers if h.kind == Kind.TRANSFER})
    found = []
    for handover in handovers:
        others = [other for other in transfers.get(handover.journey_id, []) if other.id != handover.id]
        found.append(_build_facts(handover, at, of_shop.get(handover.receiver_id, default), others))
    return found


def _default_deadlines(db: Session, shop_id: int) -> PartnerDeadlines:
    """For an organisation that has never been a partner of the shop."""
    return PartnerDeadlines(calendar=PartnerCalendar(closed=closed_days(db, shop_id)))


def _transfers_under_way(db: Session, journeys: Collection[int]) -> dict[int, list[Handover]]:
    """Open or running transfers, by the id of their journey."""
    found = defaultdict[int, list[Handover]](list)
    if journeys:
        for transfer in db.exec(_TRANSFERS_UNDER_WAY.where(col(Handover.journey_id).in_(journeys))):
            found[transfer.journey_id].append(transfer)
    return found


def _build_facts(
    handover: Handover, at: datetime, deadlines: PartnerDeadlines, others: Sequence[Handover]
) -> HandoverFacts:
    """`others`: the journey's other transfers; empty for a support, for which no rule needs them."""
    return HandoverFacts(
        handover,
        at,
        other_transfer_open=bool(others),
        other_transfer_without_reason=any(not other.why_another for other in others),
        other_transfer_running=any(other.state == State.RUNNING for other in others),
        limits=deadlines.limits,
        calendar=deadlines.calendar,
    )
