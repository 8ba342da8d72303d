"""The query for the rows behind a figure. The period is chosen in the same way as on the outflow report."""

from app.reports.handover_quality.figures import Measure
from app.reports.outflow.forms import PeriodRowsQuery


class QualityRowsQuery(PeriodRowsQuery):
    measure: Measure
