"""When the shop of the demonstration is open: six half-days a week, except holidays, the summer and mishaps."""

from bisect import bisect_left, bisect_right
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from functools import cached_property
from random import Random

from app.core.clock import moment
from app.core.working_days import is_working_day
from app.demo.cast.colleagues import FRONT_DESK, PARTNERS
from app.shop.half_days.models import DayPart

# Weekday (0 is Monday), part, opens, closes.
WEEK = (
    (0, DayPart.MORNING, time(9), time(12, 30)),
    (1, DayPart.MORNING, time(9), time(12, 30)),
    (1, DayPart.AFTERNOON, time(13, 30), time(17)),
    (2, DayPart.AFTERNOON, time(13, 30), time(17)),
    (3, DayPart.MORNING, time(9), time(12, 30)),
    (3, DayPart.EVENING, time(18, 30), time(20, 30)),
)
WENT_WRONG = (
    "Twee collega's ziek, te weinig mensen om open te gaan",
    "Geen verwarming in het gebouw",
    "Code oranje: storm",
    "Studiedag van de front office",
    "Stroomstoring in de Amazonedreef",
)
SUMMER, CHRISTMAS = "Zomersluiting", "Dicht rond kerst en oud en nieuw"


@dataclass(frozen=True)
class HalfDay:
    """One half-day of the weekly pattern. `reason`: why the shop was closed; empty if it was open."""

    day: date
    part: DayPart
    opens: time
    closes: time
    reason: str = ""
    holiday: bool = False
    present: tuple[str, ...] = ()

    @property
    def begins(self) -> datetime:
        return moment(self.day, self.opens)

    @property
    def ends(self) -> datetime:
        return moment(self.day, self.closes)


@dataclass
class Calendar:
    """The half-days from `first` up to and including `last`; the same `dice` always give the same days."""

    first: date
    last: date
    today: date
    dice: Random
    half_days: list[HalfDay] = field(init=False)

    def __post_init__(self) -> None:
        self.half_days = [h for n in range((self.last - self.first).days + 1) for h in self._of(n)]

    def _of(self, n: int) -> list[HalfDay]:
        day = self.first + timedelta(days=n)
        return [
            HalfDay(day, part, opens, closes, *self._why_shut(day), self._roster(day, part))
            for weekday, part, opens, closes in WEEK
            if weekday == day.weekday()
        ]

    def _why_shut(self, day: date) -> tuple[str, bool]:
        if reason := holiday_closure(day):
            return reason, True
        if not is_working_day(day):
            return "Feestdag", True
        recent = (self.today - day).days < 14  # no mishaps in recent days and in what is planned
        return (self.dice.choice(WENT_WRONG) if not recent and self.dice.random() < 0.02 else "", False)

    def _roster(self, day: date, part: DayPart) -> tuple[str, ...]:
        """The host, two front office workers in turn, and partners in turn, weighted by their share of handovers."""
        turn = day.toordinal() // 7 + len(part)
        front = tuple(FRONT_DESK[(turn * 2 + day.weekday() + n) % len(FRONT_DESK)] for n in (0, 1))
        partners: list[str] = []
        for helper in self.dice.choices(PARTNERS, [h.weight for h in PARTNERS], k=2):
            login = helper.logins[turn % len(helper.logins)]
            if login not in partners:
                partners.append(login)
        return ("hanna", *front, *partners)

    @cached_property
    def open_days(self) -> list[HalfDay]:
        """The half-days on which the shop was open, in order."""
        return [h for h in self.half_days if not h.reason]

    @cached_property
    def _begins(self) -> list[datetime]:
        return [h.begins for h in self.open_days]

    def at(self, moment: datetime) -> HalfDay | None:
        """The open half-day at this moment, or None."""
        index = bisect_right(self._begins, moment) - 1
        return self.open_days[index] if index >= 0 and moment < self.open_days[index].ends else None

    def next_open(self, after: datetime) -> HalfDay | None:
        """The first open half-day that begins at or after `after`; None past the end."""
        index = bisect_left(self._begins, after)
        return self.open_days[index] if index < len(self.open_days) else None


def holiday_closure(day: date) -> str:
    """The name of the longer closure that this day is part of, or an empty string."""
    if (day.month, day.day) >= (12, 24) or (day.month, day.day) <= (1, 2):
        return CHRISTMAS
    august = date(day.year, 8, 1)
    begins = august + timedelta(days=(7 - august.weekday()) % 7)  # the first Monday of August, two weeks
    return SUMMER if begins <= day < begins + timedelta(days=14) else ""


def some_moment(half_day: HalfDay, dice: Random, *, from_start: float = 0.02, until: float = 0.8) -> datetime:
    """A random moment in the half-day, more often early than late."""
    share = from_start + (until - from_start) * dice.betavariate(1.6, 2.2)
    return half_day.begins + (half_day.ends - half_day.begins) * share
