"""What is typed about half-days, who is there, and the shop's lists."""

from app.core.text_rules import Phone
from app.web.forms import Form


class PhoneForm(Form):
    """Under which number visitors reach the shop, if any."""

    phone: Phone = ""
