"""Three pages of the door, each served three ways in one run: bare (the limit), by us, and by Django.

The servers take turns, so that what else the machine does falls on all alike. What counts is the processor that a
request costs its server; times are of the wall, seen by the browser.
"""

import sqlite3
from dataclasses import dataclass, field, replace
from pathlib import Path
from statistics import median

from app.accounts.session_cookie import LOCAL_COOKIE
from tests.bench.load import ADDRESS, INTENTION, Outcome, Plan
from tests.bench.material import Material
from tests.bench.servers import DJANGO, LIMIT, OURS, VARIANTS, Server, press, serving
from tests.bench.table import Row, Say, at_least, at_most, percentile

CSRF = "x" * 32
CONNECTIONS = (1, 8, 32)
TIMES_DJANGO = 6.0
OF_DJANGO_P99 = 0.4
FORM = "Content-Type: application/x-www-form-urlencoded\r\nSec-Fetch-Site: same-origin\r\nOrigin: http://{host}\r\n"
GIVEN = (
    "User-Agent: Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 Chrome/140 Safari/537.36\r\nAccept: text/html\r\n"
    "Accept-Encoding: gzip, deflate, br\r\nAccept-Language: nl,en;q=0.8\r\n"
    "HX-Request: true\r\nHX-Request-Type: partial\r\n"
)


@dataclass(frozen=True)
class Asked:
    """One page: how it is asked for, the answer that is right, and how near the limit we want to be."""

    name: str
    line: str
    answer: str
    goal: float  # share of the limit


PAGES = {
    "register": Asked("register", "POST /door/visits HTTP/1.1", "303", 0.5),
    "board": Asked("board", "GET /door/board HTTP/1.1", "200", 0.6),
    "search": Asked("search", "POST /door HTTP/1.1", "200", 0.8),
}


@dataclass
class Measured:
    """What one server did in all rounds: processor in ms for each request, and times by number of connections."""

    processor: list[float] = field(default_factory=list)
    times: dict[int, list[float]] = field(default_factory=dict)


def head(page: Asked, server: Server, cookie: str) -> str:
    """The request line and headers as a browser with HTMX sends them."""
    host = f"{ADDRESS}:{server.port}"
    lines = f"{page.line}\r\nHost: {host}\r\n{GIVEN}"
    if server.variant == DJANGO:
        lines += f"Cookie: sessionid={cookie}; csrftoken={CSRF}\r\nX-CSRFToken: {CSRF}\r\n"
    else:
        lines += f"Cookie: {LOCAL_COOKIE}={cookie}\r\n"
    return lines + (FORM.format(host=host) if page.line.startswith("POST") else "")


def bodies(page: str, material: Material) -> list[str]:
    if page == "register":
        known = [f"intention={INTENTION}&person={key}&about=" for key in material.persons]
        return [*known, f"intention={INTENTION}&person=&about="]
    return [f"q={word}" for word in material.sought] * 20 if page == "search" else [""]


def plan_for(page: Asked, server: Server, material: Material) -> Plan:
    """A hundred requests to warm up with; what is measured changes how many, and at how many connections."""
    token = material.django_token if server.variant == DJANGO else material.token
    return Plan(server.port, head(page, server, token), bodies(page.name, material), 4, 100, 30)


def measure(name: str, material: Material, say: Say, rounds: int, most: int) -> list[Row]:
    """The rows of one page."""
    page = PAGES[name]
    with serving(OURS, material.copy(OURS)) as first, serving(DJANGO, material.copy(DJANGO)) as second:
        plans = {server.variant: plan_for(page, server, material) for server in (first, second)}
        if name == "board":  # the first look at a board goes on record at an address of its own
            press(
                replace(plans[OURS], head=plans[OURS].head.replace(" /door/board ", " /door/board/arrivals "), most=1)
            )
        warm = {variant: press(plan) for variant, plan in plans.items()}
        with serving(LIMIT, material.copy(LIMIT), round(warm[OURS].bytes_each)) as third:
            plans[LIMIT] = plan_for(page, third, material)
            press(plans[LIMIT])
            found = {variant: Measured() for variant in VARIANTS}
            for turn in range(rounds):
                for server in (first, second, third):
                    _round(page, server, plans[server.variant], found[server.variant], most, material.last)
                say(f"  {name}: round {turn + 1} of {rounds}")
    return _rows(page, found, warm, rounds * most)


def _round(page: Asked, server: Server, plan: Plan, found: Measured, most: int, last: int) -> None:
    spent, answers = 0.0, 0
    for connections in CONNECTIONS:
        everybody_leaves(server.database, last)
        plan.connections, plan.most, plan.seconds = connections, most, 20
        before = server.processor()
        outcome = press(plan)
        spent += server.processor() - before
        answers += len(outcome.milliseconds)
        if set(outcome.statuses) != {page.answer}:
            raise RuntimeError(f"{server.variant} answered {page.name} with {outcome.statuses}")
        found.times.setdefault(connections, []).extend(outcome.milliseconds)
    found.processor.append(spent / answers)


def everybody_leaves(database: Path, last: int) -> None:
    """Who came in after the visit numbered `last` goes again, so that the same people can come in once more."""
    with sqlite3.connect(database, timeout=30) as db:
        db.execute("UPDATE visit SET state = 'done', ended_at = arrived_at WHERE state = 'waiting' AND id > ?", (last,))
    db.close()


def _rows(page: Asked, found: dict[str, Measured], warm: dict[str, Outcome], requests: int) -> list[Row]:
    each = {variant: median(found[variant].processor) for variant in VARIANTS}
    of_limit = median(a / b for a, b in zip(found[LIMIT].processor, found[OURS].processor, strict=True))
    of_django = median(a / b for a, b in zip(found[DJANGO].processor, found[OURS].processor, strict=True))
    on = f"ms of processor a request: limit {each[LIMIT]:.2f}, ours {each[OURS]:.2f}, Django {each[DJANGO]:.2f}"
    rows = [
        at_least(f"{page.name}: of the limit", of_limit, page.goal, on),
        at_least(f"{page.name}: times Django", of_django, TIMES_DJANGO, on),
    ]
    last = CONNECTIONS[-1]
    if page.name == "register":
        p99 = {variant: percentile(found[variant].times[last], 0.99) for variant in VARIANTS}
        on = f"wall: ours {p99[OURS]:.1f} ms, Django {p99[DJANGO]:.1f} ms, {requests} requests"
        rows.append(
            at_most(f"register: p99 at {last} connections, of Django's", p99[OURS] / p99[DJANGO], OF_DJANGO_P99, on)
        )
    for connections in CONNECTIONS:
        times = {
            v: "/".join(f"{percentile(found[v].times[connections], share):.1f}" for share in (0.5, 0.99))
            for v in VARIANTS
        }
        rows.append(
            Row(
                f"{page.name}: p50/p99 ms at {connections}",
                times[OURS],
                rests_on=f"wall: limit {times[LIMIT]}, Django {times[DJANGO]}",
            )
        )
    sizes = f"ours {warm[OURS].bytes_each:.0f}, Django {warm[DJANGO].bytes_each:.0f} bytes"
    return [*rows, Row(f"{page.name}: answer", f"{warm[OURS].bytes_each / 1000:.1f} kB", rests_on=sizes)]
