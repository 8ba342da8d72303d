"""Hooks: lists of functions that a lower feature calls and a higher one provides. `app.wiring` connects them.

A process that is not wired must not work: it would write without an audit log and skip these functions.
"""

from collections.abc import Callable, Iterator
from threading import Event
from typing import Any, Generic, TypeVar

H = TypeVar("H", bound=Callable[..., Any])

WIRED = Event()  # set by app.wiring.wire


class NotWired(RuntimeError):
    """`app.wiring.wire` has not been called in this process."""


def require_wiring() -> None:
    """Raises NotWired before `app.wiring.wire` was called."""
    if not WIRED.is_set():
        raise NotWired("call app.wiring.wire() before anything uses the database")


class Hooks(Generic[H]):
    """Functions in the order in which they were connected. Iterating raises NotWired in an unwired process."""

    def __init__(self) -> None:
        self._connected: list[H] = []

    def connect(self, hook: H) -> None:
        """Adds a hook; connecting it again changes nothing."""
        if hook not in self._connected:
            self._connected.append(hook)

    def __iter__(self) -> Iterator[H]:
        require_wiring()
        return iter(self._connected)

    def __len__(self) -> int:
        return len(self._connected)
