"""For how long, and in which language, a link to a plan is given; and what the visitor answers there."""

from typing import Annotated, Literal

from pydantic import AfterValidator

from app.core.text_rules import Checkbox, Key
from app.web import visitor_languages
from app.web.forms import CHOOSE, Form


def _language(code: str) -> str:
    if code not in visitor_languages.LANGUAGES:
        raise ValueError(CHOOSE)
    return code


class PlanLinkForm(Form):
    """`only`: the links that were given before stop."""

    language: Annotated[Key, AfterValidator(_language)]
    weeks: Literal["1", "4", "8"] = "4"
    only: Checkbox = False


class PlanAnswerForm(Form):
    spoken: Literal["yes", "no"]
