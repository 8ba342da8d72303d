"""The filters of a report, and the query for the rows behind a figure."""

from datetime import date
from typing import Annotated

from pydantic import Field, StringConstraints

from app.core.text_rules import Key
from app.reports.outflow.measures import Measure
from app.reports.outflow.periods import Period
from app.web.forms import Form

Day = Annotated[date, Field(ge=date(1900, 1, 1), le=date(2199, 12, 31))]


class ReportFilters(Form):
    """`period` is the code of a fixed period; `since` and `until` are for readers who may choose any range of days."""

    period: Annotated[str, StringConstraints(max_length=20)] = ""
    since: Day | None = None
    until: Day | None = None
    organisation: Key = ""
    was: Annotated[str, StringConstraints(max_length=20)] = ""  # the period selected when the form was rendered


class PeriodRowsQuery(Form):
    """Which rows behind a figure. Each report adds its own measures."""

    since: Day
    until: Day
    organisation: Key = ""
    page: Annotated[int, Field(ge=1, le=100_000)] = 1

    @property
    def period(self) -> Period:
        return Period(self.since, self.until)


class OutflowRowsQuery(PeriodRowsQuery):
    """Which measure; `kind` is the key of a kind of step."""

    measure: Measure
    kind: Key = ""
