"""How well handovers go (DOMAIN §7): how warm, how soon, and what was left lying. Pure: from facts to rows.

A figure is always the number of its rows, and a median is that of the lengths that stand in the same rows.
"""

from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from statistics import median
from typing import NamedTuple

from app.core.working_days import working_days_between
from app.handovers.lifecycle.models import AWAITING_RESPONSE, State
from app.reports.outflow.periods import Period
from app.reports.outflow.report import percentage


class Measure(StrEnum):
    """What is counted; each by the day on which it happened, but for what waits now."""

    BEGUN = "begun"  # with the days from the offer until the partner took over
    WARM = "warm"  # of those begun: the three met
    ANSWERED = "answered"  # with the working days from the offer until the first yes or no
    INTRODUCED = "introduced"  # the three met, with the working days since the acceptance
    EXPIRED = "expired"
    DECLINED = "declined"
    WITH_NEXT = "declined-with-next"
    MISSED = "missed"  # introductions, so a handover may stand in it twice
    WAITING = "waiting"  # offers without an answer now, with the working days since the offer


IN_WORKING_DAYS = frozenset({Measure.ANSWERED, Measure.INTRODUCED, Measure.WAITING})
WITH_DURATION = IN_WORKING_DAYS | {Measure.BEGUN}


class HandoverFact(NamedTuple):
    """Days are local. Neither what was a mistake nor what an old register tells is among the facts."""

    id: int
    organisation_id: int
    state: State
    offered: date
    answered: date | None
    accepted: date | None
    running: date | None
    ended: date | None
    met: date | None  # the first introduction with all three
    with_next: bool  # the partner that declined proposed what then


class MissedIntroductionFact(NamedTuple):
    handover_id: int
    organisation_id: int
    day: date


@dataclass(frozen=True)
class QualityFacts:
    """`closed`: days that are no working days of this shop."""

    handovers: list[HandoverFact]
    missed: list[MissedIntroductionFact] = field(default_factory=list)
    closed: Collection[date] = ()

    @property
    def first_day(self) -> date | None:
        return min((h.offered for h in self.handovers), default=None)


class QualityRow(NamedTuple):
    """One row behind a figure. `length`: in days, or working days for IN_WORKDAYS; None where nothing is measured."""

    handover_id: int
    organisation_id: int
    day: date
    length: int | None = None


QualityRows = dict[Measure, list[QualityRow]]


def rows_by_measure(facts: QualityFacts, period: Period, today: date) -> QualityRows:
    """Everything that is counted in the period; and, whatever the period, what waits today."""
    rows: QualityRows = {measure: [] for measure in Measure}

    def put(measure: Measure, h: HandoverFact, day: date, length: int | None = None) -> None:
        if measure is Measure.WAITING or period.start <= day <= period.end:
            rows[measure].append(QualityRow(h.id, h.organisation_id, day, length))

    def workdays(start: date, end: date) -> int:
        return working_days_between(start, end, facts.closed)

    for h in facts.handovers:
        if h.running:
            put(Measure.BEGUN, h, h.running, (h.running - h.offered).days)
            if h.met:
                put(Measure.WARM, h, h.running)
        if h.answered:
            put(Measure.ANSWERED, h, h.answered, workdays(h.offered, h.answered))
        if h.met and h.accepted:
            put(Measure.INTRODUCED, h, h.met, workdays(h.accepted, h.met))
        if h.state is State.EXPIRED and h.ended:
            put(Measure.EXPIRED, h, h.ended)
        if h.state is State.DECLINED and h.ended:
            put(Measure.DECLINED, h, h.ended)
            if h.with_next:
                put(Measure.WITH_NEXT, h, h.ended)
        if h.state in AWAITING_RESPONSE:
            put(Measure.WAITING, h, h.offered, workdays(h.offered, today))
    for m in facts.missed:
        if period.start <= m.day <= period.end:
            rows[Measure.MISSED].append(QualityRow(m.handover_id, m.organisation_id, m.day))
    rows[Measure.WAITING].sort(key=lambda row: row.day)  # what waits longest first
    return rows


@dataclass(frozen=True)
class CountedFigure:
    """How many rows, how long it took in the middle and at most, and where the rows can be read."""

    measure: Measure
    count: int
    url: str
    middle: float | None = None
    longest: int = 0


@dataclass(frozen=True)
class CountedShare:
    part: CountedFigure
    whole: CountedFigure

    @property
    def percent(self) -> int | None:
        return percentage(self.part.count, self.whole.count)


def count_rows(measure: Measure, rows: list[QualityRow], url: str) -> CountedFigure:
    lengths = [row.length for row in rows if row.length is not None]
    return CountedFigure(measure, len(rows), url, median(lengths) if lengths else None, max(lengths, default=0))
