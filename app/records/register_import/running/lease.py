"""Who is at work on an import: taken up by one run at a time, until it shows no sign of life any more."""

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

LEASE = timedelta(seconds=30)  # without a sign of life


def reserve(imported: Import, at: datetime) -> str:
    """Keeps an import that is about to be at work for this process, in the transaction that puts it to work: so the
    runner of a server leaves it alone. Returns the run under which it is to be taken up."""
    imported.run, imported.worked_at = new_key(), at
    return imported.run


def acquire(key: str, stage: Stage, to: Stage, run: str = "", **values: Any) -> ImportJob | None:
    """Takes an import up, unless it is not at that stage or another process works on it: of two, one gets it.

    `run`: the one for which it was reserved; without it, it is taken from the queue.
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
    """Who handed it in, for the record."""
    worker = db.get_one(Worker, imported.made_by_id)
    return ImportActor(worker.id, worker.organisation_id, imported.shop_id)


def finish(job: ImportJob, **values: Any) -> None:
    """Says how it ended. Raises Lost."""
    with transaction() as db:
        job.alive(db, **values)


def store_refusal(key: str, refusal: Refused) -> None:
    """Keeps with the import why it could not go on, for who looks at its page."""
    facts = {name: str(value) for name, value in refusal.facts.items()}
    with transaction() as db:
        db.execute(update(Import).where(col(Import.key) == key).values(trouble=refusal.reason, facts=facts))
