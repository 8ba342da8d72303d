"""Forms to name a tablet and to pair one."""

from typing import Annotated

from pydantic import AfterValidator, StringConstraints

from app.core.text_rules import N_, RequiredLine
from app.web.forms import Form

WRONG_CODE = N_("This code does not work. Check it or ask for a new one. A code works once, within half an hour.")


def _normalise(typed: str) -> str:
    """The code in lower case, without spaces and dashes."""
    return "".join(c for c in typed if c.isalnum()).lower()


class TabletForm(Form):
    name: RequiredLine


class PairingForm(Form):
    code: Annotated[str, StringConstraints(max_length=40), AfterValidator(_normalise)]
