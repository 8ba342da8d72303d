"""Server-sent events for open boards: a stream says that something changed, never what (decision 13).

A stream uses no thread and no database connection. While any is open, one task polls about once a second, with one
query for all of them, for changes by other processes; changes by this process are sent at once.
"""

import asyncio
import logging
import signal
import time
from collections import defaultdict
from collections.abc import AsyncIterator, Callable
from contextlib import suppress

from sqlalchemy import Engine
from sqlalchemy.exc import SQLAlchemyError
from starlette.concurrency import run_in_threadpool
from starlette.responses import StreamingResponse

from app.core import change_counter

log = logging.getLogger(__name__)

POLL_INTERVAL = 1.0  # seconds between two polls for changes by other processes
HEARTBEAT = 15.0  # seconds; a board that receives nothing for more than twice as long says that it is out of date
SESSION_CHECK = 60.0  # seconds between two checks of the session
RETRY_DELAY = 2000  # milliseconds until a browser that lost the connection tries again
STAGGER = 0.01  # seconds between one board and the next, so that they do not all reload at the same moment


def is_server_stopping() -> bool:
    """Whether the server was told to stop. It waits for open streams, which would never end.

    However uvicorn was started, the signal handler is a method of its server object, which knows.
    """
    server = getattr(signal.getsignal(signal.SIGTERM), "__self__", None)
    return bool(getattr(server, "should_exit", False))


class EventStreams:
    """All open boards of this process, by shop. Everything but `_on_change` runs in the event loop."""

    def __init__(self, engine: Callable[[], Engine]):
        self.engine = engine
        self._boards: dict[int, dict[asyncio.Event, None]] = defaultdict(dict)
        self._numbers: dict[int, int] = {}  # the last known revision of each shop with an open board
        self._watch: asyncio.Task[None] | None = None
        self._loop: asyncio.AbstractEventLoop | None = None
        self.sees = True  # changes by other processes
        self._closed = False

    def __len__(self) -> int:
        return sum(map(len, self._boards.values()))

    def stream(self, shop_id: int, number: int, still: Callable[[], bool]) -> StreamingResponse:
        """The answer for one board. `number`: the revision now; `still`: whether its reader is still signed in."""
        headers = {"X-Accel-Buffering": "no"}  # a web server in front must pass each event on at once
        return StreamingResponse(self._events(shop_id, number, still), media_type="text/event-stream", headers=headers)

    async def _events(self, shop_id: int, number: int, still: Callable[[], bool]) -> AsyncIterator[str]:
        """Sends the revision first, so that a browser that reconnects knows whether it missed a change."""
        changed, told, checked = asyncio.Event(), None, time.monotonic()
        self._enter(shop_id, number, changed)
        try:
            yield f"retry: {RETRY_DELAY}\n\n"
            while not self._closed:
                number = self._numbers[shop_id]
                if number != told:
                    yield f"id: {number}\nevent: board\ndata: {number}\n\n"
                elif self.sees:
                    yield f"event: beat\ndata: {number}\n\n"
                told = number
                with suppress(TimeoutError):
                    await asyncio.wait_for(changed.wait(), HEARTBEAT)
                if changed.is_set() and not self._closed:
                    changed.clear()
                    await asyncio.sleep(STAGGER * self._place(shop_id, changed))
                if time.monotonic() - checked > SESSION_CHECK:
                    checked = time.monotonic()
                    if not await run_in_threadpool(still):
                        return
        except SQLAlchemyError:
            return  # whether the reader may still read is unknown; on reconnecting they get the reason
        finally:
            self._leave(shop_id, changed)

    def _place(self, shop_id: int, changed: asyncio.Event) -> int:
        """The number of boards notified before this one."""
        return next((n for n, other in enumerate(self._boards[shop_id]) if other is changed), 0)

    def _enter(self, shop_id: int, number: int, changed: asyncio.Event) -> None:
        self._loop = asyncio.get_running_loop()
        if not self._boards[shop_id]:
            self._numbers[shop_id] = number
        self._boards[shop_id][changed] = None
        change_counter.listeners.add(self._on_change)
        if self._watch is None or self._watch.done():
            self._watch = self._loop.create_task(self._poll())

    def _leave(self, shop_id: int, changed: asyncio.Event) -> None:
        self._boards[shop_id].pop(changed, None)
        if not self._boards[shop_id]:
            del self._boards[shop_id], self._numbers[shop_id]
        if not self._boards:
            change_counter.listeners.discard(self._on_change)

    def _on_change(self, shop_id: int, number: int) -> None:
        """Called in whatever thread committed."""
        if self._loop is not None and not self._loop.is_closed():
            self._loop.call_soon_threadsafe(self._tell, shop_id, number)

    def _tell(self, shop_id: int, number: int) -> None:
        if shop_id in self._numbers and self._numbers[shop_id] != number:
            self._numbers[shop_id] = number
            self._wake(shop_id)

    def _wake(self, shop_id: int) -> None:
        for changed in self._boards[shop_id]:
            changed.set()

    async def _poll(self) -> None:
        while self._boards:
            await asyncio.sleep(POLL_INTERVAL)
            if is_server_stopping():
                self.close()
                return
            before = dict(self._numbers)
            try:
                now = await run_in_threadpool(self._read, list(before))
            except SQLAlchemyError as problem:  # also when no connection came free
                if self.sees:
                    log.error("the pulse cannot be read: %s", type(problem).__name__)
                self.sees = False  # no heartbeats: a board without updates must not look live
                continue
            self.sees = True
            for shop_id, number in now.items():
                if self._numbers.get(shop_id) == before[shop_id]:  # otherwise this process has sent it already
                    self._tell(shop_id, number)

    def _read(self, shops: list[int]) -> dict[int, int]:
        with self.engine().execution_options(reading=True).connect() as connection:
            return change_counter.revisions(connection, shops)

    def open(self) -> None:
        """Accepts boards again, after `stop`."""
        self._closed = False

    async def stop(self) -> None:
        """Ends every stream and the task that looks for changes, and waits until that task has ended."""
        self.close()
        change_counter.listeners.discard(self._on_change)
        if self._watch is not None and not self._watch.done():
            self._watch.cancel()
            await asyncio.wait([self._watch])
        self._watch, self._loop = None, None

    def close(self) -> None:
        """Ends every stream. Browsers reconnect to whichever process serves then."""
        self._closed = True
        if self._loop is not None and not self._loop.is_closed():
            self._loop.call_soon_threadsafe(self._wake_all)

    def _wake_all(self) -> None:
        for shop_id in list(self._boards):
            self._wake(shop_id)
