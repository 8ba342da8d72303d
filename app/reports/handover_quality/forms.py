"""Which rows behind a figure of quality are asked for. The period is chosen as on the report."""

from app.reports.handover_quality.figures import Measure
from app.reports.outflow.forms import PeriodRowsQuery


class QualityRowsQuery(PeriodRowsQuery):
    measure: Measure
