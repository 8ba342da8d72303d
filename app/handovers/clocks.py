"""Which signs the clock of a handover gives, and when (DOMAIN §4, clock). It tells; it never moves anything. Pure."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from app.handovers.models import ASKED, State
from app.handovers.standing import Facts

AND_THEN = 2  # so much later the shop's coordinators hear that nobody chose
AND_ASK = 5  # so much later the sender hears that nothing was told of what came of it


class Sign(StrEnum):
    """In the order in which they are given. A later one tells everybody who still has to do something."""

    REMIND = "remind"  # who has to answer
    CONTACT = "contact"  # the partner's contact, and the sender
    CHOOSE = "choose"  # the sender
    CHOOSE_LATE = "choose_late"  # the sender and the coordinators
    INTRODUCE = "introduce"  # both workers
    FEEDBACK = "feedback"  # who has to tell what came of it
    FEEDBACK_LATE = "feedback_late"  # that worker, and the sender


@dataclass(frozen=True)
class Due:
    """A sign that is to be given. `since`: from when it counts; with a new beginning it may be given again."""

    sign: Sign
    since: datetime


def due_signs(facts: Facts) -> list[Due]:
    """The signs that should have been given by now, the first due first.

    Those of an answer come as soon as the time is full; those of what is to be done within a time, once its last day
    is over.
    """
    limits, handover = facts.limits, facts.handover
    if facts.state in ASKED:
        since, after = facts.asked_since, (limits.remind, limits.contact, limits.choose, limits.choose + AND_THEN)
        signs = zip((Sign.REMIND, Sign.CONTACT, Sign.CHOOSE, Sign.CHOOSE_LATE), after, strict=True)
    elif facts.state == State.ACCEPTED and handover.accepted_at and not facts.have_met:
        since, signs = handover.accepted_at, zip((Sign.INTRODUCE,), (limits.introduce + 1,), strict=True)
    elif facts.state == State.RUNNING and handover.running_at:
        since, within = handover.running_at, limits.feedback + 1
        signs = zip((Sign.FEEDBACK, Sign.FEEDBACK_LATE), (within, within + AND_ASK), strict=True)
    else:
        return []
    passed = facts.calendar.passed(since, facts.at)
    return [Due(sign, since) for sign, count in signs if passed >= count]
