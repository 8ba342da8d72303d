"""How a handover stands at one moment: what the rules look at, and by when something is expected. Pure."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime, time

from app.core.clock import local_day, moment
from app.core.workdays import workdays_after
from app.handovers.models import ASKED, Handover, HandoverMove, IntroductionState, State
from app.partners.limits import DEFAULT, EVERY_DAY, Calendar, Limits
from app.partners.models import Counts

UNDO_WITHIN = 1  # working day (DOMAIN §4), whatever the partner counts in
MISSED_TWICE = 2
MORNING = time(9)  # when the day begins on which there is a place again


@dataclass
class Facts:
    """A handover at a moment. `rival`: the journey has another transfer under way, `unexplained`: one for which
    nobody said why, `rival_runs`: one that took over; `limits` and `calendar`: the clock of the partner that was
    asked."""

    handover: Handover
    at: datetime
    rival: bool = False
    unexplained: bool = False
    rival_runs: bool = False
    limits: Limits = DEFAULT
    calendar: Calendar = EVERY_DAY

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
    def asked_since(self) -> datetime:
        """Since when an answer is waited for; on the waiting list, not before there is probably a place."""
        if self.state == State.WAITLISTED and self.handover.expected_on:
            return max(self._question_since, moment(self.handover.expected_on, MORNING))
        return self._question_since

    @property
    def _question_since(self) -> datetime:
        """The offer, or the call after which the clock began anew."""
        return self.handover.called_at or self.handover.offered_at or self.handover.made_at

    @property
    def waits_since(self) -> datetime:
        """Since when the other side is waited for: the question or, once accepted, the acceptance."""
        return self.handover.accepted_at or self._question_since

    @property
    def is_warm(self) -> bool:
        return any(introduction.of_three for introduction in self.handover.introductions)

    @property
    def have_met(self) -> bool:
        return any(introduction.state == IntroductionState.HELD for introduction in self.handover.introductions)

    @property
    def times_missed(self) -> int:
        return sum(i.state == IntroductionState.MISSED for i in self.handover.introductions)

    @property
    def answer_by(self) -> date:
        return self.calendar.after(self.asked_since, self.limits.contact)

    @property
    def introduce_by(self) -> date:
        return self.calendar.after(self.handover.accepted_at or self.at, self.limits.introduce)

    @property
    def feedback_by(self) -> date:
        return self.calendar.after(self.handover.running_at or self.at, self.limits.feedback)

    @property
    def choose_now(self) -> bool:
        """Nobody answered for so long that who sent it has to choose what now."""
        return self.state in ASKED and self.calendar.passed(self.asked_since, self.at) >= self.limits.choose

    @property
    def due(self) -> date | None:
        """The last day on which something is expected now. Who waits for a place waits for that day."""
        if self.state == State.WAITLISTED and self.handover.expected_on:
            return self.handover.expected_on
        if self.state in ASKED:
            return self.answer_by
        if self.state == State.ACCEPTED and not self.have_met:
            return self.introduce_by
        return self.feedback_by if self.state == State.RUNNING else None

    @property
    def undo_until(self) -> date | None:
        """The last day on which who did the last move may take it back."""
        return workdays_after(local_day(self.last_move.at), UNDO_WITHIN, self.closed) if self.last_move else None

    @property
    def is_late(self) -> bool:
        return self.due is not None and self.due < self.today

    @property
    def in_half_days(self) -> bool:
        """Whether what is left, or too late, is counted in half-days of the shop."""
        return self.calendar.counts == Counts.HALF_DAYS and bool(self.calendar.half_days)

    @property
    def left(self) -> int:
        """Days or half-days that count until the last day, that day included."""
        return self.calendar.left(self.at, self.due) if self.due else 0

    @property
    def late(self) -> int:
        return self.calendar.late(self.due, self.at) if self.due else 0

    @property
    def partner_back_on(self) -> date | None:
        """When the partner is closed today, and something is waited for: the first day on which it is there again."""
        return self.calendar.open_again(self.today) if self.due else None
