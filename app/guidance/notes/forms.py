"""Forms of notes."""

from typing import Annotated

from pydantic import Field

from app.core.text_rules import RequiredLongText
from app.guidance.notes.models import Reach
from app.web.forms import Form


class NoteForm(Form):
    text: RequiredLongText
    reach: Reach | None = None  # None: the author's default (rules.default_reach)


class CorrectionForm(Form):
    text: RequiredLongText
    reach: Reach
    version: Annotated[int, Field(ge=0, le=1_000_000)]
