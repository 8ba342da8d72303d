"""Labels of weekdays and half-days."""

from collections.abc import Iterable

from app.core.text_rules import N_
from app.shop.half_days.rules import DAY_PART_LABELS, HalfDay
from app.web.formats import day_short
from app.web.i18n import gettext as _

WEEKDAYS = {
    0: N_("Monday"),
    1: N_("Tuesday"),
    2: N_("Wednesday"),
    3: N_("Thursday"),
    4: N_("Friday"),
    5: N_("Saturday"),
    6: N_("Sunday"),
}


PARTS = DAY_PART_LABELS


def half_day_choices(half_days: Iterable[HalfDay]) -> list[tuple[str, str]]:
    """Options for a select: the name of each half-day in forms, and its label, as in "Tue 24 Nov, morning"."""
    return [(h.name, f"{day_short(h.day)}, {_(DAY_PART_LABELS[h.part]).lower()}") for h in half_days]
