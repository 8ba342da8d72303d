"""The reports give the figures of the progress report of April 2020 for the demonstration's journeys."""

from datetime import date

import pytest

from app.reports.outflow import queries
from app.reports.outflow.cube import build_cube
from app.reports.outflow.measures import Measure, Series, build_events
from app.reports.outflow.periods import Calendar, years
from tests.demo.conftest import NOW

pytestmark = [pytest.mark.sweep, pytest.mark.xdist_group("demo")]  # the demonstration takes long to generate
FIGURES = {Measure.TAKEN: 91, Measure.WORK: 56, Measure.STUDY: 5, Measure.INTERNSHIP: 6, Measure.STILL: 24}


@pytest.mark.parametrize("until", [date(2020, 3, 16), date(2020, 12, 31)])
def test_pozitive_in_2019_and_2020(stage, until):
    counted = build_events(queries.load_facts(stage.db, stage.actors["carla"]), NOW.date())
    of = stage.organisations["Pozitive"].id
    found = {m: len(counted.rows(Series(m, of), date(2019, 1, 1), until)) for m in FIGURES}
    assert found == FIGURES


def test_most_handovers_are_warm(stage):
    counted = build_events(queries.load_facts(stage.db, stage.actors["carla"]), NOW.date())
    first, last = date(2000, 1, 1), NOW.date()
    accepted, warm = (len(counted.rows(Series(m), first, last)) for m in (Measure.ACCEPTED, Measure.ACCEPTED_WARM))
    assert 0.75 < warm / accepted < 0.97


def test_a_manager_sees_these_figures(stage):
    """Small counts are hidden from managers, but these months all have counts of five or more."""
    counted = build_events(queries.load_facts(stage.db, stage.actors["carla"]), NOW.date())
    shown = build_cube(counted, Calendar(counted.first_day, NOW.date()))
    of = stage.organisations["Pozitive"].id
    assert {m: shown.figure(Series(m, of), years(2019, 2020)) for m in FIGURES} == {
        m: (count, None) for m, count in FIGURES.items()
    }
