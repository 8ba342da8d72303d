"""Forms for creating a link to a plan, and for the visitor's answer."""

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
    """`weeks`: how long the link is valid; `only`: withdraws earlier links."""

    language: Annotated[Key, AfterValidator(_language)]
    weeks: Literal["1", "4", "8"] = "4"
    only: Checkbox = False


class PlanAnswerForm(Form):
    spoken: Literal["yes", "no"]
