"""The measures and the date that each is counted by (DOMAIN §7). Pure: turns facts of a shop into (day, row id).

A figure is always the number of distinct rows of a series in a period, so it always matches the list of rows behind it.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import NamedTuple

from app.shop.lists.models import OutflowGroup


class Measure(StrEnum):
    """What is counted, each by the day on which it happened unless said otherwise."""

    VISITS = "visits"
    VISITORS = "visitors"
    NEW = "new"  # by first visit; also the first step of the funnel
    INTAKES = "intakes"
    OFFERED = "offered"
    ACCEPTED = "accepted"
    WARM = "warm"
    RESULTS = "results"  # outcomes that count as outflow, each by its own start date
    ACCEPTED_WARM = "accepted-warm"  # accepted in the period, and introduced with all three present by now
    ANSWERED = "answered"
    OUTFLOW = "outflow"
    WORK = "outflow-work"
    LEARN_WORK = "outflow-learn-work"
    STUDY = "outflow-study"
    INTERNSHIP = "outflow-internship"
    STEP = "step"  # a kind of outcome that does not count as outflow
    TAKEN = "taken"
    STILL = "still"  # at the end of the period: a level, not a flow
    TALKED = "funnel-intake"
    HANDED_OVER = "funnel-offered"
    TAKEN_ON = "funnel-accepted"
    MET = "funnel-warm"
    REACHED = "funnel-outflow"
    REACHED_OTHERWISE = "funnel-otherwise"


GROUPS = {
    OutflowGroup.WORK: Measure.WORK,
    OutflowGroup.LEARN_WORK: Measure.LEARN_WORK,
    OutflowGroup.STUDY: Measure.STUDY,
    OutflowGroup.INTERNSHIP: Measure.INTERNSHIP,
}
OUTFLOW_KINDS = (*GROUPS.values(),)
FUNNEL = (Measure.NEW, Measure.TALKED, Measure.HANDED_OVER, Measure.TAKEN_ON, Measure.MET, Measure.REACHED)
ACTIVITY = (
    Measure.VISITS,
    Measure.VISITORS,
    Measure.NEW,
    Measure.INTAKES,
    Measure.OFFERED,
    Measure.ACCEPTED,
    Measure.WARM,
    Measure.RESULTS,
)
ORGANISATION_MEASURES = (
    Measure.OFFERED,
    Measure.ACCEPTED,
    Measure.WARM,
    Measure.TAKEN,
    *OUTFLOW_KINDS,
    Measure.STILL,
    Measure.ANSWERED,
)


class Series(NamedTuple):
    """One measure, of the whole shop (id 0) or of one organisation; for steps, of one kind of outcome."""

    measure: Measure
    organisation_id: int = 0
    kind_id: int = 0


class VisitFact(NamedTuple):
    id: int
    person_id: int | None
    day: date


class IntakeFact(NamedTuple):
    id: int
    person_id: int
    day: date


class HandoverFact(NamedTuple):
    """Days are local. Handovers marked as a mistake are left out."""

    id: int
    person_id: int
    journey_id: int
    organisation_id: int
    offered: date | None
    answered: date | None
    accepted: date | None
    running: date | None
    ended: date | None
    warm: date | None
    answer_hours: float | None


class OutcomeFact(NamedTuple):
    """Outcomes marked as a mistake are left out."""

    id: int
    journey_id: int
    person_id: int
    kind_id: int
    group: OutflowGroup | None  # None: a step
    day: date


class ResponsibilityFact(NamedTuple):
    """A period in which a worker of the organisation was responsible for the journey."""

    journey_id: int
    organisation_id: int
    since: date
    until: date | None


class ClosedHalfDay(NamedTuple):
    """A half-day on which the shop was closed. `holiday`: a public holiday, without a reason given by the shop."""

    day: date
    reason: str
    holiday: bool


@dataclass(frozen=True)
class ReportFacts:
    """Everything that the reports of one shop count."""

    visits: list[VisitFact] = field(default_factory=list)
    intakes: list[IntakeFact] = field(default_factory=list)
    handovers: list[HandoverFact] = field(default_factory=list)
    outcomes: list[OutcomeFact] = field(default_factory=list)
    responsibilities: list[ResponsibilityFact] = field(default_factory=list)
    journey_ends: dict[int, date | None] = field(default_factory=dict)


DatedRows = list[tuple[date, int]]


class Guidance(NamedTuple):
    """When an organisation guided a journey: its first day, and all periods (from, until)."""

    begun: date
    periods: tuple[tuple[date, date | None], ...]


@dataclass(frozen=True)
class Events:
    """All series as lists of (day, row id), and what is needed to tell who is in guidance at the end of a day."""

    flows: dict[Series, DatedRows]
    guidance: dict[tuple[int, int], Guidance]  # by (organisation, journey)
    over_on: dict[int, date]  # by journey: the day it ended or first counted as outflow, whichever came first
    hours: dict[int, float]  # by handover: from offer to answer

    def rows(self, series: Series, start: date, end: date) -> list[int]:
        """The ids of the rows that the figure counts, in order of date."""
        if series.measure is Measure.STILL:
            return self.still(series.organisation_id, end)
        return [*dict.fromkeys(row for day, row in self.flows.get(series, ()) if start <= day <= end)]

    def still(self, organisation_id: int, day: date) -> list[int]:
        """The ids of the journeys that the organisation guides at the end of that day."""
        return [
            journey
            for (organisation, journey), g in self.guidance.items()
            if organisation == organisation_id
            and g.begun <= day
            and not self.over_on.get(journey, date.max) <= day
            and any(since <= day and (until is None or until > day) for since, until in g.periods)
        ]

    @property
    def first_day(self) -> date | None:
        return min((day for dated in self.flows.values() for day, _ in dated), default=None)

    @property
    def organisations(self) -> set[int]:
        return {s.organisation_id for s in self.flows} - {0}


def build_events(facts: ReportFacts, today: date) -> Events:
    """All series of a shop. Anything dated after `today` has not happened yet and is not counted."""
    flows: dict[Series, DatedRows] = defaultdict(list)
    for visit in facts.visits:
        flows[Series(Measure.VISITS)].append((visit.day, visit.id))
        if visit.person_id is not None:
            flows[Series(Measure.VISITORS)].append((visit.day, visit.person_id))
    for intake in facts.intakes:
        flows[Series(Measure.INTAKES)].append((intake.day, intake.id))
    _add_handovers(flows, facts.handovers)
    guidance = _guidance_periods(facts)
    for (organisation, journey), guided in guidance.items():
        flows[Series(Measure.TAKEN, organisation)].append((guided.begun, journey))
    last = _add_outcomes(flows, facts.outcomes, today)
    credited: dict[int, list[int]] = defaultdict(list)
    for organisation, journey in guidance:
        credited[journey].append(organisation)
    first: dict[int, date] = {}
    for o in facts.outcomes:
        if o.group and o.day <= today:
            first[o.journey_id] = min(o.day, first.get(o.journey_id, o.day))
    for o in last.values():
        for organisation in (0, *credited[o.journey_id]):
            for measure in (Measure.OUTFLOW, GROUPS[o.group]) if o.group else ():
                flows[Series(measure, organisation)].append((o.day, o.journey_id))
    _add_funnel(flows, facts, {o.person_id for o in last.values()})
    for series, dated in flows.items():
        flows[series] = sorted(e for e in dated if e[0] <= today)
    over_on = {j: min(filter(None, (end, first.get(j)))) for j, end in facts.journey_ends.items() if end or j in first}
    hours = {h.id: h.answer_hours for h in facts.handovers if h.answer_hours is not None}
    return Events(dict(flows), guidance, over_on, hours)


def _add_handovers(flows: dict[Series, DatedRows], handovers: Iterable[HandoverFact]) -> None:
    for h in handovers:
        happened = [
            (Measure.OFFERED, h.offered),
            (Measure.ACCEPTED, h.accepted),
            (Measure.WARM, h.warm),
            (Measure.ACCEPTED_WARM, h.accepted if h.warm else None),
            (Measure.ANSWERED, h.answered if h.answer_hours is not None else None),
        ]
        for measure, day in happened:
            if day:
                flows[Series(measure)].append((day, h.id))
                flows[Series(measure, h.organisation_id)].append((day, h.id))


def _guidance_periods(facts: ReportFacts) -> dict[tuple[int, int], Guidance]:
    """An organisation guides a journey while a handover to it is running or one of its workers is responsible."""
    periods: dict[tuple[int, int], list[tuple[date, date | None]]] = defaultdict(list)
    for h in facts.handovers:
        if h.running:
            periods[h.organisation_id, h.journey_id].append((h.running, h.ended))
    for t in facts.responsibilities:
        periods[t.organisation_id, t.journey_id].append((t.since, t.until))
    return {key: Guidance(min(since for since, _ in found), tuple(found)) for key, found in periods.items()}


def _add_outcomes(
    flows: dict[Series, DatedRows], outcomes: Iterable[OutcomeFact], today: date
) -> dict[int, OutcomeFact]:
    """Adds results and steps. Returns the last outcome of each journey that counts as outflow."""
    last: dict[int, OutcomeFact] = {}
    for o in sorted(outcomes, key=lambda o: (o.day, o.id)):
        if o.group is None:
            flows[Series(Measure.STEP, 0, o.kind_id)].append((o.day, o.id))
        elif o.day <= today:
            flows[Series(Measure.RESULTS)].append((o.day, o.id))
            last[o.journey_id] = o
    return last


def _add_funnel(flows: dict[Series, DatedRows], facts: ReportFacts, reached: set[int]) -> None:
    """Counts people on the day of their first visit. Each step holds only people who also took the step before it."""
    first: dict[int, date] = {}
    for visit in facts.visits:
        if visit.person_id is not None:
            first[visit.person_id] = min(visit.day, first.get(visit.person_id, visit.day))
    steps = (
        {i.person_id for i in facts.intakes},
        {h.person_id for h in facts.handovers if h.offered},
        {h.person_id for h in facts.handovers if h.accepted},
        {h.person_id for h in facts.handovers if h.warm},
        reached,
    )
    people = set(first)
    for measure, took_step in zip(FUNNEL, (people, *steps), strict=True):
        people = people & took_step
        flows[Series(measure)] = [(first[p], p) for p in people]
    flows[Series(Measure.REACHED_OTHERWISE)] = [(first[p], p) for p in first.keys() & reached - people]
