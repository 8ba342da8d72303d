"""Form fields of an entry of a list."""

from typing import Annotated

from pydantic import AfterValidator, Field

from app.core.text_rules import Line, RequiredLine, storable
from app.shop.lists.models import OutcomeClass, OutflowGroup, Side
from app.web.forms import Form

Beginning = Annotated[str, Field(max_length=2_000), AfterValidator(storable)]


class Naming(Form):
    """What an entry of a list is called; `body`: how a note begins."""

    name_nl: RequiredLine
    name_en: Line = ""
    body: Beginning = ""


class Entry(Naming):
    grouping: OutcomeClass | Side | None = None
    counts_as: OutflowGroup | None = None
