"""What the clock of a handover says now: whom to remind, when to ask further, when to choose (DOMAIN §4). Pure.

The clock tells; it never moves a handover. Nothing is closed silently.
"""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from app.core.clock import local_day
from app.handovers.models import ASKED, State
from app.handovers.standing import Facts
from app.partners.limits import CHOOSE_MORE, FEEDBACK_MORE


class Sign(StrEnum):
    """In the order in which they come, for each thing that is waited for."""

    ANSWER = "answer"  # the sender, of whom the receiver asked something
    REMIND = "remind"  # the receiver, who has not answered
    CONTACT = "contact"  # the partner's contact, and the sender
    CHOOSE = "choose"  # the sender: call, another partner, or withdraw
    UNCHOSEN = "unchosen"  # the coordinator: nobody chose
    INTRODUCE = "introduce"  # both workers: the three have not met
    FEEDBACK = "feedback"  # the receiver: what came of it?
    NO_FEEDBACK = "no_feedback"  # the sender: nobody said


@dataclass(frozen=True)
class Due:
    """One sign that is due, and from when it was counted."""

    sign: Sign
    since: datetime


def due(facts: Facts) -> list[Due]:
    """The signs that are due now, the earliest first; what was given before is for who keeps count."""
    limits, since = facts.limits, _since(facts)
    if since is None:
        return []
    choosing = [(Sign.CHOOSE, limits.choose), (Sign.UNCHOSEN, limits.choose + CHOOSE_MORE)]
    if facts.state == State.CONSIDERING:  # it is the sender's turn: the receiver is not chased
        asked = facts.last_move.at if facts.last_move else since
        waits = facts.calendar.between(local_day(asked), facts.today) >= limits.remind
        return [Due(Sign.ANSWER, asked)] * waits + _passed(facts, since, choosing)
    if facts.state in ASKED:
        steps = [(Sign.REMIND, limits.remind), (Sign.CONTACT, limits.contact), *choosing]
    elif facts.state == State.ACCEPTED:
        steps = [] if facts.is_warm else [(Sign.INTRODUCE, limits.introduce)]
    else:
        steps = [(Sign.FEEDBACK, limits.feedback), (Sign.NO_FEEDBACK, limits.feedback + FEEDBACK_MORE)]
    return _passed(facts, since, steps)


def _passed(facts: Facts, since: datetime, steps: list[tuple[Sign, int]]) -> list[Due]:
    passed = facts.calendar.between(local_day(since), facts.today)
    return [Due(sign, since) for sign, after in steps if passed >= after]


def _since(facts: Facts) -> datetime | None:
    if facts.state in ASKED or facts.state == State.ACCEPTED:
        return facts.waits_since
    return facts.handover.running_at if facts.state == State.RUNNING else None


def must_choose(facts: Facts) -> bool:
    """Whether the sender has waited long enough, and chooses what now."""
    return facts.state in ASKED and any(each.sign == Sign.CHOOSE for each in due(facts))
