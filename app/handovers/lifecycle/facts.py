"""What the rules of a handover look at: the handover at one moment, and what that moment adds to it. Pure."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime

from app.core.clock import local_day
from app.core.working_days import working_days_after
from app.handovers.lifecycle.models import Handover, HandoverMove, IntroductionState, State
from app.shop.partners.deadlines import DEFAULT_CALENDAR, DEFAULT_DEADLINES, Deadlines, PartnerCalendar

UNDO_WORKING_DAYS = 1  # working day (DOMAIN §4), whatever the partner counts in
MISSED_TWICE = 2


@dataclass
class HandoverFacts:
    """A handover at a moment. `rival`: the journey has another transfer under way, `unexplained`: one for which
    nobody said why, `rival_runs`: one that took over; `limits` and `calendar`: the clock of the partner that was
    asked."""

    handover: Handover
    at: datetime
    other_transfer_open: bool = False
    other_transfer_without_reason: bool = False
    other_transfer_running: bool = False
    limits: Deadlines = DEFAULT_DEADLINES
    calendar: PartnerCalendar = DEFAULT_CALENDAR

    @property
    def state(self) -> State:
        return self.handover.state

    @state.setter
    def state(self, state: State) -> None:
        self.handover.state = state

    @property
    def today(self) -> date:
        return local_day(self.at)

    @property
    def closed(self) -> Collection[date]:
        """The shop's closed days."""
        return self.calendar.closed

    @property
    def last_move(self) -> HandoverMove | None:
        """The last that led to another state: an offer that moved along stayed where it stood."""
        return next((move for move in reversed(self.handover.moves) if move.from_state != move.to_state), None)

    @property
    def is_warm(self) -> bool:
        return any(introduction.with_all_three for introduction in self.handover.introductions)

    @property
    def have_met(self) -> bool:
        return any(introduction.state == IntroductionState.HELD for introduction in self.handover.introductions)

    @property
    def times_missed(self) -> int:
        return sum(i.state == IntroductionState.MISSED for i in self.handover.introductions)

    @property
    def undo_until(self) -> date | None:
        """The last day on which who did the last move may take it back."""
        return (
            working_days_after(local_day(self.last_move.at), UNDO_WORKING_DAYS, self.closed) if self.last_move else None
        )
