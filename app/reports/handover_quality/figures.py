"""The quality of handovers (DOMAIN §7): how warm, how quick, and what went wrong. Pure: turns facts into rows.

A figure is always the number of its rows, and a median is always calculated from the lengths in those rows.
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
    """What is counted, each by the day on which it happened; WAITING is counted as it is now."""

    BEGUN = "begun"  # with the number of days from the offer until the partner took over
    WARM = "warm"  # begun after an introduction with all three present
    ANSWERED = "answered"  # with the number of working days from the offer until the first yes or no
    INTRODUCED = "introduced"  # with all three present; with the number of working days since the acceptance
    EXPIRED = "expired"
    DECLINED = "declined"
    WITH_NEXT = "declined-with-next"
    MISSED = "missed"  # counts introductions, so a handover may be in it twice
    WAITING = "waiting"  # offers without an answer; with the number of working days since the offer


IN_WORKING_DAYS = frozenset({Measure.ANSWERED, Measure.INTRODUCED, Measure.WAITING})
WITH_DURATION = IN_WORKING_DAYS | {Measure.BEGUN}


class HandoverFact(NamedTuple):
    """Days are local. Mistakes, and handovers imported from an old register, are left out."""

    id: int
    organisation_id: int
    state: State
    offered: date
    answered: date | None
    accepted: date | None
    running: date | None
    ended: date | None
    met: date | None  # the first introduction with all three present
    with_next: bool  # the partner declined and proposed what to do next


class MissedIntroductionFact(NamedTuple):
    """An introduction that was planned and did not take place."""

    handover_id: int
    organisation_id: int
    day: date


@dataclass(frozen=True)
class QualityFacts:
    """The facts of one shop. `closed`: the days on which this shop was closed, which are not working days."""

    handovers: list[HandoverFact]
    missed: list[MissedIntroductionFact] = field(default_factory=list)
    closed: Collection[date] = ()

    @property
    def first_day(self) -> date | None:
        return min((h.offered for h in self.handovers), default=None)


class QualityRow(NamedTuple):
    """One row behind a figure. `length`: in days, or working days for IN_WORKING_DAYS; None if nothing is measured."""

    handover_id: int
    organisation_id: int
    day: date
    length: int | None = None


QualityRows = dict[Measure, list[QualityRow]]


def rows_by_measure(facts: QualityFacts, period: Period, today: date) -> QualityRows:
    """All rows counted in the period, by measure. WAITING is counted as it is today, whatever the period."""
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
    rows[Measure.WAITING].sort(key=lambda row: row.day)  # longest waiting first
    return rows


@dataclass(frozen=True)
class CountedFigure:
    """The number of rows, the median (`median_length`) and longest length, and the URL of the rows."""

    measure: Measure
    count: int
    url: str
    median_length: float | None = None
    longest: int = 0


@dataclass(frozen=True)
class CountedShare:
    """A part of a whole, both with a link to their rows."""

    part: CountedFigure
    whole: CountedFigure

    @property
    def percent(self) -> int | None:
        return percentage(self.part.count, self.whole.count)


def count_rows(measure: Measure, rows: list[QualityRow], url: str) -> CountedFigure:
    """The figure of these rows; `url` leads to them."""
    lengths = [row.length for row in rows if row.length is not None]
    return CountedFigure(measure, len(rows), url, median(lengths) if lengths else None, max(lengths, default=0))
