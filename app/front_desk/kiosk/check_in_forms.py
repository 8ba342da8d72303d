"""What a visitor types on the tablet."""

from typing import Annotated

from pydantic import StringConstraints

from app.core.text_rules import Line
from app.web.forms import Form


class CheckInForm(Form):
    """`called`: what somebody wants to be called by. Nobody has to say it."""

    called: Annotated[Line, StringConstraints(max_length=40)] = ""
