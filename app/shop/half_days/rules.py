"""Half-days on a date, the opening hours they make up, and what may be changed about them. Pure."""

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


# When a part of the day ends, if the weekly hours do not say.
PART_ENDS = {DayPart.MORNING: time(12, 30), DayPart.AFTERNOON: time(17, 30), DayPart.EVENING: time(23, 59)}


ALREADY_OPEN = N_("The shop is already open.")
NO_SUCH_HALF_DAY = N_("There is no half-day at that time.")
ENDS_BEFORE_IT_OPENS = N_("Choose a time after the opening time.")
HALF_DAY_OVER = N_("This half-day is over.")
OVERLAPS = N_("There is already another half-day at that time.")


@dataclass
class HalfDay:
    """A half-day on one date, from its own row or from the weekly hours."""

    day: date
    part: DayPart
    opens: time
    closes: time
    state: OpeningState = OpeningState.PLANNED
    reason: str = ""
    opening_id: int | None = None
    holiday: str = ""  # name of the public holiday that day, as a message id
    notice_nl: str = ""
    notice_en: str = ""
    usual: tuple[time, time] | None = None  # weekly opening and closing time; None: not in the week

    @property
    def name(self) -> str:
        """Its identifier in forms and links: "2026-11-24 morning"."""
        return f"{self.day} {self.part}"

    @property
    def differs(self) -> bool:
        """Whether it is extra, or its hours differ from the weekly ones."""
        return (self.opens, self.closes) != self.usual

    @property
    def label(self) -> str:
        """A message id with one placeholder, `weekday`: "Tuesday morning"."""
        return WEEKDAY_PART_LABELS[self.part]

    @property
    def starts_at(self) -> datetime:
        return moment(self.day, self.opens)

    @property
    def ends_at(self) -> datetime:
        return moment(self.day, self.closes)

    @property
    def goes_on(self) -> bool:
        """Whether it takes place: it is planned or open, not cancelled or closed."""
        return self.state in (OpeningState.PLANNED, OpeningState.OPEN)

    def covers(self, at: datetime) -> bool:
        return self.starts_at <= at < self.ends_at

    def notice(self, language: str) -> str:
        """What visitors read about the closure; in Dutch if there is no text in their language."""
        return (self.notice_en if language == "en" else "") or self.notice_nl

    def is_in_part(self, at: datetime) -> bool:
        """Whether `at` is in this part of the day, also when the half-day was closed early."""
        return self.day == local(at).date() and part_at(at) == self.part


@dataclass(frozen=True)
class OpeningHours:
    """The state of the shop at one moment. `half_days`: in order, from today on."""

    half_days: list[HalfDay]
    at: datetime

    @property
    def now(self) -> HalfDay | None:
        """The half-day that is open, or None."""
        return next((h for h in self.half_days if h.goes_on and h.covers(self.at)), None)

    @property
    def roster(self) -> HalfDay | None:
        """The half-day whose attendance counts: the open one, or else the last one today that has a row."""
        today = local_day(self.at)
        began = [h for h in self.half_days if h.day == today and h.starts_at <= self.at and h.opening_id]
        return self.now or (began[-1] if began else None)

    @property
    def missed(self) -> HalfDay | None:
        """The cancelled or closed half-day of this part of the day, to say why the shop is closed."""
        return next((h for h in self.half_days if not h.goes_on and h.is_in_part(self.at)), None)

    @property
    def following(self) -> HalfDay | None:
        """The next half-day that takes place."""
        return next((h for h in self.half_days if h.goes_on and h.starts_at > self.at), None)


@dataclass(frozen=True)
class ClosureNotice:
    """Consecutive closed half-days with the same notice for visitors."""

    first: HalfDay
    last: HalfDay

    @property
    def spans_days(self) -> bool:
        return self.first.day != self.last.day


def closure_notices(half_days: Iterable[HalfDay]) -> list[ClosureNotice]:
    """The notices for visitors, each once, with the first and last half-day it applies to.

    A public holiday without a notice in between does not split a notice in two.
    """
    notices: list[ClosureNotice] = []
    current: ClosureNotice | None = None
    for half_day in half_days:
        notice = (half_day.notice_nl, half_day.notice_en)
        if half_day.goes_on:
            current = None
        elif current and notice == (current.first.notice_nl, current.first.notice_en):
            current = notices[-1] = replace(current, last=half_day)
        elif half_day.notice_nl:
            current = ClosureNotice(half_day, half_day)
            notices.append(current)
        elif not half_day.holiday:
            current = None
    return notices


def overlapping_half_day(half_days: Sequence[HalfDay], part: DayPart, opens: time, closes: time) -> HalfDay | None:
    """Another half-day of the same day that would overlap with these hours, or None."""
    others = (h for h in half_days if h.part != part and h.goes_on)
    return next((h for h in others if h.opens < closes and opens < h.closes), None)


def part_at(at: datetime) -> DayPart:
    """The part of the day of a moment, in local time."""
    clock = local(at).time()
    return next((part for part, end in PART_ENDS.items() if clock < end), DayPart.EVENING)


cancelling = Transition(
    start=frozenset({OpeningState.PLANNED, OpeningState.OPEN}),
    end=OpeningState.CANCELLED,
    conditions=(
        Condition(
            lambda half_day, at: half_day.starts_at > at, N_("This half-day has already started. Close it instead.")
        ),
    ),
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


# Whether an exception may be dropped. Not on the day itself: workers may already have registered as present.
resetting = Rule(
    (
        Condition(lambda half_day, at: half_day.differs and half_day.goes_on, NO_LONGER_POSSIBLE),
        Condition(
            lambda half_day, at: half_day.day > local_day(at), N_("You cannot change this for today. You can close it.")
        ),
    )
)
