"""How a handover stands at one moment: what the rules look at, and by when something is expected. Pure."""

from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import date, datetime

from app.core.clock import day_bounds, local_day
from app.core.workdays import workdays_after
from app.handovers.models import ASKED, Handover, HandoverMove, IntroductionState, State
from app.partners.limits import USUAL, Calendar, Limits

UNDO_WITHIN = 1  # working day of the shop (DOMAIN §4)
MISSED_TWICE = 2


@dataclass
class Facts:
    """A handover at a moment. `rival`: the journey has another transfer under way, `unexplained`: one for which
    nobody said why, `rival_runs`: one that took over; `closed`: the shop's closed days."""

    handover: Handover
    at: datetime
    rival: bool = False
    unexplained: bool = False
    rival_runs: bool = False
    closed: Collection[date] = field(default_factory=tuple)
    limits: Limits = USUAL
    calendar: Calendar = field(default_factory=Calendar)

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
    def last_move(self) -> HandoverMove | None:
        """The last that led to another state: an offer that moved along stayed where it stood."""
        return next((move for move in reversed(self.handover.moves) if move.from_state != move.to_state), None)

    @property
    def waits_since(self) -> datetime:
        """Since when the other side is waited for: the offer, or when the sender last spoke with them about it; once
        accepted, the acceptance. Who is on the waiting list waits from the day on which a place was expected."""
        handover = self.handover
        if self.state == State.WAITLISTED and handover.expected_on:
            return max(handover.called_at or handover.made_at, day_bounds(handover.expected_on)[0])
        return handover.accepted_at or handover.called_at or handover.offered_at or handover.made_at

    @property
    def is_warm(self) -> bool:
        return any(introduction.of_three for introduction in self.handover.introductions)

    @property
    def times_missed(self) -> int:
        return sum(i.state == IntroductionState.MISSED for i in self.handover.introductions)

    @property
    def answer_by(self) -> date:
        """The day by which the receiver answers: after it, their contact is asked."""
        return self.calendar.after(local_day(self.waits_since), self.limits.contact)

    @property
    def introduce_by(self) -> date:
        return self.calendar.after(local_day(self.handover.accepted_at or self.at), self.limits.introduce)

    @property
    def feedback_by(self) -> date:
        return self.calendar.after(local_day(self.handover.running_at or self.at), self.limits.feedback)

    @property
    def due(self) -> date | None:
        """The day before which something is expected of the receiver now. Who waits for a place waits for that day."""
        if self.state == State.WAITLISTED and self.handover.expected_on:
            return self.handover.expected_on
        if self.state in ASKED:
            return self.answer_by
        return {State.ACCEPTED: self.introduce_by, State.RUNNING: self.feedback_by}.get(self.state)

    @property
    def undo_until(self) -> date | None:
        """The last day on which who did the last move may take it back."""
        return workdays_after(local_day(self.last_move.at), UNDO_WITHIN, self.closed) if self.last_move else None

    @property
    def is_late(self) -> bool:
        return self.due is not None and self.due < self.today

    @property
    def days_left(self) -> int:
        """Until it is due, in days that count for the receiver; negative: so many too late; 0: today at the latest."""
        if self.due is None:
            return 0
        return self.calendar.between(self.today, self.due) or -self.calendar.between(self.due, self.today)
