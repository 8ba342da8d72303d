"""TRUST 24 over all periods: no month, quarter, year, organisation or step of the funnel gives a small number away."""

from datetime import date, timedelta
from itertools import pairwise
from random import Random

import pytest

from app.reports.cube import Cube, Lattice, cube
from app.reports.measures import (
    FUNNEL,
    OUTFLOW_KINDS,
    Facts,
    HandoverFact,
    IntakeFact,
    Measure,
    OutcomeFact,
    Series,
    TenureFact,
    VisitFact,
    events,
)
from app.reports.periods import Calendar
from app.reports.suppression import Mark
from app.shops.models import OutflowGroup

TODAY = date(2021, 5, 12)
NOT_SUMS = {Measure.VISITORS, Measure.STILL}


def some_life(seed: int) -> Facts:
    """Two years and a half of a small shop with three organisations."""
    dice, facts, groups = Random(seed), Facts(), [*OutflowGroup]
    for n in range(1, 140):
        day = date(2019, 1, 3) + timedelta(days=dice.randrange(850))
        facts.visits.extend(
            VisitFact(10 * n + k, n, day + timedelta(days=9 * k)) for k in range(dice.choice((1, 1, 3)))
        )
        facts.visits.append(VisitFact(10 * n + 9, None, day))
        if dice.random() < 0.2:
            continue
        facts.intakes.append(IntakeFact(n, n, day))
        facts.tenures.append(TenureFact(n, 1, day, None))
        facts.journey_ends[n] = None
        if dice.random() < 0.6:
            warm = day if dice.random() < 0.8 else None
            facts.handovers.append(HandoverFact(n, n, n, dice.choice((2, 2, 3)), day, day, day, day, None, warm, 5.0))
        if dice.random() < 0.6:
            facts.outcomes.append(OutcomeFact(n, n, n, 1, dice.choice(groups), day + timedelta(days=30)))
    return facts


@pytest.fixture(scope="module", params=range(3))
def solved(request) -> Cube:
    happened = events(some_life(request.param), TODAY)
    return cube(happened, Calendar(happened.first_day, TODAY))


def sums(solved: Cube):
    """Every "whole = parts" that a reader with pencil and paper can make."""
    lattice = Lattice(2019 * 12, 2021 * 12 + 11)
    series = {s for s, _ in solved.values}
    for s in series:
        if s.measure not in NOT_SUMS:
            yield from ([(s, whole), *((s, p) for p in parts)] for whole, parts in lattice.sums())
    for p in lattice.periods():
        for of in (0, 1, 2, 3):
            yield [(Series(Measure.OUTFLOW, of), p), *((Series(kind, of), p) for kind in OUTFLOW_KINDS)]
        for measure in (Measure.OFFERED, Measure.ACCEPTED, Measure.ACCEPTED_WARM, Measure.WARM, Measure.ANSWERED):
            yield [(Series(measure), p), *((Series(measure, of), p) for of in (1, 2, 3))]


def test_every_small_cell_is_hidden_and_nothing_else_is_less_than_five(solved):
    small = {c for c, v in solved.values.items() if 1 <= v <= 4}
    assert small <= solved.marks.keys()
    assert {c for c, m in solved.marks.items() if m is Mark.SMALL} <= small
    assert len(small) > 100


def test_no_sum_holds_a_small_cell_as_its_only_unknown(solved):
    for cells in sums(solved):
        whole, parts = solved.values.get(cells[0], 0), [solved.values.get(c, 0) for c in cells[1:]]
        assert whole == sum(parts), cells
        hidden = [c for c in cells if c in solved.marks]
        assert len(hidden) != 1 or solved.values[hidden[0]] >= 5, (hidden, cells)


def test_no_small_group_stopped_between_two_steps_that_are_both_shown(solved):
    for step, following in pairwise(FUNNEL):
        for s, p in [*solved.values]:
            if s.measure is step and (s, p) not in solved.marks and (Series(following), p) not in solved.marks:
                stopped = solved.values[s, p] - solved.values.get((Series(following), p), 0)
                assert not 1 <= stopped <= 4 or not solved.values.get((Series(following), p)), (s, p)


def test_an_organisation_is_hidden_wherever_its_total_is(solved):
    for s, p in solved.values:
        if s.organisation_id and s.measure not in (Measure.TAKEN, Measure.STILL):
            assert (s._replace(organisation_id=0), p) not in solved.marks or (s, p) in solved.marks


def test_not_everything_is_hidden(solved):
    large = [c for c, v in solved.values.items() if v >= 5]
    shown = [c for c in large if c not in solved.marks]
    assert len(shown) > len(large) / 4
    assert (Series(Measure.VISITS), (2019 * 12, 2021 * 12 + 11)) in shown
