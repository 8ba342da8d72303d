"""The day groups of a caseload list, and its page cursor."""

from datetime import date, time, timedelta

import pytest

from app.guidance.caseloads.due_group_rules import DAY_GROUPS, END_OF_DAY, Cursor, DueGroup, days_of, group_of
from tests.world import TODAY


@pytest.mark.parametrize(
    ("day", "group"),
    [
        (date(2026, 3, 2), DueGroup.LATE),
        (date(2026, 3, 3), DueGroup.TODAY),
        (date(2026, 3, 4), DueGroup.WEEK),
        (date(2026, 3, 8), DueGroup.WEEK),
        (date(2026, 3, 9), DueGroup.LATER),
    ],
)
def test_a_week_ends_on_sunday(day, group):
    assert group_of(day, TODAY) == group


def test_on_a_sunday_nothing_is_left_of_the_week():
    first, last = days_of(DueGroup.WEEK, date(2026, 3, 8))
    assert first > last
    assert group_of(date(2026, 3, 9), date(2026, 3, 8)) == DueGroup.LATER


@pytest.mark.parametrize("today", [TODAY + timedelta(days=n) for n in range(7)])
def test_every_day_is_in_one_group(today):
    for n in range(-20, 20):
        day = today + timedelta(days=n)
        inside = [group for group in DAY_GROUPS if days_of(group, today)[0] <= day <= days_of(group, today)[1]]
        assert inside == [group_of(day, today)]


@pytest.mark.parametrize("clock", [time(10, 30), END_OF_DAY, time(0)])
def test_a_cursor_is_read_back_from_its_link(clock):
    place = Cursor(TODAY, clock, "abcdefgh23456789")
    assert Cursor.read(str(place)) == place


@pytest.mark.parametrize("typed", ["", "morgen", "20260303", "20261399-103000-abc", "20260303-999999-abc"])
def test_an_invalid_cursor_is_ignored(typed):
    assert Cursor.read(typed) is None
