"""The runner: in each process that serves, a thread that does what is due of the service's own duties (core.duties).

It asks by a look that only reads, claims in a transaction of its own, and does a duty in another. Whatever number of
processes run, each duty is done by one. What fails is logged by its kind and is done again when its claim ran out.
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

POLL_INTERVAL = 5.0  # seconds between two looks whether something is due
STOP_TIMEOUT = 10.0  # seconds that stopping waits for a duty under way, as long as uvicorn waits for requests
LEASE_DURATION = timedelta(minutes=5)  # a claim; who died with it holds the duty up for no longer

Transaction = Callable[[datetime], AbstractContextManager[Session]]


class Runner:
    """`reading`, `writing`: what begins a transaction, for a look and for work; `clock`: what time it is."""

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
        """Begins nothing more, and waits until the duty under way is done and the thread has ended.

        A duty that takes longer than STOPS_WITHIN ends with the process; it is done again when its claim runs out.
        """
        scheduled_jobs.wake_callbacks.discard(self.wake)
        self._stopped.set()
        self._woken.set()
        if self._thread.is_alive():
            self._thread.join(STOP_TIMEOUT)

    def wake(self) -> None:
        """Lets the thread look now; if it is at work, once more after that."""
        self._woken.set()

    def _run(self) -> None:
        while True:
            self._woken.wait(POLL_INTERVAL)
            self._woken.clear()
            if self._stopped.is_set():
                return
            try:
                self.run_due()
            except Exception as problem:  # the database may be away for a while
                log.error("duties cannot be looked after now: %s", type(problem).__name__)

    def run_due(self) -> list[str]:
        """Does what is due, one after the other; the names of what was done well."""
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
