"""Runs a whole request on one worker thread, so it never holds a transaction while waiting for a thread.

FastAPI hands every plain function of a request to a thread of a pool: eight hand-overs per request, with the
transaction open in between. With more requests than connections, threads waited for connections and connections for
threads. Here whole requests queue, first come, first served (decision 15).
"""

import asyncio
import inspect
import re
import threading
from collections.abc import Callable, Container, Iterable
from concurrent.futures import ThreadPoolExecutor
from contextvars import copy_context
from dataclasses import dataclass
from functools import wraps
from typing import Any, TypeVar

from fastapi import APIRouter
from fastapi.routing import APIRoute
from starlette.types import ASGIApp, Message, Receive, Scope, Send

F = TypeVar("F", bound=Callable[..., Any])


class RequestThreads:
    """Runs the application within it on worker threads, except for streams and static files.

    The event loop stays free, so that new connections are accepted at once.
    """

    def __init__(
        self,
        app: ASGIApp,
        *,
        at_once: int,
        stay_open: Container[str],
        readers: Container[str] = (),
        take_long: Container[str] = (),
    ):
        """`at_once`: how many requests, and so transactions; no more than there are connections for. `readers`: paths
        that have a thread to themselves, so that they wait for no writer; `take_long`: those that have another, so
        that neither writers nor readers wait for them."""
        self.app, self.stay_open, self.readers, self.take_long = app, stay_open, readers, take_long
        self.own = threading.local()
        self.threads = ThreadPoolExecutor(at_once, thread_name_prefix="request")
        self.beside = ThreadPoolExecutor(1, thread_name_prefix="reader")
        self.apart = ThreadPoolExecutor(1, thread_name_prefix="takes-long")

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
        threads = self.threads
        if path in self.take_long:
            threads = self.apart
        elif path in self.readers:
            threads = self.beside
        await loop.run_in_executor(threads, copy_context().run, self._carry_out, scope, receive, keep)
        for message in answer:
            await send(message)

    def _carry_out(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Runs the request in the event loop of this thread, in which nothing else runs."""
        if not hasattr(self.own, "loop"):
            self.own.loop = asyncio.new_event_loop()
        self.own.loop.run_until_complete(self.app(scope, receive, send))


def streaming(route: F) -> F:
    """Marks a route whose answer is a stream: it keeps no thread."""
    marked: Any = route
    marked.stays_open = True
    return route


def slow(route: F) -> F:
    """Marks a route that may take seconds and does not write, or only in a transaction of its own
    (database.audit_transaction): no other request waits for it."""
    marked: Any = route
    marked.takes_long = True
    return route


def run_inline(routers: Iterable[APIRouter]) -> None:
    """Calls the routes of these routers on the current thread, instead of on yet another one."""
    for router in routers:
        for route in router.routes:
            if isinstance(route, APIRoute) and not inspect.iscoroutinefunction(route.endpoint):
                route.endpoint = _as_coroutine(route.endpoint)


def _as_coroutine(endpoint: Callable[..., Any]) -> Callable[..., Any]:
    @wraps(endpoint)
    async def call(*given: Any, **named: Any) -> Any:
        return endpoint(*given, **named)

    return call


@dataclass(frozen=True)
class MarkedPaths:
    """The paths of some routes, also with parameters: "/hours/{key}"."""

    whole: frozenset[str]
    free: tuple[re.Pattern[str], ...]

    def __contains__(self, path: object) -> bool:
        return path in self.whole or any(pattern.match(str(path)) for pattern in self.free)


def paths_marked(mark: str, routers: Iterable[APIRouter]) -> MarkedPaths:
    """The paths of the routes with a mark, the name of one of the decorators' attributes."""
    routes = [route for router in routers for route in router.routes if isinstance(route, APIRoute)]
    marked = [route for route in routes if getattr(route.endpoint, mark, False)]
    free = tuple(route.path_regex for route in marked if route.param_convertors)
    return MarkedPaths(frozenset(route.path for route in marked), free)
