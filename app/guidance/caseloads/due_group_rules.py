"""How open journeys are grouped by what they wait for: late, today, this week, later; and who is silent. Pure."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import StrEnum

SILENT_AFTER = 28  # days without anything that happened with the person; on the 29th a journey is silent
END_OF_DAY = time(23, 59, 59, 999_999)  # where a step without a time stands among those of its day


class Group(StrEnum):
    """In the order of the page. The first four are days of steps, and follow on each other without a gap."""

    LATE = "late"
    TODAY = "today"
    WEEK = "week"
    LATER = "later"
    SILENT = "silent"
    ALONE = "alone"  # answered for by somebody who is away or left: a list that must be empty


BY_DAY = (Group.LATE, Group.TODAY, Group.WEEK, Group.LATER)


def days_of(group: Group, today: date) -> tuple[date, date]:
    """First and last day of the steps in one of the four groups; a week ends on Sunday."""
    sunday = today + timedelta(days=6 - today.weekday())
    day = timedelta(days=1)
    return {
        Group.LATE: (date.min, today - day),
        Group.TODAY: (today, today),
        Group.WEEK: (today + day, sunday),
        Group.LATER: (sunday + day, date.max),
    }[group]


def group_of(on: date, today: date) -> Group:
    return next(group for group in BY_DAY if on <= days_of(group, today)[1])


def quiet_since(today: date) -> date:
    """The first day of the four weeks that count: whoever was heard of on it or after it is not silent."""
    return today - timedelta(days=SILENT_AFTER)


@dataclass(frozen=True)
class Place:
    """How far a list was read: the day and the time of its last step, and a random key. It names nobody."""

    on: date
    clock: time
    key: str

    def __str__(self) -> str:
        return f"{self.on:%Y%m%d}-{self.clock:%H%M%S}-{self.key}"

    @classmethod
    def read(cls, text: str) -> "Place | None":
        """The place that a link names; None for what is none."""
        day, _, rest = text.partition("-")
        clock, _, key = rest.partition("-")
        try:
            at = datetime.strptime(f"{day} {clock}", "%Y%m%d %H%M%S").time()
            end = END_OF_DAY if at == END_OF_DAY.replace(microsecond=0) else at
            return cls(date(int(day[:4]), int(day[4:6]), int(day[6:])), end, key)
        except ValueError:
            return None
