"""TRUST 24 over all periods: no month, quarter, year, organisation or funnel step gives a small number away."""

from datetime import date, timedelta
from functools import cache
from itertools import pairwise
from random import Random

import pytest

from app.reports.outflow.cube import Cube, Lattice, build_cube
from app.reports.outflow.measures import (
    FUNNEL,
    OUTFLOW_KINDS,
    HandoverFact,
    IntakeFact,
    Measure,
    OutcomeFact,
    ReportFacts,
    ResponsibilityFact,
    Series,
    VisitFact,
    build_events,
)
from app.reports.outflow.periods import Calendar, is_whole_years, month, quarter, years
from app.reports.outflow.suppression import Mark
from app.shop.lists.models import OutflowGroup

pytestmark = pytest.mark.xdist_group("cube")  # all share the same three cubes, which take seconds to build
TODAY = date(2021, 5, 12)
NOT_SUMS = {Measure.VISITORS, Measure.STILL}


def random_facts(seed: int, persons: int = 139) -> ReportFacts:
    """Two and a half years of a small shop with three organisations."""
    dice, facts, groups = Random(seed), ReportFacts(), [*OutflowGroup]
    for n in range(1, persons + 1):
        day = date(2019, 1, 3) + timedelta(days=dice.randrange(850))
        facts.visits.extend(
            VisitFact(10 * n + k, n, day + timedelta(days=9 * k)) for k in range(dice.choice((1, 1, 3)))
        )
        facts.visits.append(VisitFact(10 * n + 9, None, day))
        if dice.random() < 0.2:
            continue
        facts.intakes.append(IntakeFact(n, n, day))
        facts.responsibilities.append(ResponsibilityFact(n, 1, day, None))
        facts.journey_ends[n] = None
        if dice.random() < 0.6:
            warm = day if dice.random() < 0.8 else None
            facts.handovers.append(HandoverFact(n, n, n, dice.choice((2, 2, 3)), day, day, day, day, None, warm, 5.0))
        if dice.random() < 0.6:
            facts.outcomes.append(OutcomeFact(n, n, n, 1, dice.choice(groups), day + timedelta(days=30)))
    return facts


@cache
def solved_cube(number: int) -> Cube:
    events = build_events(random_facts(number), TODAY)
    return build_cube(events, Calendar(events.first_day, TODAY))


@pytest.fixture(params=range(3))
def solved(request) -> Cube:
    return solved_cube(request.param)


def sums(solved: Cube):
    """Every equation "whole = sum of parts" that a reader could write down."""
    lattice = Lattice(2019 * 12, 2021 * 12 + 11)
    series = {s for s, _ in solved.values}
    for s in series:
        if s.measure not in NOT_SUMS:
            yield from (
                [(s, whole), *((s, p) for p in parts)]
                for whole, parts in lattice.sums()
                if not s.organisation_id or all(map(is_whole_years, parts))
            )
    for p in lattice.periods():
        for of in (0, 1, 2, 3) if is_whole_years(p) else (0,):
            yield [(Series(Measure.OUTFLOW, of), p), *((Series(kind, of), p) for kind in OUTFLOW_KINDS)]
        if not is_whole_years(p):
            continue
        for measure in (Measure.OFFERED, Measure.ACCEPTED, Measure.ACCEPTED_WARM, Measure.WARM, Measure.ANSWERED):
            yield [(Series(measure), p), *((Series(measure, of), p) for of in (1, 2, 3))]


def test_every_small_cell_is_hidden_and_only_small_cells_are_marked_small(solved):
    small = {c for c, v in solved.values.items() if 1 <= v <= 4}
    assert small <= solved.marks.keys()
    assert {c for c, m in solved.marks.items() if m is Mark.SMALL} <= small
    assert len(small) > 100


def test_no_sum_has_a_small_cell_as_its_only_unknown(solved):
    for cells in sums(solved):
        whole, parts = solved.values.get(cells[0], 0), [solved.values.get(c, 0) for c in cells[1:]]
        assert whole == sum(parts), cells
        hidden = [c for c in cells if c in solved.marks]
        assert len(hidden) != 1 or solved.values[hidden[0]] >= 5, (hidden, cells)


def test_two_published_funnel_steps_never_reveal_a_small_group_between_them(solved):
    for step, following in pairwise(FUNNEL):
        for s, p in [*solved.values]:
            if s.measure is step and (s, p) not in solved.marks and (Series(following), p) not in solved.marks:
                stopped = solved.values[s, p] - solved.values.get((Series(following), p), 0)
                assert not 1 <= stopped <= 4 or not solved.values.get((Series(following), p)), (s, p)


def test_an_organisation_is_hidden_wherever_its_total_is_hidden(solved):
    for s, p in solved.values:
        if s.organisation_id and s.measure not in (Measure.TAKEN, Measure.STILL):
            assert (s._replace(organisation_id=0), p) not in solved.marks or (s, p) in solved.marks


def test_not_everything_is_hidden(solved):
    large = [c for c, v in solved.values.items() if v >= 5]
    shown = [c for c in large if c not in solved.marks]
    assert len(shown) > len(large) / 4
    assert (Series(Measure.VISITS), (2019 * 12, 2021 * 12 + 11)) in shown


def test_one_organisation_has_figures_for_whole_years_only(solved):
    assert {p for s, p in solved.values if s.organisation_id and s.measure is not Measure.STILL} <= {
        p for s, p in solved.values if is_whole_years(p)
    }
    series = Series(Measure.TAKEN, 1)
    for period in (month(2020 * 12 + 3), quarter(2020 * 12 + 3)):
        assert solved.figure(series, period) == (0, Mark.HIDDEN)
    value, mark = solved.figure(series, years(2019, 2020))
    assert value > 40
    assert mark is None


def test_the_manager_of_a_larger_shop_sees_outflow_and_warm_share_of_each_year():
    events = build_events(random_facts(7, persons=900), TODAY)
    solved = build_cube(events, Calendar(events.first_day, TODAY))
    for period in (years(2019, 2019), years(2020, 2020), years(2019, 2020), years(2019, 2021)):
        for measure in (Measure.VISITS, Measure.NEW, Measure.OUTFLOW, Measure.ACCEPTED, Measure.ACCEPTED_WARM):
            value, mark = solved.figure(Series(measure), period)
            assert value > 100
            assert mark is None, (measure, period)
