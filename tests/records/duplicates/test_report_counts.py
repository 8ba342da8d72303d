"""Reports count a merged person once, and two persons again after unmerging."""

from datetime import date

from app.records.duplicates import actions
from app.reports.outflow import queries
from app.reports.outflow.measures import FUNNEL, Measure, Series, build_events
from tests.reports.reported_rows import ReportedRows
from tests.world import NOON, TODAY

START, END = date(2026, 1, 1), TODAY
FIRST, AGAIN = date(2026, 1, 15), date(2026, 2, 10)


def figures(world):
    found = build_events(queries.load_facts(world.db, world.actor(world.carla)), TODAY)
    wanted = (Measure.VISITS, Measure.VISITORS, *FUNNEL, Measure.INTAKES, Measure.OFFERED)
    return {measure: len(found.rows(Series(measure), START, END)) for measure in wanted}


def test_a_merged_person_is_one_visitor_and_new_once(world, carla):
    life = ReportedRows(world)
    journey = life.story(FIRST)
    life.handover(journey, world.dock, FIRST)
    main, other = journey.person, life.person()
    life.visit(other, AGAIN)
    apart = figures(world)
    made = actions.merge(world.db, main, other, by=carla, at=NOON)
    together = figures(world)
    fewer = {measure: apart[measure] - together[measure] for measure in apart}
    assert {measure for measure, less in fewer.items() if less} == {Measure.VISITORS, Measure.NEW}
    assert fewer[Measure.VISITORS] == fewer[Measure.NEW] == 1
    actions.unmerge(world.db, made, by=carla, at=NOON)
    assert figures(world) == apart


def test_a_first_visit_on_the_other_record_counts_as_the_first_of_the_person(world, carla):
    life = ReportedRows(world)
    main, other = life.person(), life.person()
    life.visit(main, AGAIN)
    life.visit(other, date(2025, 11, 4))
    actions.merge(world.db, main, other, by=carla, at=NOON)
    assert figures(world)[Measure.NEW] == 0
