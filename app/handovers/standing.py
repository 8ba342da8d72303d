"""How a handover stands at one moment: what the rules look at, and by when something is expected. Pure."""

from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import date, datetime

from app.core.clock import local_day
from app.core.workdays import workdays_after
from app.handovers.models import ASKED, Handover, HandoverMove, IntroductionState, State

# Working days (DOMAIN §4, clock).
ANSWER_WITHIN, CHOOSE_AFTER, INTRODUCE_WITHIN, FEEDBACK_WITHIN, UNDO_WITHIN = 5, 10, 5, 20, 1
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
        """Since when the other side is waited for: the offer or, once accepted, the acceptance."""
        return self.handover.accepted_at or self.handover.offered_at or self.handover.made_at

    @property
    def is_warm(self) -> bool:
        return any(introduction.of_three for introduction in self.handover.introductions)

    @property
    def times_missed(self) -> int:
        return sum(i.state == IntroductionState.MISSED for i in self.handover.introductions)

    @property
    def answer_by(self) -> date:
        return workdays_after(local_day(self.handover.offered_at or self.at), ANSWER_WITHIN, self.closed)

    @property
    def introduce_by(self) -> date:
        return workdays_after(local_day(self.handover.accepted_at or self.at), INTRODUCE_WITHIN, self.closed)

    @property
    def feedback_by(self) -> date:
        return workdays_after(local_day(self.handover.running_at or self.at), FEEDBACK_WITHIN, self.closed)

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
