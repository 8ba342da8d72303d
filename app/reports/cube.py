"""All figures of all fixed periods together, and which of them a manager sees (TRUST 24). Pure.

Whatever somebody chooses on the screen, on paper or in a sheet is read from here, so no two views differ in what
they hide. Worked out again only when a figure changed.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from itertools import accumulate, pairwise

from app.reports.measures import FUNNEL, OUTFLOW_KINDS, Events, Measure, Series
from app.reports.periods import Calendar, Period, last_day, month_of, quarter, years
from app.reports.suppression import Mark, Table, suppress

Code = tuple[int, int]  # first and last month of a fixed period
Columns = tuple[tuple[Series, tuple[int, ...]], ...]  # per series the figure of each fixed period

OF_HANDOVERS = (Measure.OFFERED, Measure.ACCEPTED, Measure.ACCEPTED_WARM, Measure.WARM, Measure.ANSWERED)
OF_DOOR = (Measure.VISITS, Measure.VISITORS, *FUNNEL, Measure.REACHED_OTHERWISE)
OF_OUTFLOW = (Measure.OUTFLOW, *OUTFLOW_KINDS, Measure.RESULTS, Measure.TAKEN, Measure.STILL)


@dataclass(frozen=True)
class Lattice:
    """The fixed periods and how each is the sum of smaller ones."""

    first: int
    last: int  # month

    def periods(self) -> list[Code]:
        return [*dict.fromkeys([*((m, m) for m in range(self.first, self.last + 1)), *(w for w, _ in self.sums())])]

    def sums(self) -> Iterator[tuple[Code, list[Code]]]:
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
    values: dict[tuple[Series, Code], int]
    marks: dict[tuple[Series, Code], Mark]
    last: int

    def figure(self, series: Series, period: Period) -> tuple[int, Mark | None]:
        """The figure, and what is shown in its place."""
        code = period.months
        if series.measure is Measure.STILL:
            code = (min(code[1], self.last),) * 2
        cell = (series, code)
        return self.values.get(cell, 0), self.marks.get(cell)


def cube(events: Events, calendar: Calendar) -> Cube:
    lattice = Lattice(calendar.months[0], calendar.whole.months[1])
    periods, last = lattice.periods(), calendar.months[-1]
    columns = {series: _column(events, series, lattice, periods) for series in events.flows}
    for organisation in events.organisations:
        # Later months have the level of today; only those up to today are cells.
        levels = {m: len(events.still(organisation, min(last_day(m), calendar.today))) for m in calendar.months}
        columns[Series(Measure.STILL, organisation)] = tuple(levels.get(b, 0) if a == b else 0 for a, b in periods)
    shown = {s: c for s, c in columns.items() if any(c)}
    marks: dict[tuple[Series, Code], Mark] = {}
    for part in _parts(shown):
        marks |= _marks(lattice.first, lattice.last, last, tuple(sorted((s, shown[s]) for s in part)))
    values = {(s, p): n for s, column in shown.items() for p, n in zip(periods, column, strict=True) if n}
    return Cube(values, marks, last)


def _column(events: Events, series: Series, lattice: Lattice, periods: list[Code]) -> tuple[int, ...]:
    dated = events.flows[series]
    if series.measure is Measure.VISITORS:  # somebody who comes twice is one visitor of the whole period
        seen = [(month_of(day), row) for day, row in dated]
        return tuple(len({row for m, row in seen if a <= m <= b}) for a, b in periods)
    counts = [0] * (lattice.last - lattice.first + 2)
    for day, _ in dated:
        counts[month_of(day) - lattice.first + 1] += 1
    until = [*accumulate(counts)]
    return tuple(until[b - lattice.first + 1] - until[a - lattice.first] for a, b in periods)


def _parts(series: Iterable[Series]) -> list[list[Series]]:
    """Series that tell about each other, together."""
    groups: dict[object, list[Series]] = {}
    for s in series:
        name: object = s
        if s.measure in OF_DOOR:
            name = "door"
        elif s.measure in OF_OUTFLOW:
            name = "outflow"
        elif s.measure in OF_HANDOVERS:
            name = "accepted" if s.measure is Measure.ACCEPTED_WARM else s.measure.value
        groups.setdefault(name, []).append(s)
    return [*groups.values()]


@lru_cache(maxsize=256)
def _marks(first: int, last: int, until: int, columns: Columns) -> dict[tuple[Series, Code], Mark]:
    lattice, table = Lattice(first, last), Table()
    periods = lattice.periods()
    for series, column in columns:
        table.values |= {(series, p): n for p, n in zip(periods, column, strict=True) if n}
    for series, _ in columns:
        if series.measure is Measure.VISITORS:
            _distinct(table, lattice)
        elif series.measure is not Measure.STILL:
            for whole, inner in lattice.sums():
                table.total((series, whole), [(series, p) for p in inner])
    have = [s for s, _ in columns]
    for p in periods:
        _door(table, have, p)
        _by_organisation(table, have, p)
        _outflow(table, have, p, first, until)
    return suppress(table)  # type: ignore[return-value]


def _distinct(table: Table, lattice: Lattice) -> None:
    """Visitors of a period are at most those of its parts together, and at least those of each part."""
    visitors = Series(Measure.VISITORS)
    for whole, inner in lattice.sums():
        cells = [(visitors, p) for p in inner if (visitors, p) in table.values]
        if not cells:
            continue
        again = ("again", whole)
        table.values[again] = sum(table.values[c] for c in cells) - table.values[visitors, whole]
        table.unseen.add(again)
        table.sums.append(((again, -1), ((visitors, whole), -1), *((c, 1) for c in cells)))
        for cell in cells:
            table.part_of(cell, (visitors, whole), guard=False)


def _door(table: Table, have: list[Series], p: Code) -> None:
    """New visitors are visitors, visitors made visits, and each step of the funnel is part of the one before."""
    chain = [Series(m) for m in (*FUNNEL,) if Series(m) in have]
    for wide, narrow in pairwise(chain):
        table.part_of((narrow, p), (wide, p), guard=True)
    new, visitors, visits = Series(Measure.NEW), Series(Measure.VISITORS), Series(Measure.VISITS)
    if visitors in have:
        table.part_of((new, p), (visitors, p), guard=True)
        table.part_of((visitors, p), (visits, p), guard=False)
    otherwise, reached = Series(Measure.REACHED_OTHERWISE), Series(Measure.REACHED)
    if otherwise in have:
        on = ("on the way", p)
        together = table.values.get((otherwise, p), 0) + table.values.get((reached, p), 0)
        table.values[on] = table.values.get((new, p), 0) - together
        table.unseen.add(on)
        table.total((new, p), [(otherwise, p), (reached, p), on])


def _by_organisation(table: Table, have: list[Series], p: Code) -> None:
    for measure in dict.fromkeys(s.measure for s in have):
        whole = (Series(measure), p)
        parts = [(s, p) for s in have if s.measure is measure and s.organisation_id and (s, p) in table.values]
        if whole not in table.values:
            continue
        table.followers += [(part, whole) for part in parts]
        if measure in OF_HANDOVERS:
            table.total(whole, parts)
        elif measure in (Measure.OUTFLOW, *OUTFLOW_KINDS):
            for part in parts:
                table.part_of(part, whole, guard=False)
            # Every journey is credited to somebody, many to several.
            over = sum(table.values[part] for part in parts) - table.values[whole]
            if over >= 0:
                table.values["over", whole] = over
                table.unseen.add(("over", whole))
                table.sums.append(((whole, -1), (("over", whole), -1), *((part, 1) for part in parts)))
    accepted, warm = Measure.ACCEPTED, Measure.ACCEPTED_WARM
    for s in have:
        if s.measure is warm:
            table.part_of((s, p), (s._replace(measure=accepted), p), guard=True)


def _outflow(table: Table, have: list[Series], p: Code, first: int, until: int) -> None:
    for s in have:
        if s.measure is Measure.OUTFLOW:
            table.total((s, p), [(s._replace(measure=kind), p) for kind in OUTFLOW_KINDS])
            table.followers.append(((Series(Measure.RESULTS), p), (Series(Measure.OUTFLOW), p)))
        if s.measure is Measure.TAKEN and p[0] == first:
            # From the very beginning: who was taken into guidance is still in it, flowed out or left otherwise.
            taken, end = (s, p), (min(p[1], until),) * 2
            left = [(s._replace(measure=Measure.OUTFLOW), p), (s._replace(measure=Measure.STILL), end)]
            other = table.values.get(taken, 0) - sum(table.values.get(c, 0) for c in left)
            if other >= 0:
                table.values["left", taken] = other
                table.unseen.add(("left", taken))
                table.total(taken, [*left, ("left", taken)])
