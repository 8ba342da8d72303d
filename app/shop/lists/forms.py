"""Form fields of an entry of a list."""

from typing import Annotated

from pydantic import AfterValidator, Field

from app.core.text_rules import Line, RequiredLine, validate_text
from app.shop.lists.models import DeclineSide, OutcomeClass, OutflowGroup
from app.web.forms import Form

NoteText = Annotated[str, Field(max_length=2_000), AfterValidator(validate_text)]


class ItemNameForm(Form):
    """What an entry of a list is called; `body`: how a note begins."""

    name_nl: RequiredLine
    name_en: Line = ""
    body: NoteText = ""


class NewItemForm(ItemNameForm):
    grouping: OutcomeClass | DeclineSide | None = None
    counts_as: OutflowGroup | None = None
