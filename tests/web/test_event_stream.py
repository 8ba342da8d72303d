"""Open boards: told at once by this process, soon by another, by nobody who is not signed in any more."""

import asyncio
import http.client
import os
import signal
import subprocess
import sys
from contextlib import aclosing
from datetime import UTC, datetime

import pytest
from sqlalchemy import text
from sqlalchemy.exc import TimeoutError as NoneFree
from sqlmodel import Session

from app.accounts import session_cookie, sessions
from app.bootstrap.environment import ROOT
from app.core import change_counter
from app.front_desk.visits import actions as visits
from app.web import event_stream
from app.web.event_stream import EventStreams
from tests.world import NOON, World

FROM_ANOTHER_PROCESS = text(
    "INSERT INTO pulse (shop_id, number) VALUES (1, 7)"
)  # no session of ours: nothing here hears it


@pytest.fixture
def quick(monkeypatch):
    """The same, with less patience."""
    monkeypatch.setattr(event_stream, "POLL_INTERVAL", 0.01)
    monkeypatch.setattr(event_stream, "HEARTBEAT", 0.02)
    monkeypatch.setattr(event_stream, "SESSION_CHECK", 0.05)


def stream(boards: EventStreams, shop_id: int = 1, number: int = 3, still=lambda: True):
    return aclosing(boards.stream(shop_id, number, still).body_iterator)


async def until(events, words: str) -> str:
    async with asyncio.timeout(20):
        async for event in events:
            if words in event:
                return event
    return "the end"


def test_a_board_first_hears_the_number_and_how_soon_to_come_back(own_engine):
    async def listen():
        async with stream(EventStreams(lambda: own_engine)) as events:
            return [await anext(events), await anext(events)]

    assert asyncio.run(listen()) == ["retry: 2000\n\n", "id: 3\nevent: board\ndata: 3\n\n"]


def test_a_board_is_told_what_this_process_committed(own_engine):
    async def listen(world):
        async with stream(EventStreams(lambda: own_engine), world.shop.id, 0) as events:
            await until(events, "event: board")
            await asyncio.to_thread(come_in, world)
            return await until(events, "event: board")

    def come_in(world):
        visits.register(world.db, world.hatice, by=world.actor(world.hanna), at=NOON)
        world.db.commit()

    with Session(own_engine, expire_on_commit=False) as db:
        world = World.build(db)
        db.commit()
        assert (
            asyncio.run(listen(world))
            == f"id: {(n := change_counter.revision(db, world.shop.id))}\nevent: board\ndata: {n}\n\n"
        )


def test_a_board_is_told_what_another_process_committed(own_engine, quick):
    async def listen():
        async with stream(EventStreams(lambda: own_engine)) as events:
            await until(events, "event: board")
            await asyncio.to_thread(commit)
            return await until(events, "event: board")

    def commit():
        with own_engine.begin() as connection:
            connection.execute(FROM_ANOTHER_PROCESS)

    assert asyncio.run(listen()) == "id: 7\nevent: board\ndata: 7\n\n"


def test_a_heartbeat_says_that_nothing_changed(own_engine, quick):
    async def listen():
        async with stream(EventStreams(lambda: own_engine)) as events:
            return await until(events, "event: beat")

    assert asyncio.run(listen()) == "event: beat\ndata: 3\n\n"


def test_without_database_there_is_no_heartbeat_to_believe(own_engine, quick):
    """The stream is there, but would not notice a change: the board must be able to tell."""

    async def listen():
        boards = EventStreams(lambda: own_engine)
        async with stream(boards) as events:
            await until(events, "event: beat")
            with own_engine.begin() as connection:
                connection.execute(text("ALTER TABLE pulse RENAME TO gone"))
            while boards.sees:
                await asyncio.sleep(0)
            with pytest.raises(TimeoutError):
                async with asyncio.timeout(0.2):
                    await until(events, "event: beat")

    asyncio.run(listen())


def test_when_no_connection_comes_free_there_is_no_heartbeat_to_believe_and_the_look_goes_on(own_engine, quick):
    """A crowd that holds all connections is no error of the database, and yet nobody looks."""

    async def listen():
        boards = EventStreams(lambda: own_engine)

        def none_free(shops):
            raise NoneFree

        async with stream(boards) as events:
            await until(events, "event: beat")
            read, boards._read = boards._read, none_free
            async with asyncio.timeout(5):
                while boards.sees:
                    await asyncio.sleep(0)
            boards._read = read
            return await until(events, "event: beat")

    assert asyncio.run(listen()) == "event: beat\ndata: 3\n\n"


def test_the_stream_ends_with_the_session(own_engine, quick):
    async def listen():
        boards = EventStreams(lambda: own_engine)
        async with stream(boards, still=lambda: False) as events:
            assert await until(events, "never") == "the end"
        return len(boards)

    assert asyncio.run(listen()) == 0


def test_all_streams_end_when_the_server_stops(own_engine):
    async def listen():
        boards = EventStreams(lambda: own_engine)
        async with stream(boards) as one, stream(boards, 2) as other:
            await until(one, "event: board")
            await until(other, "event: board")
            boards.close()
            return [await until(one, "never"), await until(other, "never")]

    assert asyncio.run(listen()) == ["the end", "the end"]


def test_stopping_waits_for_the_look_at_other_processes_and_boards_may_come_again(own_engine, quick):
    async def listen():
        boards = EventStreams(lambda: own_engine)
        async with stream(boards) as events:
            await until(events, "event: board")
            await boards.stop()
            assert asyncio.all_tasks() == {asyncio.current_task()}
            assert await until(events, "never") == "the end"
        boards.open()
        async with stream(boards) as events:
            return await until(events, "event: board")

    assert asyncio.run(listen()) == "id: 3\nevent: board\ndata: 3\n\n"


def test_the_service_stops_at_once_with_boards_open(own_engine):
    """A stream does not end on its own: without a signal, the server would wait for it and then cut it off."""
    with Session(own_engine, expire_on_commit=False) as db:
        world = World.build(db)
        token = sessions.start(db, world.hanna, world.shop.id, at=datetime.now(UTC))
        db.commit()
    url = own_engine.url.render_as_string(hide_password=False)
    serve = [sys.executable, str(ROOT / "main.py"), "serve", "--port", "0", "--database-url", url]
    with subprocess.Popen(serve, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env=os.environ) as service:
        said = next(line for line in service.stdout if "http://" in line)
        address = said.split("http://")[1].split()[0]
        boards = []
        for _each in range(3):
            board = http.client.HTTPConnection(address)
            board.request("GET", "/door/events", headers={"Cookie": f"{session_cookie.LOCAL_COOKIE}={token}"})
            answer = board.getresponse()
            assert (answer.status, answer.headers["content-type"].split(";")[0]) == (200, "text/event-stream")
            assert answer.readline() == b"retry: 2000\n"
            boards.append((board, answer))
        service.send_signal(signal.SIGTERM)
        complaints = service.stderr.read()
        service.wait()
        for board, answer in boards:
            answer.close()
            board.close()
    assert "timeout graceful shutdown exceeded" not in complaints
