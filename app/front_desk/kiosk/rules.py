"""Topics a visitor can choose on the tablet, and how long each screen stays."""

from enum import StrEnum

from app.core.text_rules import N_
from app.front_desk.visits.models import VisitKind


class Topic(StrEnum):
    """Reason for a visit, shown as a picture. The same eight everywhere: a shop's own list is not translated."""

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

# Seconds until a screen returns to the start, so that nobody leaves anything for the next visitor to see.
START_SECONDS, CLOSED_SECONDS, TOPICS_SECONDS, NAME_SECONDS, NUMBER_SECONDS = 300, 60, 120, 300, 30

HALF_DAYS_SHOWN = 4  # upcoming half-days shown while the shop is closed


def topic_for(code: str) -> Topic | None:
    return Topic(code) if code in set(Topic) else None


def visit_kind(chosen: Topic) -> VisitKind:
    return VisitKind.APPOINTMENT if chosen == Topic.APPOINTMENT else VisitKind.WALK_IN
