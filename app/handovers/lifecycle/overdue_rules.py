"""Expected responses by party, their last day, and lateness, for pages, lists and reminders (DOMAIN §4). Pure."""

from dataclasses import dataclass
from datetime import date, datetime, time
from enum import StrEnum

from app.core.clock import local_day, moment
from app.handovers.lifecycle.facts import HandoverFacts
from app.handovers.lifecycle.models import AWAITING_RESPONSE, State
from app.shop.partners.deadlines import PartnerCalendar
from app.shop.partners.models import DeadlineUnit

PLACE_EXPECTED_AT = time(9)  # local time on the day on which a place is expected


class Party(StrEnum):
    SENDER = "sender"
    RECEIVER = "receiver"


class Expected(StrEnum):
    ANSWER = "answer"
    PLACE = "place"  # WAITLISTED, with a day on which a place is expected
    INTRODUCTION = "introduction"
    FEEDBACK = "feedback"  # the feedback that completes it


@dataclass(frozen=True)
class Deadline:
    """What `party` has to do by the end of `last_day`, counted from `since` on the partner's calendar.

    `at`: the moment at which it is judged.
    """

    expected: Expected
    party: Party
    since: datetime
    last_day: date
    calendar: PartnerCalendar
    at: datetime

    @property
    def is_late(self) -> bool:
        return self.last_day < local_day(self.at)

    @property
    def is_today(self) -> bool:
        return self.last_day == local_day(self.at)

    @property
    def in_half_days(self) -> bool:
        """Whether `left` and `late_by` are half-days of the shop; otherwise they are working days."""
        return self.calendar.counts == DeadlineUnit.HALF_DAYS and bool(self.calendar.half_days)

    @property
    def left(self) -> int:
        """Working days or half-days until the last day, that day included."""
        return self.calendar.left(self.at, self.last_day)

    @property
    def late_by(self) -> int:
        return self.calendar.late(self.last_day, self.at)

    @property
    def partner_back_on(self) -> date | None:
        """The first day on which the partner is open again; None when it is open today."""
        return self.calendar.reopens_on(local_day(self.at))


_TURNS = {
    State.DRAFT: Party.SENDER,
    State.OFFERED: Party.RECEIVER,
    State.CONSIDERING: Party.SENDER,  # the partner asked a question
    State.WAITLISTED: Party.RECEIVER,
    State.ACCEPTED: Party.RECEIVER,
    State.RUNNING: Party.RECEIVER,
}


def whose_turn(state: State) -> Party | None:
    """The party that has to act now; None when the handover is over."""
    return _TURNS.get(state)


def deadline(facts: HandoverFacts) -> Deadline | None:
    """What is expected now, and by when; None when nothing is."""
    party = whose_turn(facts.state)
    expectation = _expectation(facts)
    if party is None or expectation is None:
        return None
    expected, since, last_day = expectation
    return Deadline(expected, party, since, last_day, facts.calendar, facts.at)


def is_late(facts: HandoverFacts) -> bool:
    found = deadline(facts)
    return found is not None and found.is_late


def response_time_start(facts: HandoverFacts) -> datetime:
    """The moment from which the response time counts. On the waiting list, not before a place is expected."""
    handover = facts.handover
    if facts.state == State.WAITLISTED and handover.expected_on:
        return max(_request_time_start(facts), moment(handover.expected_on, PLACE_EXPECTED_AT))
    return _request_time_start(facts)


def waiting_since(facts: HandoverFacts) -> datetime:
    """Since when the sender has been waiting: since the offer or, once accepted, since the acceptance."""
    return facts.handover.accepted_at or _request_time_start(facts)


def response_overdue(facts: HandoverFacts) -> bool:
    """True when the partner's response deadline has passed and the sender must decide."""
    return (
        facts.state in AWAITING_RESPONSE
        and facts.calendar.passed(response_time_start(facts), facts.at) >= facts.limits.choose
    )


def _request_time_start(facts: HandoverFacts) -> datetime:
    """The offer, or the call that restarted the response time."""
    handover = facts.handover
    return handover.called_at or handover.offered_at or handover.made_at


def _expectation(facts: HandoverFacts) -> tuple[Expected, datetime, date] | None:
    """What is expected, since when, and the last day for it."""
    handover, limits, last_day = facts.handover, facts.limits, facts.calendar.after
    if facts.state == State.WAITLISTED and handover.expected_on:
        return Expected.PLACE, response_time_start(facts), handover.expected_on
    if facts.state in AWAITING_RESPONSE:
        since = response_time_start(facts)
        return Expected.ANSWER, since, last_day(since, limits.contact)
    if facts.state == State.ACCEPTED and not facts.have_met:
        since = handover.accepted_at or facts.at
        return Expected.INTRODUCTION, since, last_day(since, limits.introduce)
    if facts.state == State.RUNNING:
        since = handover.running_at or facts.at
        return Expected.FEEDBACK, since, last_day(since, limits.feedback)
    return None
