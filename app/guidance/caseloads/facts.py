"""Values of caseload lists and of reassignments: scope, team, chosen successors."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from app.accounts.models import Organisation, Worker
from app.guidance.journeys.models import Journey


@dataclass(frozen=True)
class SuccessorChoice:
    """Keys of the chosen workers: `each` by journey key, `rest` by team key for the journeys not in `each`."""

    each: Mapping[str, str] = field(default_factory=dict)
    rest: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Team:
    """The front office or a partner (`organisation`) and its workers who can take over (`candidates`)."""

    key: str
    organisation: Organisation | None
    candidates: list[Worker]


@dataclass(frozen=True)
class Reassignment:
    """One journey, the team that keeps it and its new responsible worker. `obstacle`: why it cannot move to them."""

    journey: Journey
    team: Team
    to: Worker | None
    obstacle: str | None


class CaseloadScope(StrEnum):
    """Which steps to list: those of the worker's own journeys, the worker's steps in other journeys, or both."""

    BOTH = ""
    ANSWERS = "answers"
    STEPS = "steps"
