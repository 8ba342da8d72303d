"""The scheduled jobs of all features, and the runner that runs them."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from functools import partial

from sqlmodel import Session

from app.audit.audit_log import set_actor
from app.core import rate_limits
from app.core.database import engine, transaction_scope
from app.core.scheduled_jobs import ExternalJob, Job
from app.handovers.consent_changes.consent_expiry_job import announce_expiring_consents
from app.handovers.reminders.reminder_job import has_due_reminders, send_due_reminders
from app.messages.mail_outbox.delivery_job import has_due_letters, send_due
from app.messages.notifications import digest_job
from app.messages.notifications.actions import notify_undeliverable
from app.records.register_import.running import job_queue, retention, subprocess_jobs
from app.shop.partners import profile_reminder_job
from app.web.job_runner import Runner
from app.wiring import wire

JOBS: tuple[Job | ExternalJob, ...] = (
    ExternalJob(
        "post", timedelta(seconds=10), partial(send_due, on_undeliverable=notify_undeliverable), asks=has_due_letters
    ),
    ExternalJob("imports", timedelta(0), subprocess_jobs.start_due, asks=job_queue.is_due),
    Job("import_files", timedelta(hours=6), retention.run_retention),
    Job("chase", timedelta(minutes=1), send_due_reminders, asks=has_due_reminders),
    Job("consents_end", timedelta(hours=6), announce_expiring_consents),
    Job("window_freshness", timedelta(hours=12), profile_reminder_job.remind_stale_profiles),
    Job("digest", timedelta(minutes=10), digest_job.write_digests),
    Job("rate_limits", timedelta(minutes=10), rate_limits.delete_expired, asks=rate_limits.has_expired),
)


@contextmanager
def _reading() -> Iterator[Session]:
    with Session(engine().execution_options(reading=True)) as db:
        yield db


@contextmanager
def _writing(at: datetime) -> Iterator[Session]:
    """A transaction without an actor: the audit log shows that no worker made the change."""
    with transaction_scope() as db:
        set_actor(db, None, at)
        yield db


def runner() -> Runner:
    """The job runner of this process. The lifespan of the application starts and stops it."""
    wire()
    return Runner(JOBS, _reading, _writing)
