"""Names of the figures, and how a length of time is written."""

from app.core.text_rules import N_
from app.reports.handover_quality.figures import IN_WORKING_DAYS, WITH_DURATION, Measure
from app.reports.outflow import labels as reports
from app.web.i18n import gettext as _

TITLES = {
    Measure.BEGUN: N_("Handovers started by a partner"),
    Measure.WARM: N_("Started after all three met"),
    Measure.ANSWERED: N_("Offers that got an answer"),
    Measure.INTRODUCED: N_("Introductions that took place"),
    Measure.EXPIRED: N_("Offers closed without an answer"),
    Measure.DECLINED: N_("Offers that did not fit"),
    Measure.WITH_NEXT: N_("Did not fit, with a proposal for what to do next"),
    Measure.MISSED: N_("Introductions that did not happen"),
    Measure.WAITING: N_("Offers that are waiting for an answer"),
}
HOW_LONG = {
    Measure.BEGUN: N_("From offer to start"),
    Measure.ANSWERED: N_("From offer to answer"),
    Measure.INTRODUCED: N_("From acceptance to introduction"),
    Measure.WAITING: N_("Waiting for"),
}
# The same as on the outflow report.
period, GROUPS_OF_PERIODS, number = reports.period, reports.GROUPS_OF_PERIODS, reports.number


def title(measure: Measure) -> str:
    return _(TITLES[measure])


def how_long(measure: Measure) -> str:
    """The heading of the column with lengths; empty if nothing is measured."""
    return _(HOW_LONG[measure]) if measure in WITH_DURATION else ""


def length(measure: Measure, days: float) -> str:
    """For example "2.5 working days" or "1 day"; "the same day" for zero."""
    if not days:
        return _("the same day")
    if measure not in IN_WORKING_DAYS:
        return reports.in_days(days)
    words = _("%(number)s working day") if days == 1 else _("%(number)s working days")
    return words % {"number": number(days)}
