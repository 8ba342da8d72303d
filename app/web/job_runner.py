"""Runs due scheduled jobs in a background thread, one per server process.

It polls by reading only, takes the lease in one transaction and runs the job in another, so that each job runs in one
process at a time. A failure is logged by its type; the job runs again once its lease has expired.
"""

import logging
import threading
from collections.abc import Callable, Iterable
from contextlib import AbstractContextManager
from datetime import datetime, timedelta

from sqlmodel import Session

from app.core import scheduled_jobs
from app.core.clock import now
from app.core.ids import new_key
from app.core.scheduled_jobs import ExternalJob, Job

log = logging.getLogger(__name__)

POLL_INTERVAL = 5.0  # seconds between two polls
STOP_TIMEOUT = 10.0  # seconds that stopping waits for the current job, as long as uvicorn waits for requests
LEASE_DURATION = timedelta(minutes=5)  # length of a lease; a dead process delays a job by no more than this

Transaction = Callable[[datetime], AbstractContextManager[Session]]


class Runner:
    """`reading`, `writing`: open a transaction for polling and for work; `clock`: the current moment."""

    def __init__(
        self,
        tasks: Iterable[Job | ExternalJob],
        reading: Callable[[], AbstractContextManager[Session]],
        writing: Transaction,
        *,
        clock: Callable[[], datetime] = now,
    ):
        self.tasks, self.reading, self.writing, self.clock = tuple(tasks), reading, writing, clock
        self.holder = new_key()
        self._stopped, self._woken = threading.Event(), threading.Event()
        self._thread = threading.Thread(target=self._run, name="duties", daemon=True)

    def start(self) -> None:
        """Starts the thread. A runner runs once: make a new one to start again."""
        scheduled_jobs.wake_callbacks.add(self.wake)
        self._thread.start()

    def stop(self) -> None:
        """Starts no more jobs, and waits until the current job is done and the thread has ended.

        A job that takes longer than STOPS_WITHIN ends with the process; it runs again once its lease has expired.
        """
        scheduled_jobs.wake_callbacks.discard(self.wake)
        self._stopped.set()
        self._woken.set()
        if self._thread.is_alive():
            self._thread.join(STOP_TIMEOUT)

    def wake(self) -> None:
        """Lets the thread poll now; if it is busy, once more after that."""
        self._woken.set()

    def _run(self) -> None:
        while True:
            self._woken.wait(POLL_INTERVAL)
            self._woken.clear()
            if self._stopped.is_set():
                return
            try:
                self.run_due()
            except Exception as problem:  # the database may be unreachable for a while
                log.error("duties cannot be looked after now: %s", type(problem).__name__)

    def run_due(self) -> list[str]:
        """Runs the due jobs, one after the other. Returns the names of those that succeeded."""
        at = self.clock()
        with self.reading() as db:
            due = scheduled_jobs.due_jobs(db, self.tasks, at)
        return [duty.name for duty in due if not self._stopped.is_set() and self._do(duty)]

    def _do(self, duty: Job | ExternalJob) -> bool:
        at = self.clock()
        with self.writing(at) as db:
            mine = scheduled_jobs.acquire_lease(
                db, duty.name, holder=self.holder, every=duty.every, at=at, lasts=LEASE_DURATION
            )
        if not mine:
            return False
        try:
            if isinstance(duty, ExternalJob):
                duty.act(lambda: self.writing(at), at)
                with self.writing(at) as db:
                    scheduled_jobs.release_lease(db, duty.name, holder=self.holder, at=at)
            else:
                with self.writing(at) as db:
                    duty.act(db, at)
                    scheduled_jobs.release_lease(db, duty.name, holder=self.holder, at=at)
        except Exception as problem:
            log.error("the duty %s failed: %s", duty.name, type(problem).__name__)
            return False
        return True
