"""What the figures of quality are called, and how a length of time is said."""

from app.core.text_rules import N_
from app.reports.handover_quality.figures import IN_WORKING_DAYS, WITH_DURATION, Measure
from app.reports.outflow import labels as reports
from app.web.i18n import gettext as _

TITLES = {
    Measure.BEGUN: N_("Handovers that a partner began with"),
    Measure.WARM: N_("Begun after the three of them met"),
    Measure.ANSWERED: N_("Offers that got an answer"),
    Measure.INTRODUCED: N_("Introductions that were held"),
    Measure.EXPIRED: N_("Offers closed as not answered"),
    Measure.DECLINED: N_("Offers that did not fit"),
    Measure.WITH_NEXT: N_("Did not fit, with a proposal for what then"),
    Measure.MISSED: N_("Introductions that did not happen"),
    Measure.WAITING: N_("Offers that wait for an answer now"),
}
HOW_LONG = {
    Measure.BEGUN: N_("From offer to beginning"),
    Measure.ANSWERED: N_("From offer to answer"),
    Measure.INTRODUCED: N_("From acceptance to introduction"),
    Measure.WAITING: N_("Waits for"),
}
period, GROUPS_OF_PERIODS, number = reports.period, reports.GROUPS_OF_PERIODS, reports.number  # as on the report


def title(measure: Measure) -> str:
    return _(TITLES[measure])


def how_long(measure: Measure) -> str:
    """Above the column with lengths; empty where nothing is measured."""
    return _(HOW_LONG[measure]) if measure in WITH_DURATION else ""


def length(measure: Measure, days: float) -> str:
    """2.5 working days, or 1 day; the same day where none went by."""
    if not days:
        return _("the same day")
    if measure not in IN_WORKING_DAYS:
        return reports.in_days(days)
    words = _("%(number)s working day") if days == 1 else _("%(number)s working days")
    return words % {"number": number(days)}
