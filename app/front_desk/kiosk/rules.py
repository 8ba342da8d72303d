"""What a visitor can choose on the tablet, and how long a screen waits for somebody who went away."""

from enum import StrEnum

from app.core.text_rules import N_
from app.front_desk.visits.models import VisitKind


class Topic(StrEnum):
    """What somebody comes for, by its picture. The tablet's own eight: a shop's list is in the words of its workers."""

    WORK = "work"
    LEARNING = "learning"
    MONEY = "money"
    LETTER = "letter"
    HOUSING = "housing"
    PEOPLE = "people"
    OTHER = "other"
    APPOINTMENT = "appointment"


TOPIC_NAMES = {
    Topic.WORK: N_("Work"),
    Topic.LEARNING: N_("Learning"),
    Topic.MONEY: N_("Money"),
    Topic.LETTER: N_("A letter or form"),
    Topic.HOUSING: N_("Housing"),
    Topic.PEOPLE: N_("Meeting people, volunteering"),
    Topic.OTHER: N_("Something else"),
    Topic.APPOINTMENT: N_("I have an appointment"),
}
FIRST_NAME_ONLY = N_("Only your first name, please. You may also leave this empty.")

# Seconds. Whoever goes away half-way leaves nothing on the screen for the next; a name may take its time.
START_SECONDS, CLOSED_SECONDS, TOPICS_SECONDS, NAME_SECONDS, NUMBER_SECONDS = 300, 60, 120, 300, 30

HALF_DAYS_SHOWN = 4  # coming half-days, while the shop is closed


def topic_for(code: str) -> Topic | None:
    return Topic(code) if code in set(Topic) else None


def visit_kind(chosen: Topic) -> VisitKind:
    return VisitKind.APPOINTMENT if chosen == Topic.APPOINTMENT else VisitKind.WALK_IN
