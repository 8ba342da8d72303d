"""Forms of the roster: presence, room for talks, planning."""

from typing import Annotated

from pydantic import Field

from app.core.text_rules import Checkbox, Key
from app.shop.half_days.forms import HalfDayForm
from app.web.forms import Form

MOST_TALKS, MOST_WEEKS = 20, 26


class PresenceForm(Form):
    """Arriving or leaving. `worker`: a key, "" for the actor; `back`: the page to return to."""

    worker: Key = ""
    here: Checkbox = False
    back: Annotated[str, Field(max_length=200)] = "/door"


TalkCount = Annotated[int, Field(ge=0, le=MOST_TALKS)]


class TalksForm(Form):
    """How many more talks the actor has room for; empty: not given."""

    talks: TalkCount | None = None
    back: Annotated[str, Field(max_length=200)] = "/door"


class RosterPlanForm(HalfDayForm):
    """Planning or withdrawing, for a number of weeks. `worker`: a key, "" for the actor."""

    worker: Key = ""
    weeks: Annotated[int, Field(ge=1, le=MOST_WEEKS)] = 1
    talks: TalkCount | None = None
    here: Checkbox = False
