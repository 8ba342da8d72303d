"""Which signs the clock of a handover gives, and when (DOMAIN §4, clock). It tells; it never moves anything. Pure."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from app.handovers.lifecycle.facts import HandoverFacts
from app.handovers.lifecycle.overdue_rules import Expected, deadline
from app.shop.partners.deadlines import Deadlines

COORDINATORS_AFTER = 2  # so much later the shop's coordinators hear that nobody chose
SENDER_AFTER = 5  # so much later the sender hears that nothing was told of what came of it


class Reminder(StrEnum):
    """In the order in which they are given. A later one tells everybody who still has to do something."""

    REMIND = "remind"  # who has to answer
    CONTACT = "contact"  # the partner's contact, and the sender
    CHOOSE = "choose"  # the sender
    CHOOSE_LATE = "choose_late"  # the sender and the coordinators
    INTRODUCE = "introduce"  # both workers
    FEEDBACK = "feedback"  # who has to tell what came of it
    FEEDBACK_LATE = "feedback_late"  # that worker, and the sender


@dataclass(frozen=True)
class DueReminder:
    """A sign that is to be given. `since`: from when it counts; with a new beginning it may be given again."""

    sign: Reminder
    since: datetime


def due_reminders(facts: HandoverFacts) -> list[DueReminder]:
    """The signs that should have been given by now, the first due first.

    Those of an answer come as soon as the time is full; those of what is to be done within a time, once its last day
    is over.
    """
    due = deadline(facts)
    if due is None:
        return []
    passed = facts.calendar.passed(due.since, facts.at)
    return [
        DueReminder(sign, due.since) for sign, count in _reminder_times(due.expected, facts.limits) if passed >= count
    ]


def _reminder_times(expected: Expected, limits: Deadlines) -> list[tuple[Reminder, int]]:
    """Each sign of what is expected, with after how much time it comes."""
    if expected == Expected.INTRODUCTION:
        return [(Reminder.INTRODUCE, limits.introduce + 1)]
    if expected == Expected.FEEDBACK:
        within = limits.feedback + 1
        return [(Reminder.FEEDBACK, within), (Reminder.FEEDBACK_LATE, within + SENDER_AFTER)]
    return [
        (Reminder.REMIND, limits.remind),
        (Reminder.CONTACT, limits.contact),
        (Reminder.CHOOSE, limits.choose),
        (Reminder.CHOOSE_LATE, limits.choose + COORDINATORS_AFTER),
    ]
