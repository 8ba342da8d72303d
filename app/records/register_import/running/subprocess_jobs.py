"""Runs each import in a separate process, so that the server's own threads stay free for the front desk.

The job runner starts the processes, up to the limit of the queue; a thread waits for each to end.
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
from app.records.register_import.running import import_jobs, job_queue, process_limits
from app.records.register_import.running.job_queue import ReservedJob

# Exit codes of a process that finished, or was asked to stop, for instance at a shutdown: that one is recovered later.
CLEAN_EXIT_CODES = frozenset({0, -int(signal.SIGINT), -int(signal.SIGTERM)})

log = logging.getLogger(__name__)


def start_due(begin: TransactionFactory, at: datetime) -> None:
    """Starts a process for each job that is due. Called by the job runner."""
    with begin() as db:
        turns = job_queue.reserve_due_jobs(db, at)
    for turn in turns:
        try:
            start_process(turn)
        except OSError as problem:  # it has no heartbeat, so it is started again when its lease expires
            log.error("import %s cannot be started now: %s", turn.key, problem)


def start_process(turn: ReservedJob) -> threading.Thread:
    """Starts a detached process for a job: it survives a restart of the server, and its output is discarded.
    Returns the thread that waits for its end."""
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
    """Waits for the process, marks the import if it failed, and wakes the job runner, as there is room for another."""
    code = process.wait()
    try:
        if code not in CLEAN_EXIT_CODES:
            import_jobs.mark_failed(turn.key, turn.run, cut_off=process_limits.hit_a_limit(code))
    except DBAPIError as problem:  # the database may be unavailable; the lease expires later
        log.error("import %s ended with %s: %s", turn.key, code, type(problem).__name__)
    scheduled_jobs.wake_runners()
