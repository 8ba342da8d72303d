"""The deadlines of a partner, and the days that count for them (DOMAIN §4, clock). Pure."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from app.core.clock import local, local_day, moment
from app.core.working_days import holiday
from app.shop.partners.models import DeadlineUnit, Partner

MONDAY_TO_FRIDAY = frozenset(range(5))  # 0 is Monday
MAX_DAYS = 3 * 366  # how far to look for a day that counts


@dataclass(frozen=True)
class Deadlines:
    """Numbers of working days or half-days, whichever the partner counts in (DeadlineUnit)."""

    remind: int = 2
    contact: int = 5  # also the deadline for a response
    choose: int = 10
    introduce: int = 5  # after acceptance
    feedback: int = 20  # after the partner took over


DEFAULT_DEADLINES = Deadlines()


def deadlines_of(partner: Partner | None) -> Deadlines:
    """The deadlines of a partner; defaults where it has none of its own."""
    if partner is None:
        return DEFAULT_DEADLINES
    own = {
        "remind": partner.remind_after,
        "contact": partner.contact_after,
        "choose": partner.choose_after,
        "introduce": partner.introduce_within,
        "feedback": partner.feedback_within,
    }
    return Deadlines(**{name: count for name, count in own.items() if count is not None})


def are_in_order(deadlines: Deadlines) -> bool:
    """Whether the reminder, asking the contact and choosing follow one another in that order."""
    return deadlines.remind < deadlines.contact < deadlines.choose


@dataclass(frozen=True)
class PartnerCalendar:
    """Which days count for one partner in one shop.

    `days`: weekdays, 0 is Monday; `closed`: the shop's closed days; `away`: first and last day of each closure of the
    partner; `half_days`: start and end of the shop's half-days in order, if the partner counts in those.
    """

    counts: DeadlineUnit = DeadlineUnit.WORKDAYS
    days: frozenset[int] = MONDAY_TO_FRIDAY
    closed: Collection[date] = ()
    away: Sequence[tuple[date, date]] = ()
    half_days: Sequence[tuple[datetime, datetime]] = ()

    def is_away(self, day: date) -> bool:
        return any(first <= day <= last for first, last in self.away)

    def counts_on(self, day: date) -> bool:
        """Whether a day counts: a working day of the partner, no public holiday, and partner and shop are open."""
        return day.weekday() in self.days and day not in self.closed and not self.is_away(day) and not holiday(day)

    def reached(self, start: datetime, count: int) -> datetime:
        """When `count` days or half-days have passed since `start`: at the same time of day, or the end of a half-day.

        Counts in days if the shop has no half-days. Gives up after MAX_DAYS if no day counts.
        """
        if self.counts == DeadlineUnit.HALF_DAYS and count > 0:
            ends = [e for begins, e in self.half_days if begins > start and self.counts_on(local_day(begins))]
            if len(ends) >= count:
                return ends[count - 1]
        return moment(self.day_after(local_day(start), count), local(start).time())

    def day_after(self, day: date, count: int) -> date:
        """The day on which `count` days that count have passed since `day`; at most MAX_DAYS later."""
        last = day + timedelta(days=MAX_DAYS)
        while count > 0 and day < last:
            day += timedelta(days=1)
            count -= self.counts_on(day)
        return day

    def after(self, start: datetime, count: int) -> date:
        """The last day of a deadline that starts at `start`."""
        return local_day(self.reached(start, count))

    def passed(self, start: datetime, at: datetime) -> int:
        """How many whole days or half-days have passed between `start` and `at`."""
        if self.counts == DeadlineUnit.HALF_DAYS and self.half_days:
            passed = (begins for begins, ends in self.half_days if begins > start and ends <= at)
            return sum(self.counts_on(local_day(begins)) for begins in passed)
        days = self.between(local_day(start), local_day(at))
        today_is_not_full = self.counts_on(local_day(at)) and local(at).time() < local(start).time()
        return max(0, days - today_is_not_full) if at > start else 0

    def between(self, day: date, end: date) -> int:
        """How many days that count there are after `day`, up to and including `end`."""
        return sum(self.counts_on(day + timedelta(days=n)) for n in range(1, (end - day).days + 1))

    def left(self, at: datetime, day: date) -> int:
        """How many days or half-days that count are left from `at` up to and including `day`."""
        if self.counts == DeadlineUnit.HALF_DAYS and self.half_days:
            ahead = (begins for begins, ends in self.half_days if ends > at and local_day(begins) <= day)
            return sum(self.counts_on(local_day(begins)) for begins in ahead)
        return self.between(local_day(at), day)

    def late(self, day: date, at: datetime) -> int:
        """How many days or half-days that count have passed since `day` ended."""
        if self.counts == DeadlineUnit.HALF_DAYS and self.half_days:
            passed = (begins for begins, ends in self.half_days if local_day(begins) > day and ends <= at)
            return sum(self.counts_on(local_day(begins)) for begins in passed)
        return self.between(day, local_day(at))

    def reopens_on(self, day: date) -> date | None:
        """The first day that counts after a closure on `day`; None if the partner is not closed then."""
        if not self.is_away(day):
            return None
        return next((d for n in range(1, MAX_DAYS) if self.counts_on(d := day + timedelta(days=n))), None)


def working_weekdays(partner: Partner | None) -> frozenset[int]:
    """The working days of a partner, 0 is Monday; by default Monday to Friday."""
    return frozenset(int(day) for day in partner.days) if partner and partner.days else MONDAY_TO_FRIDAY


DEFAULT_CALENDAR = PartnerCalendar()  # Monday to Friday, except public holidays
