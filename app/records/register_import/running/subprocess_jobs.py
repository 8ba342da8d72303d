"""Processes beside the server, so that its own threads stay free for the front desk: one for each import at work.

The runner starts them, as many as may be at work at once, and each is waited for by a thread.
"""

import logging
import os
import signal
import subprocess
import sys
import threading
from datetime import datetime

from sqlalchemy.exc import DBAPIError

from app.core import scheduled_jobs
from app.core.scheduled_jobs import Begin
from app.core.settings import HOME, settings
from app.records.register_import.running import job_queue, jobs, process_limits
from app.records.register_import.running.job_queue import Turn

# How a process ends that did its work, or was told to stop, as with the whole machine: that is recovered later.
ENDED = frozenset({0, *(-int(told) for told in (signal.SIGINT, signal.SIGTERM))})

log = logging.getLogger(__name__)


def start_due(begin: Begin, at: datetime) -> None:
    """Starts a process for each import whose turn has come. A duty of the runner."""
    with begin() as db:
        turns = job_queue.take_turns(db, at)
    for turn in turns:
        try:
            start(turn)
        except OSError as problem:  # its run shows no sign of life, and so it gets another turn
            log.error("import %s cannot be started now: %s", turn.key, problem)


def start(turn: Turn) -> threading.Thread:
    """Lets a process go on with an import. It outlives the server; the thread waits for its end."""
    process = subprocess.Popen(  # noqa: S603 - our own file, run by our own Python; key and run are ours
        command(turn),
        cwd=HOME,
        env={**os.environ, "WERKWINKEL_DATABASE_URL": settings().database},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )
    waiting = threading.Thread(target=_wait, args=(process, turn), name=f"import {turn.key}", daemon=True)
    waiting.start()
    return waiting


def command(turn: Turn) -> list[str]:
    return [sys.executable, "-m", "app", "import", "--go-on", turn.key, "--what", turn.what, "--run", turn.run]


def _wait(process: "subprocess.Popen[bytes]", turn: Turn) -> None:
    """Once it ended there is room for the next one."""
    code = process.wait()
    try:
        if code not in ENDED:
            jobs.give_up(turn.key, turn.run, cut_off=process_limits.was_cut_off(code))
    except DBAPIError as problem:  # the database may be away for a while; the run shows no sign of life
        log.error("import %s ended with %s: %s", turn.key, code, type(problem).__name__)
    scheduled_jobs.wake()
