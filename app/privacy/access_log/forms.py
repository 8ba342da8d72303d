"""The filter of the access log."""

from datetime import date
from typing import Annotated

from pydantic import Field

from app.audit.models import AuditKind
from app.core.text_rules import Key, Line
from app.web.forms import Form


class LogFilter(Form):
    """Empty fields match everything. `person` is part of a name."""

    worker: Key = ""
    kind: AuditKind | None = None
    day: date | None = None
    person: Line = ""
    page: Annotated[int, Field(ge=1, le=100_000)] = 1
