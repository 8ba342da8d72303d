"""However many ask at once, no more are at work than there are connections; an answer that goes on holds up nobody."""

import asyncio

from app.core.database import CONNECTIONS
from app.web.turns import InTurns

START = {"type": "http.response.start", "status": 200, "headers": []}


class Work:
    """An application that counts how many are at work in it, each until all of them have had their turn."""

    def __init__(self, *, streams: bool):
        self.streams, self.at_work, self.most, self.begun = streams, 0, 0, 0
        self.all_began = asyncio.Event()

    async def __call__(self, scope, receive, send) -> None:
        self.at_work += 1
        self.most = max(self.most, self.at_work)
        await asyncio.sleep(0)
        self.at_work -= 1
        await send(START)
        self.begun += 1
        if self.streams:
            await self.all_began.wait()


async def ask(app: InTurns, count: int) -> None:
    async def send(message) -> None:
        app.app.all_began.set() if app.app.begun + 1 >= count else None

    await asyncio.gather(*(app({"type": "http"}, None, send) for _one in range(count)))


def test_no_more_are_at_work_than_there_are_connections():
    work = Work(streams=False)
    asyncio.run(ask(InTurns(work), 200))
    assert (work.begun, work.most) == (200, CONNECTIONS)


def test_two_hundred_open_streams_hold_up_nobody():
    work = Work(streams=True)
    asyncio.run(ask(InTurns(work), 200))
    assert work.begun == 200


def test_a_request_that_fails_gives_its_turn_back():
    async def fails(scope, receive, send) -> None:
        raise ValueError

    async def ask_often() -> list:
        app = InTurns(fails)
        return await asyncio.gather(
            *(app({"type": "http"}, None, None) for _one in range(3 * CONNECTIONS)), return_exceptions=True
        )

    assert {type(one) for one in asyncio.run(ask_often())} == {ValueError}


def test_where_there_is_one_writer_only_readers_go_beside_it():
    async def ask_as(path: str) -> int:
        work = Work(streams=False)
        app = InTurns(work, readers=frozenset({"/door/board"}), one_writer=True)

        async def send(message) -> None: ...

        await asyncio.gather(*(app({"type": "http", "path": path}, None, send) for _one in range(50)))
        return work.most

    assert asyncio.run(ask_as("/door/visits")) == 1
    assert asyncio.run(ask_as("/door/board")) == CONNECTIONS
