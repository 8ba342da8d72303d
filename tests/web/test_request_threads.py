"""However many ask at once, each request runs from its beginning to its end; what stays open holds up nobody."""

import asyncio
import inspect
import threading

import pytest
from fastapi.routing import APIRoute, iter_route_contexts

from app.factory import ROUTERS
from app.web.request_threads import RequestThreads, paths_marked
from tests.test_house import dependencies

BOARD, EVENTS, REPORT = "/door/board", "/door/events", "/reports"
START = {"type": "http.response.start", "status": 200, "headers": []}


class Work:
    """An application that notes how many are at work in it, and where."""

    def __init__(self, *, more_body: bool = False):
        self.more_body, self.at_work, self.most, self.done = more_body, 0, 0, 0
        self.threads: set[str] = set()

    async def __call__(self, scope, receive, send) -> None:
        self.at_work += 1
        self.most = max(self.most, self.at_work)
        self.threads.add(threading.current_thread().name)
        await asyncio.sleep(0)  # whoever else may go on does so here
        self.at_work -= 1
        await send(START)
        await send({"type": "http.response.body", "body": b"", "more_body": self.more_body})
        self.done += 1


async def no_answer(message) -> None: ...


def request_threads(work, at_once: int = 1) -> RequestThreads:
    return RequestThreads(
        work, at_once=at_once, stay_open=frozenset({EVENTS}), readers=frozenset({BOARD}), take_long=frozenset({REPORT})
    )


def send_requests(work, path: str, count: int, at_once: int = 1) -> list:
    async def all_at_once() -> list:
        app = request_threads(work, at_once)
        scope = {"type": "http", "path": path}
        return await asyncio.gather(*(app(scope, None, no_answer) for _one in range(count)), return_exceptions=True)

    return asyncio.run(all_at_once())


@pytest.mark.parametrize("at_once", [1, 4])
def test_no_more_are_at_work_than_may_be_at_once(at_once):
    work = Work()
    assert set(send_requests(work, "/door/visits", 200, at_once)) == {None}
    assert work.done == 200
    assert work.most <= at_once
    assert len(work.threads) <= at_once
    assert threading.main_thread().name not in work.threads


def test_what_stays_open_goes_beside_all_others():
    work = Work(more_body=True)
    assert set(send_requests(work, EVENTS, 200)) == {None}
    assert (work.done, work.most, work.threads) == (200, 200, {threading.main_thread().name})


def test_who_only_reads_waits_for_no_writer():
    reading, seen = threading.Event(), []

    async def work(scope, receive, send) -> None:
        if scope["path"] == BOARD:
            reading.set()
        else:
            seen.append(reading.wait(10))  # the writer ends only after the reader had its turn

    async def both() -> None:
        app = request_threads(work)
        paths = ["/door/visits", BOARD]
        await asyncio.gather(*(app({"type": "http", "path": path}, None, no_answer) for path in paths))

    asyncio.run(both())
    assert seen == [True]


def test_while_a_report_is_worked_out_the_door_and_its_boards_go_on():
    door, board, seen = threading.Event(), threading.Event(), []

    async def work(scope, receive, send) -> None:
        if scope["path"] == REPORT:
            seen.append(door.wait(10) and board.wait(10))
        else:
            (board if scope["path"] == BOARD else door).set()

    async def all_three() -> None:
        app = request_threads(work)
        paths = [REPORT, "/door/visits", BOARD]
        await asyncio.gather(*(app({"type": "http", "path": path}, None, no_answer) for path in paths))

    asyncio.run(all_three())
    assert seen == [True]


def test_a_mark_holds_for_a_path_of_which_a_part_is_free():
    """Else the public page of a shop waits for who writes, and who asks for it all day keeps the door waiting."""
    readers = paths_marked("reads_only", ROUTERS)
    assert all(path in readers for path in (BOARD, REPORT, "/hours/5fds6ayj94jxw2t3"))
    assert not any(path in readers for path in ("/hours", "/hours/a/b", "/door", "/people/5fds6ayj94jxw2t3"))


def test_what_takes_long_only_reads(app):
    """On SQLite it would hold the one writer's place for as long, in whatever thread it runs."""
    endpoints = [
        c.original_route.endpoint for c in iter_route_contexts(app.routes) if isinstance(c.original_route, APIRoute)
    ]
    marked = [endpoint for endpoint in endpoints if getattr(endpoint, "takes_long", False)]
    assert marked
    assert all(getattr(endpoint, "reads_only", False) for endpoint in marked)


def test_a_request_that_fails_fails_alone_and_gives_its_turn_back():
    async def fails(scope, receive, send) -> None:
        raise ValueError

    assert [type(one) for one in send_requests(fails, "/door/visits", 3)] == [ValueError] * 3


def test_an_answer_that_goes_on_and_on_is_refused_where_it_would_hold_everybody_up():
    (problem,) = send_requests(Work(more_body=True), "/reports", 1)
    assert "stays_open" in str(problem)


def test_the_parts_of_an_answer_come_in_order():
    heard = []

    async def hear(message) -> None:
        heard.append(message["type"])

    async def once() -> None:
        await request_threads(Work())({"type": "http", "path": "/"}, None, hear)

    asyncio.run(once())
    assert heard == ["http.response.start", "http.response.body"]


def test_nothing_that_a_request_needs_is_given_to_another_thread(app):
    """A plain function would be: dependencies are async, and routes are called where they are."""
    needed = {
        call
        for context in iter_route_contexts(app.routes)
        if isinstance(context.original_route, APIRoute)
        for dependant in context.original_route.dependant.dependencies
        for call in dependencies(dependant)
    }
    assert len(needed) > 40
    assert [call for call in needed if not _is_async(call) and not _is_async(type(call).__call__)] == []


def _is_async(call) -> bool:
    return inspect.iscoroutinefunction(call) or inspect.isasyncgenfunction(call)
