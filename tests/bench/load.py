"""The load, in a process of its own: browsers that keep their connection, and time every answer.

`python -m tests.bench.load` reads one Plan as JSON on its standard input and writes one Outcome on its output. It
speaks only with this machine, and stops after a number of requests or of seconds, whichever comes first.
"""

import asyncio
import json
import os
import secrets
import sys
import time
from collections import Counter
from dataclasses import asdict, dataclass, field
from typing import Any

ADDRESS = "127.0.0.1"
INTENTION = "INTENTION"  # in a body: replaced by a fresh one for each request


@dataclass
class Plan:
    """What is asked: the bodies one after the other, the last one from then on (a page without body has one: "")."""

    port: int
    head: str  # request line and headers, but Content-Length
    bodies: list[str]
    connections: int
    most: int
    seconds: float
    cores: list[int] = field(default_factory=list)


@dataclass
class Outcome:
    milliseconds: list[float]
    statuses: dict[str, int]
    bytes_each: float


class Browser(asyncio.Protocol):
    """One kept connection that asks, waits for the whole answer, and asks again."""

    def __init__(self, load: "Load"):
        self.load, self.received, self.wanted, self.began = load, bytearray(), 0, 0.0
        self.over: asyncio.Future[None] = asyncio.get_running_loop().create_future()

    def connection_made(self, transport: Any) -> None:
        self.transport = transport
        self.ask()

    def ask(self) -> None:
        request = self.load.next_request()
        if request is None:
            self.transport.close()
            return
        self.received.clear()
        self.wanted, self.began = 0, time.perf_counter()
        self.transport.write(request)

    def data_received(self, data: bytes) -> None:
        self.received += data
        if not self.wanted:
            end = self.received.find(b"\r\n\r\n")
            if end < 0:
                return
            head = bytes(self.received[:end]).lower()
            length = head.partition(b"content-length:")[2].partition(b"\r\n")[0]
            if not length:
                self.load.broken(self.over, f"no length in: {head[:200]!r}")
                return
            self.wanted = end + 4 + int(length)
        if len(self.received) >= self.wanted:
            self.load.note(int(self.received[9:12]), len(self.received), time.perf_counter() - self.began)
            self.ask()

    def connection_lost(self, problem: Exception | None) -> None:
        if not self.over.done():
            if not self.load.is_over():
                self.load.statuses["lost"] += 1
            self.over.set_result(None)


class Load:
    def __init__(self, plan: Plan):
        self.plan, self.asked, self.size = plan, 0, 0
        self.times: list[float] = []
        self.statuses: Counter[str] = Counter()
        self.until = time.perf_counter() + plan.seconds

    def is_over(self) -> bool:
        return self.asked >= self.plan.most or time.perf_counter() >= self.until

    def next_request(self) -> bytes | None:
        if self.is_over():
            return None
        body = self.plan.bodies[min(self.asked, len(self.plan.bodies) - 1)].replace(INTENTION, secrets.token_hex(8))
        self.asked += 1
        return f"{self.plan.head}Content-Length: {len(body)}\r\n\r\n{body}".encode()

    def note(self, status: int, size: int, seconds: float) -> None:
        self.statuses[str(status)] += 1
        self.size += size
        self.times.append(seconds * 1000)

    def broken(self, over: "asyncio.Future[None]", why: str) -> None:
        over.set_exception(RuntimeError(why))

    async def run(self) -> Outcome:
        loop = asyncio.get_running_loop()
        made = [
            await loop.create_connection(lambda: Browser(self), ADDRESS, self.plan.port)
            for _ in range(self.plan.connections)
        ]
        await asyncio.gather(*(browser.over for _transport, browser in made))
        return Outcome(self.times, dict(self.statuses), self.size / max(1, len(self.times)))


def main() -> None:
    plan = Plan(**json.load(sys.stdin))
    if plan.cores:
        os.sched_setaffinity(0, plan.cores)
    json.dump(asdict(asyncio.run(Load(plan).run())), sys.stdout)


if __name__ == "__main__":
    main()
