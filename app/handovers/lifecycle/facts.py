"""The input of the rules of a handover: the handover at one moment, with all that depends on the moment. Pure."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime

from app.core.clock import local_day
from app.core.working_days import working_days_after
from app.handovers.lifecycle.models import Handover, HandoverMove, IntroductionState, State
from app.shop.partners.deadlines import DEFAULT_CALENDAR, DEFAULT_DEADLINES, Deadlines, PartnerCalendar

UNDO_WORKING_DAYS = 1  # DOMAIN §4; also for partners whose deadlines count in half-days
MISSED_TWICE = 2


@dataclass
class HandoverFacts:
    """A handover at one moment.

    `other_transfer_open`: the journey has another open or running transfer; `other_transfer_without_reason`: one
    without a reason for a second transfer; `other_transfer_running`: one that is running. `limits` and `calendar`:
    the deadlines of the receiving partner.
    """

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
        """The last move to another state. A line for an offer that got a new sender does not change the state."""
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
        """The last day on which the last move can be undone by the worker who made it."""
        return (
            working_days_after(local_day(self.last_move.at), UNDO_WORKING_DAYS, self.closed) if self.last_move else None
        )
