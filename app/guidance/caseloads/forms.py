"""What is typed where several journeys get somebody else, and around a leave."""

from collections.abc import Iterable
from datetime import date
from typing import Annotated, Any

from pydantic import Field, StringConstraints

from app.core.text_rules import Key, RequiredLine
from app.guidance.caseloads.due_group_rules import DueGroup
from app.guidance.caseloads.facts import CaseloadScope, SuccessorChoice
from app.guidance.journeys.forms import ReturnPage
from app.web.forms import Form, Submission

# The key of a journey or a side, and that of a worker; a journey with the version that was seen.
KeyPair = Annotated[str, StringConstraints(pattern=r"^[a-z0-9]{1,16}-[a-z0-9]{16}$|^$", max_length=40)]
SeenJourney = Annotated[str, StringConstraints(pattern=r"^[a-z0-9]{16}-[0-9]{1,7}$", max_length=40)]
MAX_SELECTED = 100  # journeys that are chosen by hand at once


class SuccessorsForm(Form):
    """Who takes over: `to` for each journey, `rest` for whoever is left on a side."""

    to: list[KeyPair] = []
    rest: list[KeyPair] = []
    word: RequiredLine


class ReassignManyForm(SuccessorsForm):
    chosen: Annotated[list[SeenJourney], Field(min_length=1, max_length=MAX_SELECTED)]
    back: ReturnPage = ReturnPage.PEOPLE


class CaseloadHandoverForm(SuccessorsForm):
    received: Key = ""  # who takes on the handovers that were taken on in the worker's name


class LeaveForm(SuccessorsForm):
    first: date
    last: date | None = None


class MyCaseloadForm(Form):
    group: DueGroup | None = None
    whose: CaseloadScope = CaseloadScope.BOTH


class ShopCaseloadForm(Form):
    group: DueGroup | None = None
    worker: Key = ""


def successor_choice(form: Submission[Any]) -> SuccessorChoice:
    """Who was chosen, also where something else is wrong with the form."""
    each, rest = (dict(pair.split("-", 1) for pair in form.values(name) if "-" in pair) for name in ("to", "rest"))
    return SuccessorChoice(each, rest)


def seen_versions(chosen: Iterable[str]) -> dict[str, int]:
    """The version of each journey as it was seen, by its key."""
    return {key: int(version) for key, version in (one.split("-", 1) for one in chosen)}
