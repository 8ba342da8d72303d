"""Turns the filters of a report into a period and an organisation, with an error at each field that is not valid."""

from app.accounts.models import Organisation
from app.core.text_rules import N_
from app.reports.outflow.forms import ReportFilters
from app.reports.outflow.periods import Calendar, Period
from app.web.forms import Submission

NO_SUCH_PERIOD = N_("Choose a period from the list.")
NO_SUCH_ORGANISATION = N_("Choose an organisation from the list.")
BOTH_DAYS_NEEDED = N_("Enter both the first and the last day.")
DAYS_REVERSED = N_("The last day is before the first. Swap them.")


def parse_filters(
    form: Submission[ReportFilters], calendar: Calendar, organisations: list[Organisation], *, free: bool
) -> tuple[Period, Organisation | None]:
    """The chosen period and organisation; this year if no valid period was chosen.

    `free`: whether the reader may choose any range of days. Errors are added to `form`.
    """
    usual = calendar.named(str(calendar.today.year)) or calendar.whole
    if form.errors:
        return usual, None
    wanted, period = form.data, usual
    organisation = next((o for o in organisations if o.key == wanted.organisation), None)
    if wanted.organisation and organisation is None:
        form.wrong("organisation", NO_SUCH_ORGANISATION)
    # A new choice in the list wins over dates of their own that are still filled in from before.
    chose = bool(wanted.period and wanted.was and wanted.period != wanted.was)
    if (wanted.since or wanted.until) and not chose:
        if not free:
            form.wrong("period", NO_SUCH_PERIOD)
        elif not (wanted.since and wanted.until):
            form.wrong("until" if wanted.since else "since", BOTH_DAYS_NEEDED)
        elif wanted.until < wanted.since:
            form.wrong("until", DAYS_REVERSED)
        else:
            period = Period(wanted.since, wanted.until)
    elif wanted.period:
        named = calendar.named(wanted.period)
        if named is None:
            form.wrong("period", NO_SUCH_PERIOD)
        period = named or usual
    return period, organisation
