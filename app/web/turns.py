"""No more requests at once than there are database connections for (decision 13).

A request holds its connection from one thread to the next. With more requests than connections all threads would soon
wait for a connection, and whoever has one for a thread: nobody could go on.

Where there is one writer at a time (SQLite), whoever may write waits here too, first come first served: in the
database itself they would try again and again, and the unlucky would wait for seconds.
"""

import asyncio
from collections.abc import Iterable
from contextlib import AsyncExitStack
from weakref import WeakKeyDictionary

from fastapi import APIRouter
from fastapi.routing import APIRoute
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from app.core.database import CONNECTIONS


class InTurns:
    """The others wait their turn. It is over when the answer begins: by then the transaction is (see core.database).

    `readers` are the paths that wait for no writer; `one_writer` says that all other paths go one by one.
    """

    def __init__(self, app: ASGIApp, readers: frozenset[str] = frozenset(), one_writer: bool = False):
        self.app, self.readers = app, readers
        self.writers = 1 if one_writer else CONNECTIONS
        # A server has one event loop; tests may serve the same application from several, and a turn is of one loop.
        self._turns: WeakKeyDictionary[asyncio.AbstractEventLoop, tuple[asyncio.Semaphore, asyncio.Semaphore]] = (
            WeakKeyDictionary()
        )

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        path = scope.get("path", "")
        if scope["type"] != "http" or path.startswith("/static/"):
            await self.app(scope, receive, send)
            return
        writers, everybody = self._of_this_loop()
        async with AsyncExitStack() as turn:
            if path not in self.readers:
                await turn.enter_async_context(writers)
            await turn.enter_async_context(everybody)

            async def answer(message: Message) -> None:
                await turn.aclose()  # once; later parts of the answer find nothing to close
                await send(message)

            await self.app(scope, receive, answer)

    def _of_this_loop(self) -> tuple[asyncio.Semaphore, asyncio.Semaphore]:
        loop = asyncio.get_running_loop()
        if loop not in self._turns:
            self._turns[loop] = asyncio.Semaphore(self.writers), asyncio.Semaphore(CONNECTIONS)
        return self._turns[loop]


def reading_paths(routers: Iterable[APIRouter]) -> frozenset[str]:
    """The paths of the routes that only read (see core.database.reads_only)."""
    routes = (route for router in routers for route in router.routes if isinstance(route, APIRoute))
    return frozenset(route.path for route in routes if getattr(route.endpoint, "reads_only", False))
