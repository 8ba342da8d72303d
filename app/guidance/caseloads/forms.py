"""What is typed where several journeys get somebody else, and around a leave."""

from collections.abc import Iterable
from datetime import date
from typing import Annotated, Any

from pydantic import Field, StringConstraints

from app.core.text_rules import Key, RequiredLine
from app.guidance.caseloads.due_group_rules import Group
from app.guidance.caseloads.facts import Choice, Whose
from app.guidance.journeys.forms import Back
from app.web.forms import Form, Submission

# The key of a journey or a side, and that of a worker; a journey with the version that was seen.
Pair = Annotated[str, StringConstraints(pattern=r"^[a-z0-9]{1,16}-[a-z0-9]{16}$|^$", max_length=40)]
Seen = Annotated[str, StringConstraints(pattern=r"^[a-z0-9]{16}-[0-9]{1,7}$", max_length=40)]
MOST = 100  # journeys that are chosen by hand at once


class PassingForm(Form):
    """Who takes over: `to` for each journey, `rest` for whoever is left on a side."""

    to: list[Pair] = []
    rest: list[Pair] = []
    word: RequiredLine


class ReassigningForm(PassingForm):
    chosen: Annotated[list[Seen], Field(min_length=1, max_length=MOST)]
    back: Back = Back.PEOPLE


class HandOnForm(PassingForm):
    received: Key = ""  # who takes on the handovers that were taken on in the worker's name


class LeaveForm(PassingForm):
    first: date
    last: date | None = None


class MineForm(Form):
    group: Group | None = None
    whose: Whose = Whose.BOTH


class ShopForm(Form):
    group: Group | None = None
    worker: Key = ""


def choice_of(form: Submission[Any]) -> Choice:
    """Who was chosen, also where something else is wrong with the form."""
    each, rest = (dict(pair.split("-", 1) for pair in form.values(name) if "-" in pair) for name in ("to", "rest"))
    return Choice(each, rest)


def versions(chosen: Iterable[str]) -> dict[str, int]:
    """The version of each journey as it was seen, by its key."""
    return {key: int(version) for key, version in (one.split("-", 1) for one in chosen)}
