"""Groups of open journeys by the day of their next step, the silent ones, and the page cursor. Pure."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import StrEnum

SILENT_AFTER_DAYS = 28  # a journey is silent after this many days without contact: from day 29
END_OF_DAY = time(23, 59, 59, 999_999)  # a step without a time sorts last within its day


class DueGroup(StrEnum):
    """In the order of the page. The first four divide all days between them, without gaps."""

    LATE = "late"
    TODAY = "today"
    WEEK = "week"
    LATER = "later"
    SILENT = "silent"
    ALONE = "alone"  # the responsible worker is away or has left: this group must be empty


DAY_GROUPS = (DueGroup.LATE, DueGroup.TODAY, DueGroup.WEEK, DueGroup.LATER)


def days_of(group: DueGroup, today: date) -> tuple[date, date]:
    """First and last day of one of the four day groups; a week ends on Sunday."""
    sunday = today + timedelta(days=6 - today.weekday())
    day = timedelta(days=1)
    return {
        DueGroup.LATE: (date.min, today - day),
        DueGroup.TODAY: (today, today),
        DueGroup.WEEK: (today + day, sunday),
        DueGroup.LATER: (sunday + day, date.max),
    }[group]


def group_of(on: date, today: date) -> DueGroup:
    """The day group of a step on this day."""
    return next(group for group in DAY_GROUPS if on <= days_of(group, today)[1])


def silence_cutoff(today: date) -> date:
    """The first day that counts: a person who had contact on this day or later is not silent."""
    return today - timedelta(days=SILENT_AFTER_DAYS)


@dataclass(frozen=True)
class Cursor:
    """How far a list was read: day and time of the last step shown, and its random key. Contains no personal data."""

    on: date
    clock: time
    key: str

    def __str__(self) -> str:
        return f"{self.on:%Y%m%d}-{self.clock:%H%M%S}-{self.key}"

    @classmethod
    def read(cls, text: str) -> "Cursor | None":
        """The cursor in a link, or None if the text is not a cursor."""
        day, _, rest = text.partition("-")
        clock, _, key = rest.partition("-")
        try:
            at = datetime.strptime(f"{day} {clock}", "%Y%m%d %H%M%S").time()
            end = END_OF_DAY if at == END_OF_DAY.replace(microsecond=0) else at
            return cls(date(int(day[:4]), int(day[4:6]), int(day[6:])), end, key)
        except ValueError:
            return None
