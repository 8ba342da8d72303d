"""Which days count towards the deadlines of a handover, and which reminders are due."""

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
def test_working_days_are_full_at_the_same_local_time(start, days, end):
    calendar = PartnerCalendar()
    full = calendar.reached(at(start), days)
    assert (full, local(full).time()) == (at(end), HALF_PAST_TEN)
    assert calendar.passed(at(start), full - timedelta(minutes=1)) == days - 1
    assert calendar.passed(at(start), full) == days


def test_passed_and_reached_agree_on_every_day():
    calendar = PartnerCalendar(days=frozenset({1, 3, 5}), closed={TODAY + timedelta(days=9)}, away=[(TODAY, TODAY)])
    for count in range(1, 30):
        full = calendar.reached(NOON, count)
        assert calendar.passed(NOON, full) == count
        assert calendar.passed(NOON, full - timedelta(seconds=1)) == count - 1


def test_days_on_which_the_shop_or_the_partner_is_closed_do_not_count():
    wednesday, thursday = TODAY + timedelta(days=1), TODAY + timedelta(days=2)
    calendar = PartnerCalendar(closed={wednesday}, away=[(thursday, thursday + timedelta(days=1))])
    assert calendar.after(NOON, 1) == date(2026, 3, 9)
    assert calendar.reopens_on(thursday) == date(2026, 3, 9)
    assert calendar.reopens_on(wednesday) is None


def test_a_calendar_without_any_day_still_ends():
    assert PartnerCalendar(away=[(date.min, date.max)]).after(NOON, 2) > TODAY + timedelta(days=365)
    assert PartnerCalendar(away=[(date.min, date.max)]).reopens_on(TODAY) is None


def test_half_days_count_for_a_partner_that_counts_in_them():
    mornings = [
        (at(TODAY + timedelta(days=n), time(9)), at(TODAY + timedelta(days=n), time(12, 30))) for n in (0, 1, 2)
    ]
    calendar = PartnerCalendar(DeadlineUnit.HALF_DAYS, half_days=mornings)
    assert calendar.reached(NOON, 1) == mornings[1][1]  # the half-day that had begun does not count
    assert calendar.passed(NOON, mornings[1][1] - timedelta(seconds=1)) == 0
    assert calendar.passed(NOON, mornings[2][1]) == 2
    assert calendar.after(NOON, 9) == PartnerCalendar().after(NOON, 9)  # beyond the known half-days it counts in days


def test_the_limits_must_be_in_order():
    assert are_in_order(DEFAULT_DEADLINES)
    assert not are_in_order(Deadlines(remind=5, contact=5))
    assert not are_in_order(Deadlines(contact=12))


def test_a_partner_has_its_own_limits_days_and_closures(shop):
    dock = active_partner(shop.db, shop.shop.id, shop.dock.id)
    handover = shop.in_state(State.OFFERED)
    assert deadline(facts_of(shop.db, handover, NOON)).last_day == date(2026, 3, 10)
    dock.contact_after, dock.days = 2, ["1", "3"]  # Tuesdays and Thursdays
    shop.db.add(PartnerClosure(partner_id=dock.id, first=date(2026, 3, 5), last=date(2026, 3, 5)))
    shop.db.flush()
    due = deadline(facts_of(shop.db, handover, NOON))
    assert (due.last_day, due.left) == (date(2026, 3, 12), 2)


def test_a_half_day_cancelled_by_the_shop_moves_the_deadline(shop):
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
    """The reminders that are due after so many working days."""
    return [due.reminder for due in due_reminders(facts_of(shop.db, handover, PartnerCalendar().reached(NOON, days)))]


def test_reminders_are_due_after_two_five_and_ten_working_days(shop):
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
def test_an_introduction_or_feedback_is_due_after_its_last_day(shop, state, last_in_time, sign):
    handover = shop.in_state(state)
    assert reminders_due(shop, handover, last_in_time) == []
    assert reminders_due(shop, handover, last_in_time + 1) == [sign]


def test_the_waiting_list_is_quiet_until_a_place_is_expected(shop):
    handover = shop.in_state(State.WAITLISTED)  # a place in nine days
    assert reminders_due(shop, handover, 6) == []
    assert reminders_due(shop, handover, 6 + 3) == [Reminder.REMIND]


@pytest.mark.parametrize("state", [State.DRAFT, State.DECLINED, State.WITHDRAWN, State.COMPLETED, State.RETURNED])
def test_a_draft_or_ended_handover_has_no_reminders(shop, state):
    assert reminders_due(shop, shop.in_state(state), 60) == []


def test_time_left_and_overdue_are_counted_in_the_units_of_the_partner():
    mornings = [
        (at(TODAY + timedelta(days=n), time(9)), at(TODAY + timedelta(days=n), time(12, 30))) for n in (0, 1, 7, 8)
    ]
    halves = PartnerCalendar(DeadlineUnit.HALF_DAYS, half_days=mornings)
    week, yesterday = TODAY + timedelta(days=7), TODAY - timedelta(days=1)
    assert (halves.left(NOON, week), PartnerCalendar().left(NOON, week)) == (3, 5)
    later = mornings[2][1]
    assert (halves.late(yesterday, later), PartnerCalendar().late(TODAY, later)) == (3, 5)
    assert halves.late(TODAY, mornings[1][1] - timedelta(seconds=1)) == 0


def test_the_responsible_worker_is_asked_to_call_a_late_partner(shop, later):
    handover = shop.in_state(State.OFFERED)
    page = f"/handovers/{handover.key}"
    assert "is te laat. Bel ze" not in later(shop.samira, NOON + timedelta(days=1)).get(page).text
    assert "DOCK is te laat. Bel ze" in later(shop.samira, NOON + timedelta(days=9)).get(page).text
    assert "is te laat. Bel ze" not in later(shop.fatima, NOON + timedelta(days=9)).get(page).text
