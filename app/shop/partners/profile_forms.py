"""What a partner types about what it offers."""

import re
from typing import Annotated

from pydantic import AfterValidator, Field, StringConstraints

from app.core.text_rules import N_, Day, Key, Line, MailAddress, Phone, RequiredLine, storable
from app.web.forms import Form

NOT_A_SITE = N_("This is not the address of a page. Type it like https://example.nl.")

Count = Annotated[int, Field(ge=0, le=999)]


def _site(text: str) -> str:
    """A link that leads to a page and nowhere else; the scheme may be left out."""
    if text and not re.match(r"[A-Za-z][A-Za-z0-9+.-]*:", text):
        text = f"https://{text}"
    if text and not re.fullmatch(r"https?://[A-Za-z0-9][A-Za-z0-9.-]*\.[A-Za-z]{2,}(:\d+)?([/?#]\S*)?", text):
        raise ValueError(NOT_A_SITE)
    return text


def _at_most(length: int) -> StringConstraints:
    return StringConstraints(max_length=length)


# Looked at twice, as in core.text: before the work and after it.
Sentence = Annotated[str, _at_most(300), AfterValidator(storable), _at_most(300)]
Description = Annotated[str, _at_most(2_000), AfterValidator(storable), _at_most(2_000)]
Site = Annotated[Line, AfterValidator(_site), _at_most(300)]


class CapacityForm(Form):
    room: Count | None = None
    full_until: Day | None = None


class ClosureForm(Form):
    first: Day
    last: Day | None = None  # empty: one day
    word: Line = ""


class ServiceForm(Form):
    """`seen`: when the service was changed last, as the page showed it."""

    seen: Annotated[str, _at_most(40)] = ""
    name: RequiredLine
    description: Description = ""
    for_whom: Sentence = ""
    topics: list[Key] = Field(default_factory=list, max_length=60)
    languages: list[Key] = Field(default_factory=list, max_length=60)
    area: Line = ""
    cost: Line = ""
    waiting_days: Count | None = None
    opening: Sentence = ""
    address: Sentence = ""
    phone: Phone = ""
    email: MailAddress = ""
    url: Site = ""


SAID = tuple(name for name in ServiceForm.model_fields if name not in ("seen", "intention"))  # columns of Service
