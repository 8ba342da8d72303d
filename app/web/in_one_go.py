"""Each request in one go: from its session to its commit in one thread, without a step to another in between.

FastAPI gives every dependency and route that is a plain function to a thread of a pool: one request took eight such
steps, and between them it held its transaction. With more requests than connections all threads waited for a
connection, and whoever had one for a thread. Here whole requests queue, first come first served (decision 15).
"""

import asyncio
import inspect
import threading
from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from contextvars import copy_context
from functools import wraps
from typing import Any, TypeVar

from fastapi import APIRouter
from fastapi.routing import APIRoute
from starlette.types import ASGIApp, Message, Receive, Scope, Send

F = TypeVar("F", bound=Callable[..., Any])


class InOneGo:
    """Runs what lies within it in threads of its own, but for what stays open and static files.

    The loop itself stays free: what runs there keeps every new browser waiting until the door is heard again.
    """

    def __init__(self, app: ASGIApp, *, at_once: int, stay_open: frozenset[str], readers: frozenset[str] = frozenset()):
        """`at_once`: how many requests, and so transactions; no more than there are connections for. `readers`: paths
        that have a thread to themselves, so that they wait for no writer."""
        self.app, self.stay_open, self.readers = app, stay_open, readers
        self.own = threading.local()
        self.threads = ThreadPoolExecutor(at_once, thread_name_prefix="request")
        self.beside = ThreadPoolExecutor(1, thread_name_prefix="reader")

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        path = scope.get("path", "")
        if scope["type"] != "http" or path in self.stay_open or path.startswith("/static/"):
            await self.app(scope, receive, send)
            return
        answer: list[Message] = []

        async def keep(message: Message) -> None:
            if message.get("more_body"):
                raise RuntimeError("this answer goes on and on: mark its route with @stays_open")
            answer.append(message)

        loop = asyncio.get_running_loop()
        threads = self.beside if path in self.readers else self.threads
        await loop.run_in_executor(threads, copy_context().run, self._carry_out, scope, receive, keep)
        for message in answer:
            await send(message)

    def _carry_out(self, scope: Scope, receive: Receive, send: Send) -> None:
        """In a loop that this thread keeps: nothing else runs in it, so what is begun is ended first."""
        if not hasattr(self.own, "loop"):
            self.own.loop = asyncio.new_event_loop()
        self.own.loop.run_until_complete(self.app(scope, receive, send))


def stays_open(route: F) -> F:
    """Marks a route whose answer goes on for as long as somebody listens: no thread is kept for it."""
    route.stays_open = True  # type: ignore[attr-defined]
    return route


def straight_on(routers: Iterable[APIRouter]) -> None:
    """Has the routes of these routers called where they are, instead of in yet another thread."""
    for router in routers:
        for route in router.routes:
            if isinstance(route, APIRoute) and not inspect.iscoroutinefunction(route.endpoint):
                route.endpoint = _called_here(route.endpoint)


def _called_here(endpoint: Callable[..., Any]) -> Callable[..., Any]:
    @wraps(endpoint)
    async def call(*given: Any, **named: Any) -> Any:
        return endpoint(*given, **named)

    return call


def paths_marked(mark: str, routers: Iterable[APIRouter]) -> frozenset[str]:
    """The paths of the routes that are marked "stays_open" or "reads_only"."""
    routes = (route for router in routers for route in router.routes if isinstance(route, APIRoute))
    return frozenset(route.path for route in routes if getattr(route.endpoint, mark, False))
