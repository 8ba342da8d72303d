"""Forms for recording and stopping a result, and for ending a journey."""

from datetime import date
from typing import Annotated

from pydantic import AfterValidator, Field

from app.core.text_rules import Key, Line, LongText
from app.outcomes.models import Source
from app.web.forms import CHOOSE, Form


def _not_from_register(source: Source) -> Source:
    """REGISTER comes from an import only, never from a form."""
    if source == Source.REGISTER:
        raise ValueError(CHOOSE)
    return source


class RecordForm(Form):
    kind: Key = ""
    starts_on: date
    hours: Annotated[int, Field(ge=1, le=80)] | None = None
    source: Annotated[Source, AfterValidator(_not_from_register)] = Source.OWN_WORD
    where: Line = ""


class StopForm(Form):
    stopped_on: date
    reason: Line = ""


class MistakeForm(Form):
    pass


class EndForm(Form):
    kind: Key = ""
    word: Line = ""
    last_word: Annotated[LongText, Field(max_length=1_000)] = ""
    version: Annotated[int, Field(ge=0, le=1_000_000)]
