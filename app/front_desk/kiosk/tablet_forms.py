"""What is typed about a tablet, and on it once."""

from typing import Annotated

from pydantic import AfterValidator, StringConstraints

from app.core.text_rules import N_, RequiredLine
from app.web.forms import Form

WRONG_CODE = N_("This code does not work. Check it, or ask for a new one: it works for half an hour, and once.")


def _normalise(typed: str) -> str:
    """The code as it was made, whatever capitals, spaces and dashes it was typed with."""
    return "".join(c for c in typed if c.isalnum()).lower()


class TabletForm(Form):
    name: RequiredLine


class PairingForm(Form):
    code: Annotated[str, StringConstraints(max_length=40), AfterValidator(_normalise)]
