"""What measures and periods are called on the screen and in a sheet."""

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
    Measure.INTAKES: N_("First talks finished"),
    Measure.OFFERED: N_("Handovers offered"),
    Measure.ACCEPTED: N_("Handovers accepted"),
    Measure.WARM: N_("Introduced warmly"),
    Measure.RESULTS: N_("Results that count, started"),
    Measure.ACCEPTED_WARM: N_("Accepted and introduced warmly"),
    Measure.ANSWERED: N_("Handovers answered"),
    Measure.OUTFLOW: N_("Outflow"),
    Measure.WORK: N_("Work"),
    Measure.LEARN_WORK: N_("Learning and working"),
    Measure.STUDY: N_("Study"),
    Measure.INTERNSHIP: N_("Internship"),
    Measure.STEP: N_("Steps on the way"),
    Measure.TAKEN: N_("Taken into guidance"),
    Measure.STILL: N_("Still in guidance"),
    Measure.TALKED: N_("First talk"),
    Measure.HANDED_OVER: N_("Handed over"),
    Measure.TAKEN_ON: N_("Accepted"),
    Measure.MET: N_("Warm"),
    Measure.REACHED: N_("Outflow after a warm handover"),
    Measure.REACHED_OTHERWISE: N_("Outflow in another way"),
}
FIRST_VISIT = N_("First visit")
ONLY_IN_YEARS = N_(
    "Figures of one organisation are shown for whole years only: in a shorter time they are about a handful of people. "
    "Choose a year above."
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
    """november 2026, 4th quarter of 2026, 2026, 2019 up to and including 2020, or the two days."""
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
    """For under a bar."""
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
    """Under a day in hours, otherwise in days with one decimal."""
    if hours < 1:
        return _("under an hour")
    if hours < 24:
        return _("%(number)s hours") % {"number": number(round(hours))}
    return in_days(round(hours / 24, 1))


COLUMNS = {Measure.OFFERED: N_("Offered"), Measure.ACCEPTED: N_("Accepted"), Measure.WARM: N_("Warm")}


def column(which: Measure) -> str:
    """Above a column of the table per organisation, where room is scarce."""
    return _(COLUMNS.get(which, MEASURES[which]))
