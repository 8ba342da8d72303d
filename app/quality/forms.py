"""Which rows behind a figure of quality are asked for. The period is chosen as on the report."""

from typing import Annotated

from pydantic import Field

from app.core.text import Key
from app.quality.figures import Measure
from app.reports.forms import Day
from app.web.forms import Form


class RowsBehind(Form):
    measure: Measure
    since: Day
    until: Day
    organisation: Key = ""
    page: Annotated[int, Field(ge=1, le=100_000)] = 1
