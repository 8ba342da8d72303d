"""What a list of journeys shows of whom, and who takes over which journeys."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from app.accounts.models import Organisation, Worker
from app.guidance.journeys.models import Journey


@dataclass(frozen=True)
class SuccessorChoice:
    """Who takes over: by the key of a journey; and by side, whoever was not named."""

    each: Mapping[str, str] = field(default_factory=dict)
    rest: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Team:
    """Who answers now: the front office, or a partner. `takers`: who of that side can take over."""

    key: str
    organisation: Organisation | None
    takers: list[Worker]


@dataclass(frozen=True)
class Reassignment:
    """One journey, the side on which it stays, and who takes it; `obstacle` says why it cannot move so."""

    journey: Journey
    side: Team
    to: Worker | None
    obstacle: str | None


class CaseloadScope(StrEnum):
    """What of mine: the journeys that I answer for, my steps in those of others, or both."""

    BOTH = ""
    ANSWERS = "answers"
    STEPS = "steps"
