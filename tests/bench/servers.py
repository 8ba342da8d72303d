"""Servers to measure: each in a process of its own on this machine, and what it spent of the processor."""

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path

from app.bootstrap.environment import ROOT
from tests.bench.load import Outcome, Plan
from tests.bench.material import cores

OURS, LIMIT, DJANGO = "ours", "limit", "django"
VARIANTS = (LIMIT, OURS, DJANGO)


@dataclass
class Server:
    variant: str
    database: Path
    port: int
    pid: int

    def processor(self) -> float:
        """Milliseconds of processor that it used until now, of all its threads, also those that ended."""
        fields = Path(f"/proc/{self.pid}/stat").read_text("ascii").rpartition(")")[2].split()
        return (int(fields[11]) + int(fields[12])) * 1000 / os.sysconf("SC_CLK_TCK")


@contextmanager
def serving(variant: str, database: Path, size: int = 0) -> Iterator[Server]:
    """Starts a server over `database`; `size` is how long the limit's answers must be. Ends it afterwards."""
    command = [sys.executable, "-m", "tests.bench.serve", variant, str(database), str(size)]
    log = database.with_suffix(".log")  # what a server complains about; a wrong answer is counted by who asked
    with log.open("w") as complaints:
        process = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, stderr=complaints, text=True)
    try:
        assert process.stdout is not None
        port = process.stdout.readline().strip()
        if not port.isdigit():
            raise RuntimeError(f"the server {variant} did not start: {log.read_text()[-2000:]}")
        yield Server(variant, database, int(port), process.pid)
    finally:
        process.terminate()
        process.wait(60)


def press(plan: Plan) -> Outcome:
    """Has the load carried out by a process of its own, on a core of its own where there is one."""
    plan.cores = sorted(cores()[1])
    done = subprocess.run(
        [sys.executable, "-m", "tests.bench.load"],
        cwd=ROOT,
        input=json.dumps(asdict(plan)),
        capture_output=True,
        text=True,
        timeout=plan.seconds + 60,
        check=False,
    )
    if done.returncode:
        raise RuntimeError(f"the load broke off: {done.stderr[-2000:]}")
    return Outcome(**json.loads(done.stdout))
