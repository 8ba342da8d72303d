"""What people type to sign in, to come in by a link, and about themselves."""

from typing import Annotated, Literal

from pydantic import AfterValidator, StringConstraints

from app.core.text_rules import N_, Line, MailAddress, Phone, RequiredLine
from app.web.forms import Form

NO_SPACES = N_("Use letters, figures, dots and dashes, without spaces: at least three.")
UNKNOWN = N_("This name and password do not belong together. Check them and try again.")
TOO_OFTEN = N_("That was too often. Wait ten minutes and try again, or ask your administrator for a new link.")
NOT_THE_SAME = N_("These are not the same. Type the new password twice.")
PIN_NOT_THE_SAME = N_("These are not the same. Type the PIN twice.")
NOT_YOURS = N_("This is not your password now.")


def _login(text: str) -> str:
    if len(text) < 3 or not all(c.isalnum() or c in ".-_@+" for c in text):
        raise ValueError(NO_SPACES)
    return text


Login = Annotated[RequiredLine, StringConstraints(max_length=100), AfterValidator(_login)]
# Exactly as typed: spaces at the ends belong to it.
Password = Annotated[str, StringConstraints(strip_whitespace=False, max_length=1000)]
Language = Literal["nl", "en"]


class SigningIn(Form):
    login: Annotated[str, StringConstraints(max_length=200)]
    password: Password
    to: Annotated[str, StringConstraints(max_length=500)] = "/"


class ChoosingLanguage(Form):
    language: Language
    back: Annotated[str, StringConstraints(max_length=500)] = "/"


class ChoosingPassword(Form):
    password: Password
    again: Password


class ChangingPassword(ChoosingPassword):
    current: Password


class ChoosingPin(Form):
    """`current`: the password, so that nobody chooses one at a screen that was left alone."""

    pin: Annotated[str, StringConstraints(max_length=40)]
    again: Annotated[str, StringConstraints(max_length=40)]
    current: Password


class RemovingPin(Form):
    current: Password


class Spoken(Form):
    """The languages that a worker speaks with visitors."""

    languages: Line = ""


class Mailed(Form):
    """Where mail to a worker goes."""

    email: MailAddress = ""


class AboutMe(Spoken):
    name: Annotated[Line, RequiredLine]
    language: Language
    phone: Phone = ""
