"""200 open boards of one shop: what they cost while nothing happens, and when something does."""

import asyncio
import re
import tempfile
import time
from datetime import UTC, datetime
from pathlib import Path

from sqlmodel import Session

from app.accounts import session_cookie, sessions
from app.core.database import make_engine
from app.front_desk.visits import actions as visits
from tests.bench.load import ADDRESS
from tests.bench.servers import OURS, Server, serving
from tests.bench.table import Row, Say, at_most
from tests.databases import migrate
from tests.world import World

BOARDS = 200
SETTLING, IDLE = 5, 65  # seconds; long enough for each board to be asked once whether its session still holds
GOAL = 2.0  # per cent of a core


def run(say: Say) -> list[Row]:
    """The rows of the table; everything happens in a temporary folder and on this machine."""
    with tempfile.TemporaryDirectory(prefix="werkwinkel-boards-") as folder:
        database = Path(folder) / "boards.db"
        tokens = fill(database)
        with serving(OURS, database) as server:
            rows = asyncio.run(measure(server, tokens, say))
            began = time.perf_counter()
        stopped = time.perf_counter() - began
    return [*rows, Row("stopping with all of them open", f"{stopped:.1f} s")]


def fill(database: Path) -> list[str]:
    """A shop with two who wait, and a session for each board."""
    engine, now = make_engine(f"sqlite:///{database}"), datetime.now(UTC)
    migrate(engine)
    with Session(engine, expire_on_commit=False) as db:
        world = World.build(db)
        for person in (world.hatice, world.kwame):
            visits.register(db, person, by=world.actor(world.hanna), at=now)
        tokens = [sessions.start(db, world.hanna, world.shop.id, at=now) for _board in range(BOARDS)]
        db.commit()
    engine.dispose()
    return tokens


class Board:
    """A page that is open: a stream that is read, and the block that is fetched when it says that something changed."""

    def __init__(self, port: int, token: str):
        self.port, self.cookie = port, f"Cookie: {session_cookie.LOCAL_COOKIE}={token}\r\n"
        self.number, self.told, self.shown = "", 0.0, asyncio.Event()

    async def follow(self) -> None:
        reader, writer = await asyncio.open_connection(ADDRESS, self.port)
        writer.write(f"GET /door/events HTTP/1.1\r\nHost: {ADDRESS}\r\n{self.cookie}\r\n".encode())
        while line := await reader.readline():
            if (found := re.match(rb"id: (\d+)", line)) and self.number != found[1].decode():
                self.told, fresh, self.number = time.perf_counter(), bool(self.number), found[1].decode()
                if fresh:
                    await self.ask("GET", "/door/board", "HX-Request: true\r\nHX-Request-Type: partial\r\n")
                self.shown.set()

    async def ask(self, method: str, path: str, more: str = "", body: str = "") -> None:
        reader, writer = await asyncio.open_connection(ADDRESS, self.port)
        form = f"Content-Type: application/x-www-form-urlencoded\r\nContent-Length: {len(body)}\r\n" if body else ""
        head = f"{method} {path} HTTP/1.1\r\nHost: {ADDRESS}\r\nConnection: close\r\n{self.cookie}{more}{form}\r\n"
        writer.write((head + body).encode())
        answer = await reader.read()
        if not answer.startswith((b"HTTP/1.1 200", b"HTTP/1.1 303")):
            raise RuntimeError(f"{path}: {answer[:80]!r}")
        writer.close()


async def measure(server: Server, tokens: list[str], say: Say) -> list[Row]:
    boards = [Board(server.port, token) for token in tokens]
    await boards[0].ask("GET", "/door")  # its looks are on record from now on, and everything is loaded
    empty = memory(server)
    following = [asyncio.create_task(board.follow()) for board in boards]
    await asyncio.gather(*(board.shown.wait() for board in boards))
    await asyncio.sleep(SETTLING)
    each = (memory(server) - empty) / BOARDS
    say(f"{BOARDS} boards are open; nothing happens for {IDLE} seconds …")
    before, began = server.processor(), time.perf_counter()
    await asyncio.sleep(IDLE)
    idle = (server.processor() - before) / (time.perf_counter() - began) / 10

    for board in boards:
        board.shown.clear()
    before, began = server.processor(), time.perf_counter()
    await boards[0].ask("POST", "/door/visits", body="intention=one")
    await asyncio.gather(*(board.shown.wait() for board in boards))
    shown, spent = time.perf_counter() - began, server.processor() - before
    first, last = min(board.told for board in boards) - began, max(board.told for board in boards) - began
    for task in following:
        task.cancel()
    return [
        at_most(f"{BOARDS} open boards, idle, of a core", idle, GOAL, f"{IDLE} s, {each:.0f} KB each", " %"),
        Row("a change: the first and the last board told", f"{first * 1000:.0f} and {last * 1000:.0f} ms"),
        Row("a change: all boards show it", f"{shown:.2f} s", rests_on=f"{spent / BOARDS:.1f} ms of processor each"),
    ]


def memory(server: Server) -> float:
    """Kilobytes that the server holds now."""
    status = Path(f"/proc/{server.pid}/status").read_text("ascii")
    return float(re.search(r"VmRSS:\s+(\d+)", status)[1])  # type: ignore[index]
