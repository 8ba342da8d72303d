"""Many at once at the door: 64 hosts who register without a pause, on SQLite. None may be refused, none wait long."""

from tests.bench.material import Material
from tests.bench.pages import PAGES, plan_for
from tests.bench.servers import OURS, press, serving
from tests.bench.table import Row, Say, at_most, percentile

WRITERS = 64
SLOWEST = 250.0  # ms


def run(material: Material, say: Say, seconds: float) -> list[Row]:
    say(f"  {WRITERS} registrations at once for {seconds:g} seconds")
    page = PAGES["register"]
    with serving(OURS, material.copy(OURS)) as server:
        plan = plan_for(page, server, material)
        press(plan)
        plan.connections, plan.most, plan.seconds = WRITERS, 10**9, seconds
        outcome = press(plan)
    answers = sum(outcome.statuses.values())
    refused = answers - outcome.statuses.get(page.answer, 0)
    p50, p99, slowest = (percentile(outcome.milliseconds, share) for share in (0.5, 0.99, 1.0))
    on = f"{answers} registrations in {seconds:g} s, {answers / seconds:.0f} a second"
    return [
        Row(f"{WRITERS} writers: refused", str(refused), "0", refused == 0, on),
        at_most(
            f"{WRITERS} writers: slowest", slowest, SLOWEST, f"wall: p50 {p50:.0f} ms, p99 {p99:.0f} ms; {on}", " ms"
        ),
    ]
