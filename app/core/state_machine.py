"""State machines as tables: from which states, to which state, on which conditions."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from app.core.text_rules import N_

NO_LONGER_POSSIBLE = N_("This is no longer possible: somebody has changed it in the meantime.")


class Refused(Exception):
    """A transition that the rules do not allow now: answered with 409.

    `reason` is a message id with named placeholders; `facts` fills them.
    """

    def __init__(self, reason: str, **facts: Any):
        super().__init__(reason)
        self.reason, self.facts = reason, facts


@dataclass(frozen=True)
class Condition:
    """`holds(thing, actor)`, and the `reason` shown to the actor when it does not."""

    holds: Callable[[Any, Any], bool]
    reason: str


@dataclass(frozen=True)
class Rule:
    """Conditions for something that changes no state. Used like a Transition: it refuses and hides."""

    conditions: tuple[Condition, ...]

    def obstacle(self, thing: Any, actor: Any) -> str | None:
        """The reason why `actor` cannot do this with `thing` now; None when they can."""
        return next((c.reason for c in self.conditions if not c.holds(thing, actor)), None)

    def check(self, thing: Any, actor: Any) -> None:
        """Raises Refused with the reason when `actor` may not."""
        if reason := self.obstacle(thing, actor):
            raise Refused(reason)


@dataclass(frozen=True)
class Transition:
    """An allowed transition of anything with a `state`. The same object refuses, hides the button and is tested."""

    start: frozenset[Any]
    end: Any
    conditions: tuple[Condition, ...] = ()

    def obstacle(self, thing: Any, actor: Any) -> str | None:
        """The reason why `actor` cannot make this transition of `thing` now; None when they can."""
        if thing.state not in self.start:
            return NO_LONGER_POSSIBLE
        return next((c.reason for c in self.conditions if not c.holds(thing, actor)), None)

    def take(self, thing: Any, actor: Any) -> None:
        """Changes the state of `thing`. Raises Refused with the reason when `actor` may not."""
        if reason := self.obstacle(thing, actor):
            raise Refused(reason)
        thing.state = self.end
