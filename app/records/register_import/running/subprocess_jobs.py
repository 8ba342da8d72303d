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
from app.core.scheduled_jobs import TransactionFactory
from app.core.settings import HOME, settings
from app.records.register_import.running import job_queue, jobs, process_limits
from app.records.register_import.running.job_queue import ReservedJob

# How a process ends that did its work, or was told to stop, as with the whole machine: that is recovered later.
CLEAN_EXIT_CODES = frozenset({0, *(-int(told) for told in (signal.SIGINT, signal.SIGTERM))})

log = logging.getLogger(__name__)


def start_due(begin: TransactionFactory, at: datetime) -> None:
    """Starts a process for each import whose turn has come. A duty of the runner."""
    with begin() as db:
        turns = job_queue.reserve_due_jobs(db, at)
    for turn in turns:
        try:
            start_process(turn)
        except OSError as problem:  # its run shows no sign of life, and so it gets another turn
            log.error("import %s cannot be started now: %s", turn.key, problem)


def start_process(turn: ReservedJob) -> threading.Thread:
    """Lets a process go on with an import. It outlives the server; the thread waits for its end."""
    process = subprocess.Popen(  # noqa: S603 - our own file, run by our own Python; key and run are ours
        command_line(turn),
        cwd=HOME,
        env={**os.environ, "WERKWINKEL_DATABASE_URL": settings().database},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )
    waiting = threading.Thread(target=_wait_for_exit, args=(process, turn), name=f"import {turn.key}", daemon=True)
    waiting.start()
    return waiting


def command_line(turn: ReservedJob) -> list[str]:
    return [sys.executable, "-m", "app", "import", "--go-on", turn.key, "--what", turn.what, "--run", turn.run]


def _wait_for_exit(process: "subprocess.Popen[bytes]", turn: ReservedJob) -> None:
    """Once it ended there is room for the next one."""
    code = process.wait()
    try:
        if code not in CLEAN_EXIT_CODES:
            jobs.mark_failed(turn.key, turn.run, cut_off=process_limits.hit_a_limit(code))
    except DBAPIError as problem:  # the database may be away for a while; the run shows no sign of life
        log.error("import %s ended with %s: %s", turn.key, code, type(problem).__name__)
    scheduled_jobs.wake_runners()
