"""The lease of an import: one job at a time works on it, until it ends or its heartbeat stops."""

from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import or_, update
from sqlmodel import Session, col

from app.accounts.models import Worker
from app.core.clock import now
from app.core.ids import new_key
from app.core.state_machine import Refused
from app.records.register_import import queries
from app.records.register_import.models import Import, Stage
from app.records.register_import.running.batches import ImportActor, ImportJob, transaction

LEASE = timedelta(seconds=30)  # expires after this time without a heartbeat


def reserve(imported: Import, at: datetime) -> str:
    """Reserves an import for this process, in the transaction that queues it, so that no server's job runner starts it.
    Returns the run with which to acquire it."""
    imported.run, imported.worked_at = new_key(), at
    return imported.run


def acquire(key: str, stage: Stage, to: Stage, run: str = "", **values: Any) -> ImportJob | None:
    """Acquires the lease and moves the import from `stage` to `to`; None when it is in another stage or has a job.

    `run`: the run that it was reserved for; "" takes it from the queue. `values`: other columns to set.
    """
    at = now()
    free = or_(col(Import.run) == run, col(Import.worked_at) < at - LEASE)
    run = run or new_key()
    with transaction() as db:
        mine = update(Import).where(col(Import.key) == key, col(Import.stage) == stage, free)
        values = {"stage": to, "run": run, "worked_at": at, "done": 0, "trouble": "", "facts": {}, **values}
        if db.execute(mine.values(**values)).rowcount != 1:
            return None
        imported = queries.import_by_key(db, key)
        assert imported is not None
        return ImportJob(imported.id, key, imported.shop_id, import_actor(db, imported), to, run, at)


def import_actor(db: Session, imported: Import) -> ImportActor:
    """The worker who uploaded it, for the audit log."""
    worker = db.get_one(Worker, imported.made_by_id)
    return ImportActor(worker.id, worker.organisation_id, imported.shop_id)


def finish(job: ImportJob, **values: Any) -> None:
    """Stores how the job ended. Raises LeaseLost."""
    with transaction() as db:
        job.heartbeat(db, **values)


def store_refusal(key: str, refusal: Refused) -> None:
    """Stores with the import why it could not continue, for its page."""
    facts = {name: str(value) for name, value in refusal.facts.items()}
    with transaction() as db:
        db.execute(update(Import).where(col(Import.key) == key).values(trouble=refusal.reason, facts=facts))
