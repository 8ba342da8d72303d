"""Forms for signing in, choosing a password or PIN, and a worker's own account."""

from typing import Annotated, Literal

from pydantic import AfterValidator, StringConstraints

from app.core.text_rules import N_, Line, MailAddress, Phone, RequiredLine
from app.web.forms import Form

INVALID_LOGIN = N_("Use at least three letters, digits, dots or dashes, without spaces.")
WRONG_CREDENTIALS = N_("The sign-in name and password do not match. Check them and try again.")
TOO_OFTEN = N_("Too many attempts. Wait ten minutes and try again, or ask your administrator for a new link.")
PASSWORDS_DIFFER = N_("The passwords do not match. Type the new password twice.")
PINS_DIFFER = N_("The PINs do not match. Type the same PIN twice.")
WRONG_PASSWORD = N_("This is not your current password.")


def _login(text: str) -> str:
    if len(text) < 3 or not all(c.isalnum() or c in ".-_@+" for c in text):
        raise ValueError(INVALID_LOGIN)
    return text


Login = Annotated[RequiredLine, StringConstraints(max_length=100), AfterValidator(_login)]
# Exactly as typed: leading and trailing spaces are part of the password.
Password = Annotated[str, StringConstraints(strip_whitespace=False, max_length=1000)]
Language = Literal["nl", "en"]


class SignInForm(Form):
    login: Annotated[str, StringConstraints(max_length=200)]
    password: Password
    to: Annotated[str, StringConstraints(max_length=500)] = "/"


class LanguageForm(Form):
    language: Language
    back: Annotated[str, StringConstraints(max_length=500)] = "/"


class NewPasswordForm(Form):
    password: Password
    again: Password


class ChangePasswordForm(NewPasswordForm):
    current: Password


class PinForm(Form):
    """`current` is the password, so that nobody chooses a PIN on an unattended screen."""

    pin: Annotated[str, StringConstraints(max_length=40)]
    again: Annotated[str, StringConstraints(max_length=40)]
    current: Password


class RemovePinForm(Form):
    current: Password


class SpokenLanguagesForm(Form):
    """The languages a worker speaks with visitors."""

    languages: Line = ""


class MailAddressForm(Form):
    """The mail address of a worker."""

    email: MailAddress = ""


class AccountForm(SpokenLanguagesForm):
    name: Annotated[Line, RequiredLine]
    language: Language
    phone: Phone = ""
