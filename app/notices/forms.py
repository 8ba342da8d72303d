"""How a worker wants to hear of what happens."""

from app.core.text import Email
from app.notices.models import Pace
from app.web.forms import Form


class PaceForm(Form):
    pace: Pace
    email: Email = ""
