"""Forms for the profile of a partner: services, room and closures."""

import re
from typing import Annotated

from pydantic import AfterValidator, Field, StringConstraints

from app.core.text_rules import N_, Day, Key, Line, MailAddress, Phone, RequiredLine, validate_text
from app.web.forms import Form

NOT_A_WEB_ADDRESS = N_("This is not a web address. Enter it like this: https://example.nl.")

Count = Annotated[int, Field(ge=0, le=999)]


def _validate_web_address(text: str) -> str:
    """Checks a web address, with http or https only. Adds https:// if there is no scheme."""
    if text and not re.match(r"[A-Za-z][A-Za-z0-9+.-]*:", text):
        text = f"https://{text}"
    if text and not re.fullmatch(r"https?://[A-Za-z0-9][A-Za-z0-9.-]*\.[A-Za-z]{2,}(:\d+)?([/?#]\S*)?", text):
        raise ValueError(NOT_A_WEB_ADDRESS)
    return text


def _max_length(length: int) -> StringConstraints:
    return StringConstraints(max_length=length)


# The length is checked before and after the validator, as in core.text_rules: before it, to bound the work.
Sentence = Annotated[str, _max_length(300), AfterValidator(validate_text), _max_length(300)]
Description = Annotated[str, _max_length(2_000), AfterValidator(validate_text), _max_length(2_000)]
WebAddress = Annotated[Line, AfterValidator(_validate_web_address), _max_length(300)]


class CapacityForm(Form):
    room: Count | None = None
    full_until: Day | None = None


class ClosureForm(Form):
    first: Day
    last: Day | None = None  # empty: one day
    word: Line = ""


class ServiceForm(Form):
    """`seen`: `changed_at` of the service, as the form showed it."""

    seen: Annotated[str, _max_length(40)] = ""
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
    url: WebAddress = ""


SERVICE_COLUMNS = tuple(
    name for name in ServiceForm.model_fields if name not in ("seen", "intention")
)  # columns of Service
