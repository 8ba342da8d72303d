"""Names of measures, periods and durations, for the screen and the exports."""

from babel.numbers import format_decimal

from app.core.text_rules import N_
from app.reports.outflow.measures import Measure
from app.reports.outflow.periods import ALL, Period
from app.web.formats import day_year, month, month_short
from app.web.i18n import gettext as _
from app.web.i18n import language

MEASURES = {
    Measure.VISITS: N_("Visits"),
    Measure.VISITORS: N_("Visitors"),
    Measure.NEW: N_("New visitors"),
    Measure.INTAKES: N_("First talks completed"),
    Measure.OFFERED: N_("Handovers offered"),
    Measure.ACCEPTED: N_("Handovers accepted"),
    Measure.WARM: N_("Warm introductions"),
    Measure.RESULTS: N_("Results that count, by start date"),
    Measure.ACCEPTED_WARM: N_("Accepted, with a warm introduction"),
    Measure.ANSWERED: N_("Handovers answered"),
    Measure.OUTFLOW: N_("Outflow"),
    Measure.WORK: N_("Work"),
    Measure.LEARN_WORK: N_("Learning and working"),
    Measure.STUDY: N_("Study"),
    Measure.INTERNSHIP: N_("Internship"),
    Measure.STEP: N_("Steps along the way"),
    Measure.TAKEN: N_("Taken into guidance"),
    Measure.STILL: N_("Still in guidance"),
    Measure.TALKED: N_("Intake"),
    Measure.HANDED_OVER: N_("Handed over"),
    Measure.TAKEN_ON: N_("Accepted"),
    Measure.MET: N_("Warm"),
    Measure.REACHED: N_("Outflow after a warm handover"),
    Measure.REACHED_OTHERWISE: N_("Outflow by another route"),
}
FIRST_VISIT = N_("First visit")
ONLY_IN_YEARS = N_(
    "Figures for one organisation are shown for whole years only, because a shorter period covers just a "
    "handful of people. Choose a year above."
)
GROUPS_OF_PERIODS = {
    "all": N_("Everything"),
    "year": N_("Years"),
    "range": N_("Several years"),
    "quarter": N_("Quarters"),
    "month": N_("Months"),
}
ROWS = {
    "visit": N_("Visits"),
    "person": N_("People"),
    "intake": N_("First talks"),
    "handover": N_("Handovers"),
    "outcome": N_("Results"),
    "journey": N_("Journeys"),
}


def measure(which: Measure) -> str:
    return _(MEASURES[which])


def period(p: Period) -> str:
    """For example "november 2026", "Kwartaal 4 van 2026", "2026" or a range of years or days."""
    if p.code == ALL:
        return _("Since the opening")
    if "-Q" in p.code:
        return _("Quarter %(number)s of %(year)s") % {"number": p.code[-1], "year": p.code[:4]}
    if len(p.code) == 4:
        return p.code
    if len(p.code) == 7:
        return month(p.start)
    if p.code:
        return _("%(first)s up to and including %(last)s") % {"first": p.code[:4], "last": p.code[5:]}
    return _("%(first)s up to and including %(last)s") % {"first": day_year(p.start), "last": day_year(p.end)}


def period_short(p: Period) -> str:
    """The label under a bar of the chart."""
    if "-Q" in p.code:
        return _("Q%(number)s") % {"number": p.code[-1]}
    if len(p.code) == 4:
        return p.code
    return month_short(p.start)


def number(value: float) -> str:
    return format_decimal(value, locale=language.get())


def in_days(days: float) -> str:
    words = _("%(number)s day") if days == 1 else _("%(number)s days")
    return words % {"number": number(days)}


def duration(hours: float) -> str:
    """In hours below one day, otherwise in days with one decimal."""
    if hours < 1:
        return _("under an hour")
    if hours < 24:
        return _("%(number)s hours") % {"number": number(round(hours))}
    return in_days(round(hours / 24, 1))


COLUMNS = {Measure.OFFERED: N_("Offered"), Measure.ACCEPTED: N_("Accepted"), Measure.WARM: N_("Warm")}


def column(which: Measure) -> str:
    """A short heading for a column of the table per organisation."""
    return _(COLUMNS.get(which, MEASURES[which]))
