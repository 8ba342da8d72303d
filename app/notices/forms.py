"""How somebody wants to be mailed."""

from app.accounts.forms import Mailed
from app.notices.models import Pace


class Choosing(Mailed):
    pace: Pace
