"""Deadlines of handovers, with a moved clock: what counts, what does not, and which signs are due."""

from datetime import date, datetime, time, timedelta

import pytest

from app.core.clock import local, moment
from app.handovers.lifecycle.fact_queries import facts_of
from app.handovers.lifecycle.models import State
from app.handovers.lifecycle.overdue_rules import deadline
from app.handovers.reminders.reminder_rules import Reminder, due_reminders
from app.shop.half_days.models import DayPart, Opening, OpeningState
from app.shop.partners.deadlines import DEFAULT_DEADLINES, Deadlines, PartnerCalendar, are_in_order
from app.shop.partners.models import DeadlineUnit, PartnerClosure
from app.shop.partners.queries import active_partner
from tests.world import NOON, TODAY

HALF_PAST_TEN = time(10, 30)


def at(day: date, hour: time = HALF_PAST_TEN) -> datetime:
    return moment(day, hour)


@pytest.mark.parametrize(
    ("start", "days", "end"),
    [
        (date(2026, 3, 25), 3, date(2026, 3, 30)),  # summer time begins on Sunday 29 March
        (date(2026, 10, 22), 3, date(2026, 10, 27)),  # and ends on Sunday 25 October
        (date(2026, 4, 24), 2, date(2026, 4, 29)),  # King's Day, Monday 27 April
    ],
)
def test_a_time_is_full_at_the_same_hour_on_the_clock_of_the_shop(start, days, end):
    calendar = PartnerCalendar()
    full = calendar.reached(at(start), days)
    assert (full, local(full).time()) == (at(end), HALF_PAST_TEN)
    assert calendar.passed(at(start), full - timedelta(minutes=1)) == days - 1
    assert calendar.passed(at(start), full) == days


def test_passing_and_reaching_say_the_same_on_every_day():
    calendar = PartnerCalendar(days=frozenset({1, 3, 5}), closed={TODAY + timedelta(days=9)}, away=[(TODAY, TODAY)])
    for count in range(1, 30):
        full = calendar.reached(NOON, count)
        assert calendar.passed(NOON, full) == count
        assert calendar.passed(NOON, full - timedelta(seconds=1)) == count - 1


def test_days_on_which_shop_or_partner_are_closed_do_not_count():
    wednesday, thursday = TODAY + timedelta(days=1), TODAY + timedelta(days=2)
    calendar = PartnerCalendar(closed={wednesday}, away=[(thursday, thursday + timedelta(days=1))])
    assert calendar.after(NOON, 1) == date(2026, 3, 9)
    assert calendar.reopens_on(thursday) == date(2026, 3, 9)
    assert calendar.reopens_on(wednesday) is None


def test_a_calendar_without_any_day_still_ends():
    assert PartnerCalendar(away=[(date.min, date.max)]).after(NOON, 2) > TODAY + timedelta(days=365)
    assert PartnerCalendar(away=[(date.min, date.max)]).reopens_on(TODAY) is None


def test_half_days_count_where_the_partner_counts_in_them():
    mornings = [
        (at(TODAY + timedelta(days=n), time(9)), at(TODAY + timedelta(days=n), time(12, 30))) for n in (0, 1, 2)
    ]
    calendar = PartnerCalendar(DeadlineUnit.HALF_DAYS, half_days=mornings)
    assert calendar.reached(NOON, 1) == mornings[1][1]  # the one that was under way is not whole
    assert calendar.passed(NOON, mornings[1][1] - timedelta(seconds=1)) == 0
    assert calendar.passed(NOON, mornings[2][1]) == 2
    assert calendar.after(NOON, 9) == PartnerCalendar().after(NOON, 9)  # further than is known: in days


def test_the_limits_come_one_after_the_other():
    assert are_in_order(DEFAULT_DEADLINES)
    assert not are_in_order(Deadlines(remind=5, contact=5))
    assert not are_in_order(Deadlines(contact=12))


def test_a_partner_has_limits_days_and_closures_of_its_own(shop):
    dock = active_partner(shop.db, shop.shop.id, shop.dock.id)
    handover = shop.in_state(State.OFFERED)
    assert deadline(facts_of(shop.db, handover, NOON)).last_day == date(2026, 3, 10)
    dock.contact_after, dock.days = 2, ["1", "3"]  # Tuesdays and Thursdays
    shop.db.add(PartnerClosure(partner_id=dock.id, first=date(2026, 3, 5), last=date(2026, 3, 5)))
    shop.db.flush()
    due = deadline(facts_of(shop.db, handover, NOON))
    assert (due.last_day, due.left) == (date(2026, 3, 12), 2)


def test_a_half_day_that_the_shop_calls_off_moves_the_deadline(shop):
    dock = active_partner(shop.db, shop.shop.id, shop.dock.id)
    dock.counts = DeadlineUnit.HALF_DAYS
    handover = shop.in_state(State.OFFERED)
    before = deadline(facts_of(shop.db, handover, NOON)).last_day
    off = Opening(
        shop_id=shop.shop.id,
        day=TODAY + timedelta(days=1),
        part=DayPart.MORNING,
        opens=time(9),
        closes=time(12, 30),
        state=OpeningState.CANCELLED,
        reason="verbouwing",
    )
    shop.db.add(off)
    shop.db.flush()
    assert (before, deadline(facts_of(shop.db, handover, NOON)).last_day) == (date(2026, 3, 10), date(2026, 3, 11))


def reminders_due(shop, handover, days: int) -> list[Reminder]:
    """Which are due so many working days later."""
    return [due.sign for due in due_reminders(facts_of(shop.db, handover, PartnerCalendar().reached(NOON, days)))]


def test_signs_come_after_two_five_and_ten_working_days(shop):
    handover = shop.in_state(State.OFFERED)
    expected = {1: [], 2: [Reminder.REMIND], 4: [Reminder.REMIND], 5: [Reminder.REMIND, Reminder.CONTACT]}
    assert {days: reminders_due(shop, handover, days) for days in expected} == expected
    assert reminders_due(shop, handover, 9)[-1] == Reminder.CONTACT
    assert reminders_due(shop, handover, 10)[-1] == Reminder.CHOOSE
    assert reminders_due(shop, handover, 12)[-1] == Reminder.CHOOSE_LATE


@pytest.mark.parametrize(
    ("state", "last_in_time", "sign"),
    [(State.RUNNING, 20, Reminder.FEEDBACK), (State.ACCEPTED, 5, Reminder.INTRODUCE)],
)
def test_what_has_to_be_done_within_a_time_is_asked_for_once_it_is_over(shop, state, last_in_time, sign):
    handover = shop.in_state(state)
    assert reminders_due(shop, handover, last_in_time) == []
    assert reminders_due(shop, handover, last_in_time + 1) == [sign]


def test_the_waiting_list_is_quiet_until_there_is_probably_a_place(shop):
    handover = shop.in_state(State.WAITLISTED)  # a place in nine days
    assert reminders_due(shop, handover, 6) == []
    assert reminders_due(shop, handover, 6 + 3) == [Reminder.REMIND]


@pytest.mark.parametrize("state", [State.DRAFT, State.DECLINED, State.WITHDRAWN, State.COMPLETED, State.RETURNED])
def test_of_what_is_over_or_not_begun_nothing_is_told(shop, state):
    assert reminders_due(shop, shop.in_state(state), 60) == []


def test_what_is_left_and_what_is_late_is_counted_in_what_the_partner_counts_in():
    mornings = [
        (at(TODAY + timedelta(days=n), time(9)), at(TODAY + timedelta(days=n), time(12, 30))) for n in (0, 1, 7, 8)
    ]
    halves = PartnerCalendar(DeadlineUnit.HALF_DAYS, half_days=mornings)
    week, yesterday = TODAY + timedelta(days=7), TODAY - timedelta(days=1)
    assert (halves.left(NOON, week), PartnerCalendar().left(NOON, week)) == (3, 5)
    later = mornings[2][1]
    assert (halves.late(yesterday, later), PartnerCalendar().late(TODAY, later)) == (3, 5)
    assert halves.late(TODAY, mornings[1][1] - timedelta(seconds=1)) == 0


def test_who_answers_for_the_person_is_asked_to_call_a_partner_that_is_late(shop, later):
    handover = shop.in_state(State.OFFERED)
    page = f"/handovers/{handover.key}"
    assert "is te laat. Bel ze" not in later(shop.samira, NOON + timedelta(days=1)).get(page).text
    assert "DOCK is te laat. Bel ze" in later(shop.samira, NOON + timedelta(days=9)).get(page).text
    assert "is te laat. Bel ze" not in later(shop.fatima, NOON + timedelta(days=9)).get(page).text
