from datetime import UTC, date, datetime, timedelta

import pytest

from app.core.clock import day_bounds, local_day
from app.core.working_days import is_working_day, working_days_after, working_days_between


@pytest.mark.parametrize(
    ("moment", "day"),
    [
        (datetime(2026, 3, 29, 22, 0, tzinfo=UTC), date(2026, 3, 30)),  # summer time began that morning
        (datetime(2026, 3, 29, 21, 59, tzinfo=UTC), date(2026, 3, 29)),
        (datetime(2026, 10, 25, 22, 59, tzinfo=UTC), date(2026, 10, 25)),  # winter time began that morning
        (datetime(2026, 10, 25, 23, 0, tzinfo=UTC), date(2026, 10, 26)),
        (datetime(2028, 2, 29, 22, 59, tzinfo=UTC), date(2028, 2, 29)),
    ],
)
def test_days_are_those_of_amsterdam(moment, day):
    assert local_day(moment) == day


@pytest.mark.parametrize(("day", "hours"), [(date(2026, 3, 29), 23), (date(2026, 10, 25), 25), (date(2026, 6, 1), 24)])
def test_a_day_may_have_an_hour_less_or_more(day, hours):
    first, after = day_bounds(day)
    assert after - first == timedelta(hours=hours)
    assert (local_day(first), local_day(after - timedelta(seconds=1))) == (day, day)


def test_weekends_holidays_and_closures_are_no_working_days():
    assert not is_working_day(date(2026, 4, 27))  # King's Day, a Monday
    assert not is_working_day(date(2026, 4, 25))  # a Saturday
    assert not is_working_day(date(2026, 4, 28), closed={date(2026, 4, 28)})
    assert working_days_after(date(2026, 4, 24), 2) == date(2026, 4, 29)
    assert working_days_after(date(2026, 4, 24), 2, {date(2026, 4, 28)}) == date(2026, 4, 30)
    assert working_days_between(date(2026, 4, 24), date(2026, 4, 29)) == 2
    assert working_days_between(date(2026, 4, 29), date(2026, 4, 24)) == 0
