"""A half-day as it stands: the week's, or what was changed about it. And what may be done with it."""

from dataclasses import dataclass
from datetime import date, datetime, time

from app.core.clock import local, moment
from app.core.lifecycle import Condition, Step
from app.core.text import N_
from app.shops.models import OpeningState, Part

PART_NAMES = {Part.MORNING: N_("Morning"), Part.AFTERNOON: N_("Afternoon"), Part.EVENING: N_("Evening")}
LABELS = {
    Part.MORNING: N_("%(weekday)s morning"),
    Part.AFTERNOON: N_("%(weekday)s afternoon"),
    Part.EVENING: N_("%(weekday)s evening"),
}
# Until when a part of the day lasts where the week says nothing about it.
PART_ENDS = {Part.MORNING: time(12, 30), Part.AFTERNOON: time(17, 30), Part.EVENING: time(23, 59)}

CLOSED_NOW = N_("The shop is closed now. Open it first; then you can say who is there.")
NOT_OF_THIS_SHOP = N_("This worker does not work in this shop.")
OPEN_ALREADY = N_("The shop is open already.")
NO_SUCH_HALF_DAY = N_("There is no half-day then.")
ENDS_BEFORE_IT_OPENS = N_("Choose a time after the opening time.")
OUTFLOW_COUNTS = N_("Choose the column it counts in with outflow, and only there.")
NAME_TAKEN = N_("This name is in the list already.")


@dataclass
class HalfDay:
    """One half-day on one date, whether a row tells about it or only the week does."""

    day: date
    part: Part
    opens: time
    closes: time
    state: OpeningState = OpeningState.PLANNED
    reason: str = ""
    opening_id: int | None = None

    @property
    def label(self) -> str:
        """A message with one place, `weekday`: "Tuesday morning"."""
        return LABELS[self.part]

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

    def part_is_now(self, at: datetime) -> bool:
        """Whether `at` falls in its part of the day, also when it was closed before its time."""
        return self.day == local(at).date() and part_at(at) == self.part


@dataclass(frozen=True)
class Hours:
    """What a row of half-days, in order and beginning today, says about one moment."""

    half_days: list[HalfDay]
    at: datetime

    @property
    def now(self) -> HalfDay | None:
        """The half-day that is open."""
        return next((h for h in self.half_days if h.goes_on and h.covers(self.at)), None)

    @property
    def missed(self) -> HalfDay | None:
        """The half-day of this part of the day that does not take place, to say why."""
        return next((h for h in self.half_days if not h.goes_on and h.part_is_now(self.at)), None)

    @property
    def following(self) -> HalfDay | None:
        """The first one after this moment that takes place."""
        return next((h for h in self.half_days if h.goes_on and h.starts_at > self.at), None)


def part_at(at: datetime) -> Part:
    """The part of the day that a moment lies in."""
    clock = local(at).time()
    return next((part for part, end in PART_ENDS.items() if clock < end), Part.EVENING)


cancelling = Step(
    start=frozenset({OpeningState.PLANNED, OpeningState.OPEN}),
    end=OpeningState.CANCELLED,
    conditions=(Condition(lambda half_day, at: half_day.starts_at > at, N_("This half-day has begun: close it.")),),
)
closing = Step(
    start=frozenset({OpeningState.PLANNED, OpeningState.OPEN}),
    end=OpeningState.CLOSED,
    conditions=(
        Condition(lambda half_day, at: half_day.covers(at), N_("Only a half-day that is open now can be closed.")),
    ),
)
reopening = Step(
    start=frozenset({OpeningState.CANCELLED, OpeningState.CLOSED}),
    end=OpeningState.OPEN,
    conditions=(Condition(lambda half_day, at: half_day.ends_at > at, N_("This half-day is over.")),),
)
