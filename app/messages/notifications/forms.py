"""How somebody wants to be mailed."""

from app.accounts.forms import Mailed
from app.messages.notifications.models import Pace


class Choosing(Mailed):
    pace: Pace
