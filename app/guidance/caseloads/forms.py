"""Forms for reassigning several journeys, for leave, and for filtering caseload lists."""

from collections.abc import Iterable
from datetime import date
from typing import Annotated, Any

from pydantic import Field, StringConstraints

from app.core.text_rules import Key, RequiredLine
from app.guidance.caseloads.due_group_rules import DueGroup
from app.guidance.caseloads.facts import CaseloadScope, SuccessorChoice
from app.guidance.journeys.forms import ReturnPage
from app.web.forms import Form, Submission

# KeyPair: the key of a journey or a team, then that of a worker. SeenJourney: a key and the version that was shown.
KeyPair = Annotated[str, StringConstraints(pattern=r"^[a-z0-9]{1,16}-[a-z0-9]{16}$|^$", max_length=40)]
SeenJourney = Annotated[str, StringConstraints(pattern=r"^[a-z0-9]{16}-[0-9]{1,7}$", max_length=40)]
MAX_SELECTED = 100  # journeys that can be selected by hand at once


class SuccessorsForm(Form):
    """The chosen colleagues: `to` for single journeys, `rest` for the remaining journeys of a team."""

    to: list[KeyPair] = []
    rest: list[KeyPair] = []
    word: RequiredLine


class ReassignManyForm(SuccessorsForm):
    chosen: Annotated[list[SeenJourney], Field(min_length=1, max_length=MAX_SELECTED)]
    back: ReturnPage = ReturnPage.PEOPLE


class CaseloadHandoverForm(SuccessorsForm):
    received: Key = ""  # key of the worker who takes on the handovers this worker received


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
    """The chosen workers, even if other fields of the form have errors."""
    each, rest = (dict(pair.split("-", 1) for pair in form.values(name) if "-" in pair) for name in ("to", "rest"))
    return SuccessorChoice(each, rest)


def seen_versions(chosen: Iterable[str]) -> dict[str, int]:
    """The version of each selected journey that was shown, by journey key."""
    return {key: int(version) for key, version in (one.split("-", 1) for one in chosen)}
