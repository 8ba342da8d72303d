"""The form for the phone number of a shop."""

from app.core.text_rules import Phone
from app.web.forms import Form


class PhoneForm(Form):
    """The phone number at which visitors reach the shop, if any."""

    phone: Phone = ""
