"""Which rows behind a figure of quality are asked for. The period is chosen as on the report."""

from app.quality.figures import Measure
from app.reports.forms import RowsOfPeriod


class RowsBehind(RowsOfPeriod):
    measure: Measure
