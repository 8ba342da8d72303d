"""What is typed about a result, and about the end of a journey."""

from datetime import date
from typing import Annotated

from pydantic import Field

from app.core.text import Key, Line
from app.outcomes.models import Source
from app.web.forms import Form


class RecordForm(Form):
    kind: Key = ""
    starts_on: date
    hours: Annotated[int, Field(ge=1, le=80)] | None = None
    source: Source = Source.OWN_WORD
    where: Line = ""


class StopForm(Form):
    stopped_on: date
    reason: Line = ""


class MistakeForm(Form):
    pass


class EndForm(Form):
    kind: Key = ""
    word: Line = ""
    version: Annotated[int, Field(ge=0, le=1_000_000)]
