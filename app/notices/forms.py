"""How somebody wants to be mailed."""

from app.core.text import MailAddress
from app.notices.models import Pace
from app.web.forms import Form


class Choosing(Form):
    pace: Pace
    email: MailAddress = ""
