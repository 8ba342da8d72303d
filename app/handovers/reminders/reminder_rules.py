"""The reminders of a handover that are due, and when (DOMAIN §4). Pure."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from app.handovers.lifecycle.facts import HandoverFacts
from app.handovers.lifecycle.overdue_rules import Expected, deadline
from app.shop.partners.deadlines import Deadlines

COORDINATORS_AFTER = 2  # working days or half-days after CHOOSE, without a decision of the sender
SENDER_AFTER = 5  # working days or half-days after FEEDBACK, without feedback


class Reminder(StrEnum):
    """In the order in which they are sent. A later one reaches everybody who still has to act."""

    REMIND = "remind"  # to the party that has to respond
    CONTACT = "contact"  # to the partner's contact and the sender
    CHOOSE = "choose"  # to the sender
    CHOOSE_LATE = "choose_late"  # to the sender and the coordinators
    INTRODUCE = "introduce"  # to both workers
    FEEDBACK = "feedback"  # to the receiver's worker
    FEEDBACK_LATE = "feedback_late"  # to that worker and the sender


@dataclass(frozen=True)
class DueReminder:
    """A reminder that is due. `since`: the start of its period; a restart makes it due again."""

    reminder: Reminder
    since: datetime


def due_reminders(facts: HandoverFacts) -> list[DueReminder]:
    """The reminders that should have been sent by now, the earliest first.

    Reminders to respond are due as soon as their time has passed; those of an introduction or feedback after its last
    day.
    """
    due = deadline(facts)
    if due is None:
        return []
    passed = facts.calendar.passed(due.since, facts.at)
    return [
        DueReminder(reminder, due.since)
        for reminder, count in _reminder_times(due.expected, facts.limits)
        if passed >= count
    ]


def _reminder_times(expected: Expected, limits: Deadlines) -> list[tuple[Reminder, int]]:
    """Each reminder for this expectation, with the working days or half-days after which it is due."""
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
