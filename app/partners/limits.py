"""The clock of a partner: how long each step may take, and which days count (DOMAIN §4, clock). Pure."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta

from app.core.workdays import holiday
from app.partners.models import Counts, Partner, PartnerClosure

MONDAY_TO_FRIDAY = frozenset(range(5))
FAR = 400  # days: a shop that never opens does not keep a clock searching


@dataclass(frozen=True)
class Limits:
    """After how many counted days what happens; each may differ per partner."""

    remind: int = 2
    contact: int = 5
    choose: int = 10
    introduce: int = 5
    feedback: int = 20


USUAL = Limits()
CHOOSE_MORE = 2  # counted days that a sender has to choose, before the coordinator hears of it
FEEDBACK_MORE = 5  # and a receiver to tell what came of it, before the sender does


@dataclass(frozen=True)
class Calendar:
    """Which days count for one partner in one shop.

    `closed`: the shop's closed days; `days`: the partner's days of the week, Monday is 0; `away`: its closures, first
    and last day; `half_days`: how many half-days the shop is open on each date, where the partner counts in those.
    """

    closed: frozenset[date] = frozenset()
    days: frozenset[int] = MONDAY_TO_FRIDAY
    away: tuple[tuple[date, date], ...] = ()
    half_days: Mapping[date, int] | None = field(default=None, hash=False)

    def counts(self, day: date) -> int:
        """How much a day counts: nothing while either is closed."""
        if day.weekday() not in self.days or day in self.closed or holiday(day) or self.back_after(day):
            return 0
        return 1 if self.half_days is None else self.half_days.get(day, 0)

    def after(self, day: date, count: int) -> date:
        """The day in which the `count`th working day, or open half-day, after `day` lies."""
        last = day + timedelta(days=FAR)
        while count > 0 and day < last:
            day += timedelta(days=1)
            count -= self.counts(day)
        return day

    def between(self, start: date, end: date) -> int:
        """How many lie after `start`, up to and including `end`; 0 when `end` is not later."""
        return sum(self.counts(start + timedelta(days=n)) for n in range(1, (end - start).days + 1))

    def back_after(self, day: date) -> date | None:
        """The last day of the partner's closure on this day, when there is one."""
        return max((last for first, last in self.away if first <= day <= last), default=None)


def limits_of(partner: Partner | None) -> Limits:
    """What the partner's clock is set to; the usual where nothing is said."""
    if partner is None:
        return USUAL
    return Limits(
        partner.remind_after or USUAL.remind, partner.contact_after or USUAL.contact,
        partner.choose_after or USUAL.choose, partner.introduce_within or USUAL.introduce,
        partner.feedback_within or USUAL.feedback,
    )  # fmt: skip


def calendar_of(
    partner: Partner | None, away: list[PartnerClosure], closed: frozenset[date], half_days: Mapping[date, int] | None
) -> Calendar:
    """The calendar of one partner; `half_days` is used only where the partner counts in those."""
    if partner is None:
        return Calendar(closed)
    return Calendar(
        closed, frozenset(map(int, partner.days)) or MONDAY_TO_FRIDAY, tuple((c.first, c.last) for c in away),
        half_days if partner.counts == Counts.HALF_DAYS else None,
    )  # fmt: skip
