"""Forms for adding and renaming a list item."""

from typing import Annotated

from pydantic import AfterValidator, Field

from app.core.text_rules import Line, RequiredLine, validate_text
from app.shop.lists.models import DeclineSide, OutcomeClass, OutflowGroup
from app.web.forms import Form

NoteText = Annotated[str, Field(max_length=2_000), AfterValidator(validate_text)]


class ItemNameForm(Form):
    """The names of an item; `body`: the text of a note template."""

    name_nl: RequiredLine
    name_en: Line = ""
    body: NoteText = ""


class NewItemForm(ItemNameForm):
    grouping: OutcomeClass | DeclineSide | None = None
    counts_as: OutflowGroup | None = None
