"""Forms of an intake and of the page where a shop edits its questions."""

from typing import Annotated

from pydantic import AfterValidator, Field, StringConstraints

from app.core.text_rules import Checkbox, Key, Line, LongText, RequiredLine, validate_text
from app.guidance.intakes.models import QuestionType, Section
from app.guidance.journeys.forms import Version
from app.web.forms import Form


class PassageForm(Form):
    """One passage. `over` and `both` resolve a conflict: replace that version, or add the new text below it."""

    section: Section
    subject: Key = ""
    text: LongText = ""
    ticked: Checkbox = False  # for a choice that has a text of its own
    version: Version = 0
    over: Version | None = None
    both: Version | None = None


ChosenKey = Annotated[str, StringConstraints(max_length=40, pattern=r"^[A-Za-z0-9_-]*(:[a-z_]+)?$")]


class ChoicesForm(Form):
    """The choices ticked now (`chosen`) and those ticked when the page was loaded (`seen`).

    Each is the key of a choice, followed by a colon and a level where the question asks for one.
    """

    chosen: Annotated[list[ChosenKey], Field(max_length=200)] = []
    seen: Annotated[list[ChosenKey], Field(max_length=200)] = []


Hint = Annotated[str, StringConstraints(max_length=300), AfterValidator(validate_text)]


class QuestionForm(Form):
    """The wording of a question."""

    name_nl: RequiredLine
    name_en: Line = ""
    hint_nl: Hint = ""
    hint_en: Hint = ""


class NewQuestionForm(QuestionForm):
    """A question added by the shop. Not for obstacles: those come from one list."""

    section: Section
    asks: QuestionType


class ChoiceForm(Form):
    name_nl: RequiredLine
    name_en: Line = ""


class MoveQuestionForm(Form):
    """Moves a question one place up, otherwise down."""

    up: Checkbox = False
