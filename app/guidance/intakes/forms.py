"""What is typed in a talk, and by who keeps its questions."""

from typing import Annotated

from pydantic import AfterValidator, Field, StringConstraints

from app.core.text_rules import Checkbox, Key, Line, LongText, RequiredLine, validate_text
from app.guidance.intakes.models import QuestionType, Section
from app.guidance.journeys.forms import Version
from app.web.forms import Form


class PassageForm(Form):
    """One passage. `over` and `both` answer a conflict: replace that version, or put both texts below each other."""

    section: Section
    subject: Key = ""
    text: LongText = ""
    ticked: Checkbox = False  # of a choice with words of its own
    version: Version = 0
    over: Version | None = None
    both: Version | None = None


ChosenKey = Annotated[str, StringConstraints(max_length=40, pattern=r"^[A-Za-z0-9_-]*(:[a-z_]+)?$")]


class ChoicesForm(Form):
    """`seen` is what was chosen on the page as it was read: what differs is what this worker did.

    Each is the key of a choice, with its level behind a colon where the question asks how well.
    """

    chosen: Annotated[list[ChosenKey], Field(max_length=200)] = []
    seen: Annotated[list[ChosenKey], Field(max_length=200)] = []


Hint = Annotated[str, StringConstraints(max_length=300), AfterValidator(validate_text)]


class QuestionForm(Form):
    """How a question is worded."""

    name_nl: RequiredLine
    name_en: Line = ""
    hint_nl: Hint = ""
    hint_en: Hint = ""


class NewQuestionForm(QuestionForm):
    """A question of the shop's own. What may stand in the way is a list: nothing is asked beside it."""

    section: Section
    asks: QuestionType


class ChoiceForm(Form):
    name_nl: RequiredLine
    name_en: Line = ""


class MoveQuestionForm(Form):
    """One place up, or else down."""

    up: Checkbox = False
