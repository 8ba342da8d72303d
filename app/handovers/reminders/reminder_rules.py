"""Which signs the clock of a handover gives, and when (DOMAIN §4, clock). It tells; it never moves anything. Pure."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from app.handovers.lifecycle.facts import Facts
from app.handovers.lifecycle.overdue_rules import Expected, deadline
from app.shop.partners.deadlines import Limits

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
    due = deadline(facts)
    if due is None:
        return []
    passed = facts.calendar.passed(due.since, facts.at)
    return [Due(sign, due.since) for sign, count in _signs(due.expected, facts.limits) if passed >= count]


def _signs(expected: Expected, limits: Limits) -> list[tuple[Sign, int]]:
    """Each sign of what is expected, with after how much time it comes."""
    if expected == Expected.INTRODUCTION:
        return [(Sign.INTRODUCE, limits.introduce + 1)]
    if expected == Expected.FEEDBACK:
        within = limits.feedback + 1
        return [(Sign.FEEDBACK, within), (Sign.FEEDBACK_LATE, within + AND_ASK)]
    return [
        (Sign.REMIND, limits.remind),
        (Sign.CONTACT, limits.contact),
        (Sign.CHOOSE, limits.choose),
        (Sign.CHOOSE_LATE, limits.choose + AND_THEN),
    ]
