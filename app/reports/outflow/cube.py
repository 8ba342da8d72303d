"""All figures of all fixed periods, and which of them a manager may see (TRUST 24). Pure.

The screen, the printed report and the exports all read from this cube, so no two views differ in what they hide.
The suppressed cells are cached and calculated again only when a figure has changed.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from itertools import accumulate

from app.reports.outflow.measures import FUNNEL, OUTFLOW_KINDS, Events, Measure, Series
from app.reports.outflow.periods import Calendar, Period, is_whole_years, last_day, month_of, quarter, years
from app.reports.outflow.suppression import Atom, Mark, Table, suppress

PeriodCode = tuple[int, int]  # first and last month of a fixed period
Columns = tuple[tuple[Series, tuple[int, ...]], ...]  # per series the figure of each fixed period

HANDOVER_MEASURES = (Measure.OFFERED, Measure.ACCEPTED, Measure.ACCEPTED_WARM, Measure.WARM, Measure.ANSWERED)
FRONT_DESK_MEASURES = (Measure.VISITS, Measure.VISITORS, *FUNNEL, Measure.REACHED_OTHERWISE)
OUTFLOW_MEASURES = (Measure.OUTFLOW, *OUTFLOW_KINDS, Measure.RESULTS, Measure.TAKEN, Measure.STILL)


@dataclass(frozen=True)
class Lattice:
    """The fixed periods, and how each is the sum of smaller ones. `first` and `last` are months."""

    first: int
    last: int

    def periods(self) -> list[PeriodCode]:
        """All fixed periods: months, quarters, years and ranges of years."""
        return [*dict.fromkeys([*((m, m) for m in range(self.first, self.last + 1)), *(w for w, _ in self.sums())])]

    def sums(self) -> Iterator[tuple[PeriodCode, list[PeriodCode]]]:
        """Each larger period with the smaller periods that add up to it."""
        numbers = range(self.first // 12, self.last // 12 + 1)
        for y in numbers:
            quarters = [*dict.fromkeys(quarter(m).months for m in range(y * 12, y * 12 + 12))]
            for q in quarters:
                yield q, [(m, m) for m in range(q[0], q[1] + 1)]
            yield years(y, y).months, quarters
        for a in numbers:
            for b in numbers:
                if a < b:
                    yield years(a, b).months, [years(a, b - 1).months, years(b, b).months]


@dataclass(frozen=True)
class Cube:
    """The figure of each series in each period, and the marks of suppressed cells. `last`: the current month."""

    values: dict[tuple[Series, PeriodCode], int]
    marks: dict[tuple[Series, PeriodCode], Mark]
    last: int

    def figure(self, series: Series, period: Period) -> tuple[int, Mark | None]:
        """The figure, and the mark shown instead of it, if any. One organisation has figures for whole years only."""
        code = period.months
        if series.organisation_id and not is_whole_years(code):
            return 0, Mark.HIDDEN
        if series.measure is Measure.STILL:
            code = (min(code[1], self.last),) * 2
        cell = (series, code)
        return self.values.get(cell, 0), self.marks.get(cell)


def _published_periods(series: Series, periods: Iterable[PeriodCode]) -> list[PeriodCode]:
    """The periods for which a series is published.

    One organisation in one month is nearly always a handful of people. Protecting them would take so much suppression
    that hardly any of the shop's own totals would be left.
    """
    return [p for p in periods if not series.organisation_id or is_whole_years(p)]


def build_cube(events: Events, calendar: Calendar) -> Cube:
    """Counts every series in every fixed period, and decides which cells are suppressed."""
    lattice = Lattice(calendar.months[0], calendar.whole.months[1])
    periods, last = lattice.periods(), calendar.months[-1]
    columns = {series: _column(events, series, lattice, periods) for series in events.flows}
    for organisation in events.organisations:
        # The level at the end of each year, and the level of today, which also holds for later months.
        ends = [m for m in calendar.months if m % 12 == 11 or m == last]
        levels = {m: len(events.still(organisation, min(last_day(m), calendar.today))) for m in ends}
        columns[Series(Measure.STILL, organisation)] = tuple(levels.get(b, 0) if a == b else 0 for a, b in periods)
    shown = {s: c for s, c in columns.items() if any(c)}
    marks: dict[tuple[Series, PeriodCode], Mark] = {}
    for part in _linked_series(shown):
        marks |= _suppressed_cells(lattice.first, lattice.last, last, tuple(sorted((s, shown[s]) for s in part)))
    values = {
        (s, p): n
        for s, column in shown.items()
        for p, n in zip(periods, column, strict=True)
        if n and (s.measure is Measure.STILL or p in _published_periods(s, [p]))
    }
    return Cube(values, marks, last)


def _column(events: Events, series: Series, lattice: Lattice, periods: list[PeriodCode]) -> tuple[int, ...]:
    dated = events.flows[series]
    if series.measure is Measure.VISITORS:  # a person with two visits is one visitor of the whole period
        seen: dict[int, set[int]] = defaultdict(set)
        for day, row in dated:
            seen[month_of(day)].add(row)
        return tuple(len(set().union(*(seen[m] for m in range(a, b + 1) if m in seen))) for a, b in periods)
    counts = [0] * (lattice.last - lattice.first + 2)
    for day, _ in dated:
        counts[month_of(day) - lattice.first + 1] += 1
    until = [*accumulate(counts)]
    return tuple(until[b - lattice.first + 1] - until[a - lattice.first] for a, b in periods)


def _linked_series(series: Iterable[Series]) -> list[list[Series]]:
    """Groups of series that can reveal each other, so that each group is protected as a whole."""
    groups: dict[object, list[Series]] = {}
    for s in series:
        name: object = s
        if s.measure in FRONT_DESK_MEASURES:
            name = "door"
        elif s.measure in OUTFLOW_MEASURES:
            name = "outflow"
        elif s.measure in HANDOVER_MEASURES:
            name = "accepted" if s.measure is Measure.ACCEPTED_WARM else s.measure.value
        groups.setdefault(name, []).append(s)
    return [*groups.values()]


@lru_cache(maxsize=256)
def _suppressed_cells(first: int, last: int, until: int, columns: Columns) -> dict[tuple[Series, PeriodCode], Mark]:
    lattice, table = Lattice(first, last), Table()
    periods = lattice.periods()
    inside = {m: [p for p in periods if p[0] <= m <= p[1]] for m in range(first, last + 1)}
    months = {s: {p[0]: n for p, n in zip(periods, column, strict=True) if p[0] == p[1]} for s, column in columns}
    for series, column in columns:
        measure, of = series.measure, series.organisation_id
        if measure is Measure.VISITORS:
            _add_visitors(table, lattice, {p: n for p, n in zip(periods, column, strict=True) if n})
        elif measure is Measure.STILL:
            for m, n in months[series].items():
                table.count(Atom(series, "", m), n, [(series, (m, m))])
        elif measure in OUTFLOW_KINDS:
            whole = series._replace(measure=Measure.OUTFLOW)
            results = [] if of else [Series(Measure.RESULTS)]
            _add_counts(table, Atom(whole, measure, 0), months[series], inside, [series, whole, *results])
        elif measure is Measure.RESULTS:  # counted here: results followed by another result on the same journey
            flown = months.get(Series(Measure.OUTFLOW), {})
            _add_counts(
                table,
                Atom(series, "", 0),
                {m: n - flown.get(m, 0) for m, n in months[series].items()},
                inside,
                [series],
            )
        elif measure is Measure.ACCEPTED and of:
            warm = Series(Measure.ACCEPTED_WARM, of)
            cold = {m: n - months.get(warm, {}).get(m, 0) for m, n in months[series].items()}
            _add_counts(table, Atom(measure, (of, "cold"), 0), cold, inside, [series, Series(measure)])
        elif measure is Measure.ACCEPTED_WARM and of:
            accepted = [Series(Measure.ACCEPTED, of), Series(Measure.ACCEPTED)]
            _add_counts(
                table, Atom(Measure.ACCEPTED, of, 0), months[series], inside, [series, Series(measure), *accepted]
            )
        elif measure in HANDOVER_MEASURES and of:
            _add_counts(table, Atom(measure, of, 0), months[series], inside, [series, Series(measure)])
        elif measure not in (Measure.OUTFLOW, *FUNNEL, *HANDOVER_MEASURES):
            _add_counts(table, Atom(series, "", 0), months[series], inside, [series])
    _add_funnel(table, months, inside)
    _add_co_moving(table, months)
    present = [s for s, _ in columns]
    for p in periods:
        _add_bounds(table, present, p)
        _add_guidance_bounds(table, present, p, first, until)
    return suppress(table)  # type: ignore[return-value]


def _add_counts(
    table: Table, atom: Atom, by_month: dict[int, int], inside: dict[int, list[PeriodCode]], counted_in: list[Series]
) -> None:
    """Counts each month of a series in all periods that contain it, for the series itself and for its totals."""
    for m, n in by_month.items():
        table.count(atom._replace(month=m), n, [(s, p) for s in counted_in for p in _published_periods(s, inside[m])])


def _add_funnel(table: Table, months: dict[Series, dict[int, int]], inside: dict[int, list[PeriodCode]]) -> None:
    """Counts people by the last step that they reached: they are in that step and in all steps before it.

    No page shows how many people stopped between two steps, but it follows from the steps: that group is protected too.
    """
    steps = [Series(m) for m in FUNNEL]
    for k, step in enumerate(steps):
        after = months.get(steps[k + 1], {}) if k + 1 < len(steps) else {}
        for m, n in months.get(step, {}).items():
            stopped = [(("stopped", k), p) for p in inside[m]] if k + 1 < len(steps) else []
            table.unpublished.update(stopped)
            cells = [(s, p) for s in steps[: k + 1] for p in inside[m]]
            table.count(Atom("funnel", k, m), n - after.get(m, 0), [*cells, *stopped])


def _add_co_moving(table: Table, months: dict[Series, dict[int, int]]) -> None:
    """Links an organisation that helped on all journeys of a month to their total, as neither can change alone."""
    for series, by_month in months.items():
        if series.measure in OUTFLOW_KINDS and series.organisation_id:
            total = series._replace(organisation_id=0)
            for m, n in by_month.items():
                mine = Atom(series._replace(measure=Measure.OUTFLOW), series.measure, m)
                whole = Atom(total._replace(measure=Measure.OUTFLOW), series.measure, m)
                table.co_moving[mine] = [whole]
                if n and n == months[total][m]:
                    table.co_moving.setdefault(whole, []).append(mine)


def _add_visitors(table: Table, lattice: Lattice, figures: dict[PeriodCode, int]) -> None:
    """Visitors do not add up: a period has at least as many as each of its parts, and at most their sum."""
    visitors = Series(Measure.VISITORS)
    for p, n in figures.items():
        around = sorted((q for q in figures if q[0] <= p[0] and p[1] <= q[1] and q != p), key=lambda q: q[1] - q[0])
        # A block of its own for each period: atoms of visitors are never exchanged.
        table.count(Atom((visitors, p), "", p[0]), n, [(visitors, p)])
        table.co_moving[Atom((visitors, p), "", p[0])] = [Atom((visitors, q), "", q[0]) for q in around]
    for whole, inner in lattice.sums():
        cells = tuple((visitors, p) for p in inner if p in figures)
        if cells:
            table.bounds.append((cells, ((visitors, whole),)))
            table.bounds += [(((visitors, whole),), (cell,)) for cell in cells]


def _add_bounds(table: Table, present: list[Series], p: PeriodCode) -> None:
    """Adds which figures never exceed others in the same period, and which are suppressed along with their total."""

    def at_most(part: Series, whole: Series) -> None:
        if table.values.get((part, p)):
            table.bounds.append((((whole, p),), ((part, p),)))

    for measure in dict.fromkeys(s.measure for s in present):
        whole = Series(measure)
        parts = [s for s in present if s.measure is measure and s.organisation_id and table.values.get((s, p))]
        if not table.values.get((whole, p)):
            continue
        table.dependents += [((part, p), (whole, p)) for part in parts]
        if measure in (Measure.OUTFLOW, *OUTFLOW_KINDS):
            for part in parts:
                at_most(part, whole)
            # Every journey is credited to at least one organisation, many of them to several.
            if sum(table.values[part, p] for part in parts) >= table.values[whole, p]:
                table.bounds.append((tuple((part, p) for part in parts), ((whole, p),)))
    visits, visitors, new = Series(Measure.VISITS), Series(Measure.VISITORS), Series(Measure.NEW)
    if visitors in present:
        at_most(visitors, visits)
        at_most(new, visitors)
        reached = (Series(Measure.REACHED_OTHERWISE), p), (Series(Measure.REACHED), p)
        if table.values.get((new, p)):
            table.bounds.append((((new, p),), reached))
    if Series(Measure.OUTFLOW) in present:
        table.dependents.append(((Series(Measure.RESULTS), p), (Series(Measure.OUTFLOW), p)))


def _add_guidance_bounds(table: Table, present: list[Series], p: PeriodCode, first: int, until: int) -> None:
    """Bounds from the start of the figures: people taken into guidance are still guided, flowed out, or left."""
    for s in present:
        if s.measure is Measure.TAKEN and p[0] == first:
            end = (min(p[1], until),) * 2
            left = ((s._replace(measure=Measure.OUTFLOW), p), (s._replace(measure=Measure.STILL), end))
            if table.values.get((s, p), 0) >= sum(table.values.get(c, 0) for c in left):
                table.bounds.append((((s, p),), left))
