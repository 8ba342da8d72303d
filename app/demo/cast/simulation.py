"""A discrete-event simulation of the shop: its cast, its clock and its agenda.

A course is a generator that yields the moment at which it wants to continue. In between it does what workers do,
through the features' own actions. All courses run together in order of time, with one transaction per day.
"""

from collections.abc import Callable, Generator, Iterator
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from heapq import heappop, heappush
from random import Random
from typing import TypeAlias

from sqlmodel import Session

from app.accounts.current_user import Actor
from app.accounts.models import Organisation, Worker
from app.audit.audit_log import set_actor
from app.core.clock import local_day, moment
from app.core.state_machine import Refused
from app.core.working_days import is_working_day
from app.demo.cast.colleagues import FRONT_DESK
from app.demo.cast.opening_days import Calendar, HalfDay, some_moment
from app.shop.lists.models import ListItem, ListName
from app.shop.shops.models import Shop

BEFORE_EVERYTHING = datetime(1970, 1, 1, tzinfo=UTC)
Course: TypeAlias = Iterator[datetime]
Scene: TypeAlias = Generator[datetime, None, None]
ReportProgress: TypeAlias = Callable[[str], None]


@dataclass
class Stage:
    """The state of the simulation. `at` is the current moment; `refusals` are the reasons of refused actions."""

    db: Session
    shop: Shop
    calendar: Calendar
    workers: dict[str, Worker]
    actors: dict[str, Actor]
    organisations: dict[str, Organisation]
    items: dict[ListName, dict[str, ListItem]]
    at: datetime = BEFORE_EVERYTHING
    refusals: list[str] = field(default_factory=list)
    _agenda: list[tuple[datetime, int, Course]] = field(default_factory=list)
    _count: int = 0

    @property
    def today(self) -> date:
        return local_day(self.at)

    def by(self, login: str) -> Actor:
        """Makes this worker the actor in the audit log, at the current moment, and returns the actor."""
        actor = self.actors[login]
        set_actor(self.db, actor, self.at)
        return actor

    def topic(self, code: str) -> ListItem:
        return self.items[ListName.TOPIC][code]

    def outcome(self, code: str) -> ListItem:
        return self.items[ListName.OUTCOME][code]

    def play(self, course: Course) -> None:
        """Adds a course. It runs to its first moment immediately, so it must not do anything before that."""
        self._put(course)

    def _put(self, course: Course) -> None:
        try:
            at = next(course)
        except StopIteration:
            return
        except Refused as refusal:  # the rules refused this action: the course stops here
            self.refusals.append(str(refusal.reason))
            return
        self._count += 1
        heappush(self._agenda, (max(at, self.at), self._count, course))

    def live(self, until: datetime, say: ReportProgress) -> None:
        """Runs everything that happens before `until`, and reports each quarter."""
        reported: tuple[int, int] | None = None
        while self._agenda and self._agenda[0][0] < until:
            day = local_day(self._agenda[0][0])
            if (quarter := (day.year, (day.month - 1) // 3)) != reported:
                reported = quarter
                say(f"  {day:%B %Y}")
            with self.db.begin():
                while self._agenda and self._agenda[0][0] < until and local_day(self._agenda[0][0]) == day:
                    self.at, _, course = heappop(self._agenda)
                    self._put(course)

    def half_day_now(self) -> HalfDay | None:
        return self.calendar.at(self.at)

    def front_worker(self, dice: Random) -> str:
        """The login of a front office worker who is in the shop now."""
        half_day = self.half_day_now()
        return dice.choice([login for login in half_day.present if login in FRONT_DESK] if half_day else FRONT_DESK)

    def present(self, logins: tuple[str, ...]) -> str | None:
        """The first of these logins whose worker is in the shop now, or None."""
        half_day = self.half_day_now()
        return next((login for login in logins if half_day and login in half_day.present), None)

    def next_visit(self, dice: Random, days: float) -> datetime:
        """A moment in an open half-day, at least `days` from now."""
        half_day = self.calendar.next_open(self.at + timedelta(days=days))
        return some_moment(half_day, dice) if half_day else self.at + timedelta(days=days + 30)

    def at_desk(self, dice: Random, days: float) -> datetime:
        """A moment in office hours on a working day, at least `days` from now."""
        return office_moment(local_day(self.at + timedelta(days=days)), dice, self.at)


def office_moment(day: date, dice: Random, after: datetime) -> datetime:
    """A moment in office hours on the first working day from `day` on, later than `after`."""
    while True:
        at = moment(day, time(9)) + timedelta(minutes=dice.randrange(8 * 60))
        if is_working_day(day) and at > after:
            return at
        day += timedelta(days=1)
