"""DOMAIN §7: what is counted, that it is counted once, and by which date."""

import csv
from datetime import UTC, date, datetime, timedelta
from itertools import pairwise
from pathlib import Path

import pytest

from app.handovers.lifecycle.models import State
from app.reports.outflow import queries
from app.reports.outflow.measures import FUNNEL, Events, Measure, Series, build_events
from app.reports.outflow.periods import Calendar, Period
from tests.world import TODAY

YEAR = Period(date(2026, 1, 1), date(2026, 12, 31))
JANUARY, FEBRUARY = date(2026, 1, 15), date(2026, 2, 10)


def counted(life) -> Events:
    return build_events(queries.load_facts(life.world.db, life.world.actor(life.world.carla)), TODAY)


def count(life, measure: Measure, organisation_id: int = 0, period: Period = YEAR, kind: str = "") -> int:
    series = Series(measure, organisation_id, life.kinds[kind].id if kind else 0)
    return len(counted(life).rows(series, period.start, period.end))


@pytest.mark.parametrize(
    "period", [Period(date(2019, 1, 1), date(2020, 12, 31)), Period(date(2019, 1, 1), date(2020, 3, 16))]
)
def test_the_journeys_of_pozitive_give_the_figures_of_the_progress_report(life, period):
    for number, code in enumerate(["work"] * 56 + ["study"] * 5 + ["intern"] * 6 + [""] * 24):
        start = date(2019, 1, 7) + timedelta(days=number * 4)
        journey = life.story(start)
        life.handover(journey, life.world.pozitive, start + timedelta(days=3))
        if code:
            life.outcome(journey, code, start + timedelta(days=60))
    with (Path(__file__).parent / "acceptance.csv").open(encoding="utf-8", newline="") as file:
        expected = {row["measure"]: int(row["value"]) for row in csv.DictReader(file)}
    of = life.world.pozitive.id
    assert {m: count(life, Measure(m), of, period) for m in expected} == expected


def test_a_journey_counts_once_as_outflow_by_its_last_outcome_that_counts(life):
    journey = life.story(JANUARY)
    life.outcome(journey, "intern", JANUARY)
    life.outcome(journey, "work", FEBRUARY)
    life.outcome(journey, "study", date(2026, 3, 1), mistaken=True)
    life.outcome(journey, "study", TODAY + timedelta(days=20))  # has not started yet
    assert [count(life, m) for m in (Measure.OUTFLOW, Measure.WORK, Measure.INTERNSHIP, Measure.STUDY)] == [1, 1, 0, 0]
    assert count(life, Measure.OUTFLOW, period=Period(date(2026, 1, 1), date(2026, 1, 31))) == 0
    assert count(life, Measure.RESULTS) == 2


def test_steps_do_not_count_as_outflow(life):
    journey = life.story(JANUARY)
    life.outcome(journey, "volunteer", FEBRUARY)
    life.outcome(journey, "gone", FEBRUARY)
    assert count(life, Measure.OUTFLOW) == 0
    assert count(life, Measure.RESULTS) == 0
    assert count(life, Measure.STEP, kind="volunteer") == 1
    assert count(life, Measure.STEP, kind="gone") == 0


def test_visitors_are_distinct_persons_and_visits_are_all_contacts(life):
    once, twice = life.person(), life.person()
    life.visit(once, date(2025, 12, 30))
    for person, day in ((once, JANUARY), (twice, JANUARY), (twice, FEBRUARY), (None, FEBRUARY)):
        life.visit(person, day)
    assert [count(life, m) for m in (Measure.VISITS, Measure.VISITORS, Measure.NEW)] == [4, 2, 1]


def test_mistaken_handovers_count_nowhere_and_expired_ones_are_offered_but_not_answered(life):
    journey = life.story(JANUARY)
    life.handover(journey, life.world.dock, JANUARY, state=State.MISTAKEN)
    life.handover(journey, life.world.dock, JANUARY, state=State.EXPIRED)
    life.handover(journey, life.world.dock, JANUARY, state=State.DRAFT)
    of = life.world.dock.id
    figures = {m: count(life, m, of) for m in (Measure.OFFERED, Measure.ACCEPTED, Measure.ANSWERED, Measure.TAKEN)}
    assert figures == {Measure.OFFERED: 1, Measure.ACCEPTED: 0, Measure.ANSWERED: 0, Measure.TAKEN: 0}


def test_a_result_is_credited_to_every_organisation_that_helped(life):
    journey = life.story(JANUARY, life.world.dock)
    life.handover(journey, life.world.pozitive, JANUARY)
    life.handover(journey, life.world.uwv, JANUARY, state=State.DECLINED)
    life.outcome(journey, "work", FEBRUARY)
    helped = {
        o.name: count(life, Measure.WORK, o.id)
        for o in (
            life.world.dock,
            life.world.pozitive,
            life.world.uwv,
            life.world.leerwerkloket,
        )
    }
    assert helped == {"DOCK": 1, "Pozitive": 1, "UWV": 0, "Leerwerkloket": 1}
    assert count(life, Measure.WORK) == 1


def test_a_cold_handover_counts_as_accepted_but_not_as_warm(life):
    life.handover(life.story(JANUARY), life.world.dock, JANUARY, warm=False)
    assert [count(life, m) for m in (Measure.ACCEPTED, Measure.WARM, Measure.ACCEPTED_WARM)] == [1, 0, 0]


def test_each_step_of_the_funnel_is_a_subset_of_the_one_before(life):
    life.story(JANUARY, life.world.dock, "work", after=10)
    life.story(JANUARY, life.world.dock)
    life.outcome(life.story(JANUARY), "work", FEBRUARY)  # found work without a handover
    life.visit(life.person(), JANUARY)
    events = counted(life)
    rows = [set(events.rows(Series(m), YEAR.start, YEAR.end)) for m in FUNNEL]
    assert [len(r) for r in rows] == [4, 3, 2, 2, 2, 1]
    assert all(later <= earlier for earlier, later in pairwise(rows))
    assert count(life, Measure.REACHED_OTHERWISE) == 1


def test_a_journey_given_back_is_no_longer_in_guidance(life):
    journey = life.story(JANUARY)
    handover = life.handover(journey, life.world.dock, JANUARY, state=State.RETURNED)
    handover.ended_at = datetime(2026, 2, 10, 9, tzinfo=UTC)
    life.put(handover)
    of = life.world.dock.id
    assert count(life, Measure.STILL, of, Period(date(2026, 1, 1), date(2026, 2, 9))) == 1
    assert count(life, Measure.STILL, of, Period(date(2026, 1, 1), date(2026, 2, 10))) == 0


@pytest.mark.parametrize(
    ("moment", "day"),
    [
        (datetime(2025, 3, 29, 22, 59, tzinfo=UTC), date(2025, 3, 29)),  # 23.59, the night before summer time
        (datetime(2025, 3, 29, 23, 0, tzinfo=UTC), date(2025, 3, 30)),
        (datetime(2025, 3, 30, 22, 0, tzinfo=UTC), date(2025, 3, 31)),
        (datetime(2025, 10, 25, 21, 59, tzinfo=UTC), date(2025, 10, 25)),
        (datetime(2025, 10, 25, 22, 0, tzinfo=UTC), date(2025, 10, 26)),
        (datetime(2025, 10, 26, 23, 0, tzinfo=UTC), date(2025, 10, 27)),
        (datetime(2024, 2, 29, 22, 59, tzinfo=UTC), date(2024, 2, 29)),
    ],
)
def test_a_moment_counts_on_its_day_in_amsterdam(life, moment, day):
    life.handover(life.story(date(2024, 1, 2)), life.world.dock, moment, state=State.OFFERED)
    assert count(life, Measure.OFFERED, period=Period(day, day)) == 1


def test_another_shop_is_not_counted(life):
    life.story(JANUARY, life.world.dock, "work", after=10)
    events = build_events(queries.load_facts(life.world.db, life.world.actor(life.world.olaf)), TODAY)
    assert events.flows == {s: [] for s in events.flows}


def test_only_fixed_periods_have_codes():
    calendar = Calendar(date(2019, 5, 1), TODAY)
    assert calendar.named("2019-2020") == Period(date(2019, 1, 1), date(2020, 12, 31), "2019-2020")
    assert calendar.named("2020-02").end == date(2020, 2, 29)
    assert calendar.named("2025-Q4").start == date(2025, 10, 1)
    for code in ("2018", "2027", "2020-2019", "2020-2020", "2026-04", "2026-Q2", "2020-13", "x", "", "2019-2026-1"):
        assert calendar.named(code) is None, code
    assert {p.code for _, group in calendar.choices() for p in group} >= {"all", "2019", "2019-2026", "2026-Q1"}
