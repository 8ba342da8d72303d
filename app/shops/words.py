"""What the shop's own words are called on screen."""

from collections.abc import Iterable, Mapping
from typing import Any

from app.core.text import N_
from app.shops.models import ListName, OutcomeClass, OutflowGroup, Side
from app.shops.rules import PART_NAMES, HalfDay
from app.web.dates import day_short
from app.web.i18n import gettext as _

WEEKDAYS = {
    0: N_("Monday"), 1: N_("Tuesday"), 2: N_("Wednesday"), 3: N_("Thursday"), 4: N_("Friday"), 5: N_("Saturday"),
    6: N_("Sunday"),
}  # fmt: skip
LISTS = {
    ListName.TOPIC: N_("Topics"),
    ListName.OBSTACLE: N_("What may stand in the way"),
    ListName.OUTCOME: N_("Results"),
    ListName.DECLINE: N_("Reasons why it does not fit"),
    ListName.NOTE: N_("How a note begins"),
}
CLASSES = {
    OutcomeClass.OUTFLOW: N_("Outflow"),
    OutcomeClass.STEP: N_("A step on the way"),
    OutcomeClass.NEUTRAL_END: N_("Ended, nobody's doing"),
    OutcomeClass.STOPPED: N_("Stopped"),
    OutcomeClass.CONTACT_LOST: N_("Contact lost"),
    OutcomeClass.UNKNOWN: N_("Not known"),
}
SIDES = {
    Side.PERSON: N_("The visitor"),
    Side.PARTNER: N_("The partner"),
    Side.SENDER: N_("The sender"),
    Side.CIRCUMSTANCE: N_("Circumstances"),
}
GROUPS = {
    OutflowGroup.WORK: N_("Work"),
    OutflowGroup.LEARN_WORK: N_("Learn-work place"),
    OutflowGroup.STUDY: N_("Study"),
    OutflowGroup.INTERNSHIP: N_("Internship"),
}
GROUPINGS: dict[ListName, Mapping[Any, str]] = {ListName.OUTCOME: CLASSES, ListName.DECLINE: SIDES}
PARTS = PART_NAMES


def choices(half_days: Iterable[HalfDay]) -> list[tuple[str, str]]:
    """Half-days to choose from: as a form names them, and "Tue 24 Nov, morning"."""
    return [(h.name, f"{day_short(h.day)}, {_(PART_NAMES[h.part]).lower()}") for h in half_days]
