"""One half-day, as the week or a change says it; and what may be done with it. Pure."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time

from app.core.clock import local, local_day, moment
from app.core.state_machine import NO_LONGER_POSSIBLE, Condition, Rule, Transition
from app.core.text_rules import N_
from app.shop.half_days.models import DayPart, OpeningState

DAY_PART_LABELS = {DayPart.MORNING: N_("Morning"), DayPart.AFTERNOON: N_("Afternoon"), DayPart.EVENING: N_("Evening")}


WEEKDAY_PART_LABELS = {
    DayPart.MORNING: N_("%(weekday)s morning"),
    DayPart.AFTERNOON: N_("%(weekday)s afternoon"),
    DayPart.EVENING: N_("%(weekday)s evening"),
}


# Until when a part of the day lasts where the week says nothing about it.
PART_ENDS = {DayPart.MORNING: time(12, 30), DayPart.AFTERNOON: time(17, 30), DayPart.EVENING: time(23, 59)}


ALREADY_OPEN = N_("The shop is open already.")


NO_SUCH_HALF_DAY = N_("There is no half-day then.")


ENDS_BEFORE_IT_OPENS = N_("Choose a time after the opening time.")


HALF_DAY_OVER = N_("This half-day is over.")


OVERLAPS = N_("There is another half-day at that time.")


@dataclass
class HalfDay:
    """One half-day on one date, whether a row tells about it or only the week does."""

    day: date
    part: DayPart
    opens: time
    closes: time
    state: OpeningState = OpeningState.PLANNED
    reason: str = ""
    opening_id: int | None = None
    holiday: str = ""  # the name of the public holiday that day, as a message
    notice_nl: str = ""
    notice_en: str = ""
    usual: tuple[time, time] | None = None  # when the week opens and closes it; None: the week has none then

    @property
    def name(self) -> str:
        """How forms and links call it: "2026-11-24 morning"."""
        return f"{self.day} {self.part}"

    @property
    def differs(self) -> bool:
        """Whether it is there on this date only, or at other hours than in other weeks."""
        return (self.opens, self.closes) != self.usual

    @property
    def label(self) -> str:
        """A message with one place, `weekday`: "Tuesday morning"."""
        return WEEKDAY_PART_LABELS[self.part]

    @property
    def starts_at(self) -> datetime:
        return moment(self.day, self.opens)

    @property
    def ends_at(self) -> datetime:
        return moment(self.day, self.closes)

    @property
    def goes_on(self) -> bool:
        """Whether it takes place, as far as anybody knows."""
        return self.state in (OpeningState.PLANNED, OpeningState.OPEN)

    def covers(self, at: datetime) -> bool:
        return self.starts_at <= at < self.ends_at

    def notice(self, language: str) -> str:
        """What visitors read about its closing; in Dutch where nothing else was written."""
        return (self.notice_en if language == "en" else "") or self.notice_nl

    def is_in_part(self, at: datetime) -> bool:
        """Whether `at` falls in its part of the day, also when it was closed before its time."""
        return self.day == local(at).date() and part_at(at) == self.part


@dataclass(frozen=True)
class OpeningHours:
    """What a row of half-days, in order and beginning today, says about one moment."""

    half_days: list[HalfDay]
    at: datetime

    @property
    def now(self) -> HalfDay | None:
        """The half-day that is open."""
        return next((h for h in self.half_days if h.goes_on and h.covers(self.at)), None)

    @property
    def roster(self) -> HalfDay | None:
        """The half-day whose roster counts: the one that is open, else the latest that began today and was used."""
        today = local_day(self.at)
        began = [h for h in self.half_days if h.day == today and h.starts_at <= self.at and h.opening_id]
        return self.now or (began[-1] if began else None)

    @property
    def missed(self) -> HalfDay | None:
        """The half-day of this part of the day that does not take place, to say why."""
        return next((h for h in self.half_days if not h.goes_on and h.is_in_part(self.at)), None)

    @property
    def following(self) -> HalfDay | None:
        """The first one after this moment that takes place."""
        return next((h for h in self.half_days if h.goes_on and h.starts_at > self.at), None)


@dataclass(frozen=True)
class ClosureNotice:
    """Half-days in a row that do not take place, of which visitors read the same."""

    first: HalfDay
    last: HalfDay

    @property
    def several(self) -> bool:
        return self.first.day != self.last.day


def closure_notices(half_days: Iterable[HalfDay]) -> list[ClosureNotice]:
    """What visitors are told about closed half-days, each notice once, with its first and last half-day.

    A holiday in the middle, about which nobody wrote anything, does not break the row.
    """
    found: list[ClosureNotice] = []
    running: ClosureNotice | None = None
    for half_day in half_days:
        told = (half_day.notice_nl, half_day.notice_en)
        if half_day.goes_on:
            running = None
        elif running and told == (running.first.notice_nl, running.first.notice_en):
            running = found[-1] = replace(running, last=half_day)
        elif half_day.notice_nl:
            running = ClosureNotice(half_day, half_day)
            found.append(running)
        elif not half_day.holiday:
            running = None
    return found


def overlapping_half_day(half_days: Sequence[HalfDay], part: DayPart, opens: time, closes: time) -> HalfDay | None:
    """Another part of that same day that would be open at the same time."""
    others = (h for h in half_days if h.part != part and h.goes_on)
    return next((h for h in others if h.opens < closes and opens < h.closes), None)


def part_at(at: datetime) -> DayPart:
    """The part of the day that a moment lies in."""
    clock = local(at).time()
    return next((part for part, end in PART_ENDS.items() if clock < end), DayPart.EVENING)


cancelling = Transition(
    start=frozenset({OpeningState.PLANNED, OpeningState.OPEN}),
    end=OpeningState.CANCELLED,
    conditions=(Condition(lambda half_day, at: half_day.starts_at > at, N_("This half-day has begun: close it.")),),
)


closing = Transition(
    start=frozenset({OpeningState.PLANNED, OpeningState.OPEN}),
    end=OpeningState.CLOSED,
    conditions=(
        Condition(lambda half_day, at: half_day.covers(at), N_("Only a half-day that is open now can be closed.")),
    ),
)


reopening = Transition(
    start=frozenset({OpeningState.CANCELLED, OpeningState.CLOSED}),
    end=OpeningState.OPEN,
    conditions=(Condition(lambda half_day, at: half_day.ends_at > at, HALF_DAY_OVER),),
)


# Whether hours of its own may be taken away again. On the day itself somebody may have been there already.
resetting = Rule(
    (
        Condition(lambda half_day, at: half_day.differs and half_day.goes_on, NO_LONGER_POSSIBLE),
        Condition(lambda half_day, at: half_day.day > local_day(at), N_("Today it stays as it is. You can close it.")),
    )
)
