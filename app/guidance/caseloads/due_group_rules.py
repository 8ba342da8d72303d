"""How open journeys are grouped by what they wait for: late, today, this week, later; and who is silent. Pure."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import StrEnum

SILENT_AFTER_DAYS = 28  # days without anything that happened with the person; on the 29th a journey is silent
END_OF_DAY = time(23, 59, 59, 999_999)  # where a step without a time stands among those of its day


class DueGroup(StrEnum):
    """In the order of the page. The first four are days of steps, and follow on each other without a gap."""

    LATE = "late"
    TODAY = "today"
    WEEK = "week"
    LATER = "later"
    SILENT = "silent"
    ALONE = "alone"  # answered for by somebody who is away or left: a list that must be empty


DAY_GROUPS = (DueGroup.LATE, DueGroup.TODAY, DueGroup.WEEK, DueGroup.LATER)


def days_of(group: DueGroup, today: date) -> tuple[date, date]:
    """First and last day of the steps in one of the four groups; a week ends on Sunday."""
    sunday = today + timedelta(days=6 - today.weekday())
    day = timedelta(days=1)
    return {
        DueGroup.LATE: (date.min, today - day),
        DueGroup.TODAY: (today, today),
        DueGroup.WEEK: (today + day, sunday),
        DueGroup.LATER: (sunday + day, date.max),
    }[group]


def group_of(on: date, today: date) -> DueGroup:
    return next(group for group in DAY_GROUPS if on <= days_of(group, today)[1])


def silence_cutoff(today: date) -> date:
    """The first day of the four weeks that count: whoever was heard of on it or after it is not silent."""
    return today - timedelta(days=SILENT_AFTER_DAYS)


@dataclass(frozen=True)
class Cursor:
    """How far a list was read: the day and the time of its last step, and a random key. It names nobody."""

    on: date
    clock: time
    key: str

    def __str__(self) -> str:
        return f"{self.on:%Y%m%d}-{self.clock:%H%M%S}-{self.key}"

    @classmethod
    def read(cls, text: str) -> "Cursor | None":
        """The place that a link names; None for what is none."""
        day, _, rest = text.partition("-")
        clock, _, key = rest.partition("-")
        try:
            at = datetime.strptime(f"{day} {clock}", "%Y%m%d %H%M%S").time()
            end = END_OF_DAY if at == END_OF_DAY.replace(microsecond=0) else at
            return cls(date(int(day[:4]), int(day[4:6]), int(day[6:])), end, key)
        except ValueError:
            return None
