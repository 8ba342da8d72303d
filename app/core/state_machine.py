"""A lifecycle is a table: from which states, to which state, and on what conditions."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from app.core.text_rules import N_

NO_LONGER_POSSIBLE = N_("This is no longer possible: somebody changed it in the meantime.")


class Refused(Exception):
    """A step that the rules do not allow now: shown as a 409.

    `reason` is a message of the catalogues with named places; `facts` fills the places.
    """

    def __init__(self, reason: str, **facts: Any):
        super().__init__(reason)
        self.reason, self.facts = reason, facts


@dataclass(frozen=True)
class Condition:
    """`holds(thing, actor)`; when it does not, `reason` says why in words for the actor."""

    holds: Callable[[Any, Any], bool]
    reason: str


@dataclass(frozen=True)
class Rule:
    """What must hold before something may be done that moves no state. Used like a Step: it refuses and hides."""

    conditions: tuple[Condition, ...]

    def obstacle(self, thing: Any, actor: Any) -> str | None:
        """Why `actor` cannot do this with `thing` now, or None when they can."""
        return next((c.reason for c in self.conditions if not c.holds(thing, actor)), None)

    def check(self, thing: Any, actor: Any) -> None:
        """Raises Refused with the reason when the actor may not."""
        if reason := self.obstacle(thing, actor):
            raise Refused(reason)


@dataclass(frozen=True)
class Transition:
    """One allowed move of anything that has a `state`. The same object refuses, hides the button and is tested."""

    start: frozenset[Any]
    end: Any
    conditions: tuple[Condition, ...] = ()

    def obstacle(self, thing: Any, actor: Any) -> str | None:
        """Why `actor` cannot take this step with `thing` now, or None when they can."""
        if thing.state not in self.start:
            return NO_LONGER_POSSIBLE
        return next((c.reason for c in self.conditions if not c.holds(thing, actor)), None)

    def take(self, thing: Any, actor: Any) -> None:
        """Moves `thing`; raises Refused with the reason when the actor may not."""
        if reason := self.obstacle(thing, actor):
            raise Refused(reason)
        thing.state = self.end
