"""The scheduled jobs of every feature, listed in one place (core.duties), and the runner that does them."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from functools import partial

from sqlmodel import Session

from app.audit.audit_log import acting
from app.core import rate_limits
from app.core.database import engine, work
from app.core.scheduled_jobs import Errand, Task
from app.handovers.consent_changes.consent_expiry_job import announce
from app.handovers.reminders.reminder_job import chase, someone_waits
from app.messages.mail_outbox.delivery_job import send_waiting, waits
from app.messages.notifications import digest_job
from app.messages.notifications.actions import give_up
from app.records.register_import.running import job_queue, retention, subprocess_jobs
from app.shop.partners import profile_reminder_job
from app.web.job_runner import Runner
from app.wiring import wire

TASKS: tuple[Task | Errand, ...] = (
    Errand("post", timedelta(seconds=10), partial(send_waiting, on_dead=give_up), asks=waits),
    Errand("imports", timedelta(0), subprocess_jobs.start_due, asks=job_queue.is_due),
    Task("import_files", timedelta(hours=6), retention.forget),
    Task("chase", timedelta(minutes=1), chase, asks=someone_waits),
    Task("consents_end", timedelta(hours=6), announce),
    Task("window_freshness", timedelta(hours=12), profile_reminder_job.remind),
    Task("digest", timedelta(minutes=10), digest_job.write),
    Task("rate_limits", timedelta(minutes=10), rate_limits.delete_ended, asks=rate_limits.has_ended),
)


@contextmanager
def _reading() -> Iterator[Session]:
    with Session(engine().execution_options(reading=True)) as db:
        yield db


@contextmanager
def _writing(at: datetime) -> Iterator[Session]:
    """In nobody's name: the record says of what a duty changes that no worker did it."""
    with work() as db:
        acting(db, None, at)
        yield db


def runner() -> Runner:
    """A runner for all of them, in a process that is wired. The lifespan of the application starts and stops it."""
    wire()
    return Runner(TASKS, _reading, _writing)
