"""Form that a visitor fills in on the tablet."""

from typing import Annotated

from pydantic import StringConstraints

from app.core.text_rules import Line
from app.web.forms import Form


class CheckInForm(Form):
    """`called`: the name to call the visitor by; optional."""

    called: Annotated[Line, StringConstraints(max_length=40)] = ""
