"""Rules that the outflow report and the quality of handovers share."""

from itertools import product

import pytest
from sqlalchemy import select

from app.handovers.lifecycle.models import Introduction, IntroductionState
from app.reports.outflow.paging import PAGE_SIZE, paginate
from app.reports.outflow.queries import first_meetings
from app.reports.outflow.report import LEAST_FOR_PERCENTAGE, percentage
from tests.world import TODAY


@pytest.mark.parametrize(
    ("part", "whole", "percent"),
    [
        (5, LEAST_FOR_PERCENTAGE, 50),
        (0, 10, 0),
        (1, 12, 8),
        (5, 9, None),
        (None, 10, None),
        (5, None, None),
        (0, 0, None),
    ],
)
def test_a_percentage_is_shown_from_ten_on(part, whole, percent):
    assert percentage(part, whole) == percent


@pytest.mark.parametrize(
    ("count", "page", "shown", "pages"),
    [
        (0, 1, 0, 1),
        (PAGE_SIZE, 1, PAGE_SIZE, 1),
        (PAGE_SIZE + 1, 1, PAGE_SIZE, 2),
        (PAGE_SIZE + 1, 2, 1, 2),
        (PAGE_SIZE, 2, None, None),
    ],
)
def test_rows_are_shown_a_page_at_a_time(count, page, shown, pages):
    some = paginate(range(count), page)
    assert (some and len(some.rows)) == shown
    assert (some and some.pages) == pages


@pytest.mark.parametrize("state", IntroductionState)
@pytest.mark.parametrize("present", list(product((False, True), repeat=3)))
def test_a_first_meeting_is_an_introduction_with_all_three(life, state, present):
    handover = life.handover(life.journey(life.person(), TODAY), life.world.dock, TODAY, warm=False)
    person, sender, receiver = present
    introduction = Introduction(handover_id=handover.id, person_id=handover.person_id, state=state, held_on=TODAY)
    introduction.with_person, introduction.with_sender, introduction.with_receiver = person, sender, receiver
    life.put(introduction)
    met = first_meetings()
    found = life.world.db.execute(select(met.c.held_on).where(met.c.handover_id == handover.id)).scalars().all()
    assert found == ([TODAY] if introduction.with_all_three else [])
