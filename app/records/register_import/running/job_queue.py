"""The queue of imports: which one is running, which is waiting, and which stopped and has to be recovered.

The table of imports is the queue: an import in a running stage without a run is waiting. So the queue survives a
restart, and all server processes share it.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Literal, TypeAlias

from sqlalchemy import select, update
from sqlmodel import Session, col

from app.core.ids import new_key
from app.records.register_import.models import RUNNING_STAGES, Import, Stage
from app.records.register_import.running.lease import LEASE

MAX_RUNNING = 2  # imports at a time in the whole installation, because the front desk needs the machine too

JobName: TypeAlias = Literal["look", "prepare", "write", "undo", "recover"]
JOB_BY_STAGE: dict[Stage, JobName] = {
    Stage.LOOKING: "look",
    Stage.READING: "prepare",
    Stage.WRITING: "write",
    Stage.UNDOING: "undo",
}


@dataclass(frozen=True)
class ReservedJob:
    """A job that can start now. `run`: the name with which its process acquires the lease."""

    key: str
    what: JobName
    run: str


@dataclass(frozen=True)
class QueuedImport:
    """An import that is running or waiting. `worked_at`: its last heartbeat, or the start of the wait."""

    id: int
    key: str
    stage: Stage
    run: str
    worked_at: datetime

    @property
    def is_waiting(self) -> bool:
        return not self.run

    def is_abandoned(self, at: datetime) -> bool:
        return bool(self.run) and self.worked_at < at - LEASE

    @property
    def what(self) -> JobName:
        """The job to run. A writing that stopped half-way is undone first."""
        return "recover" if self.run and self.stage == Stage.WRITING else JOB_BY_STAGE[self.stage]


def is_due(db: Session, at: datetime) -> bool:
    """Whether an import can start now. Reads only."""
    return bool(_ready_to_start(_queue(db), at))


def reserve_due_jobs(db: Session, at: datetime) -> list[ReservedJob]:
    """Reserves the imports that can start now, each with a new run, so that no other process starts them."""
    turns = []
    for entry in _ready_to_start(_queue(db), at):
        run = new_key()
        unchanged = (col(Import.id) == entry.id, col(Import.stage) == entry.stage, col(Import.run) == entry.run)
        if db.connection().execute(update(Import).where(*unchanged).values(run=run, worked_at=at)).rowcount == 1:
            turns.append(ReservedJob(entry.key, entry.what, run))
    return turns


def imports_ahead(db: Session, imported: Import, at: datetime) -> int:
    """The number of imports ahead of one that is waiting; 0 when it is running or about to start."""
    if imported.stage not in RUNNING_STAGES or imported.run:
        return 0
    entries = _queue(db)
    if any(entry.id == imported.id for entry in _ready_to_start(entries, at)):
        return 0
    waiting = [entry.id for entry in entries if entry.is_waiting]
    return len(entries) - len(waiting) + waiting.index(imported.id)


def _ready_to_start(entries: Sequence[QueuedImport], at: datetime) -> list[QueuedImport]:
    """The imports that there is room for: those that stopped half-way first, then the longest waiting."""
    broken = [entry for entry in entries if entry.is_abandoned(at)]
    waiting = [entry for entry in entries if entry.is_waiting]
    running = len(entries) - len(broken) - len(waiting)
    return [*broken, *waiting][: max(MAX_RUNNING - running, 0)]


def _queue(db: Session) -> list[QueuedImport]:
    """All imports that are running or waiting, oldest heartbeat first. One statement, because it scans all imports."""
    known = (col(Import.id), col(Import.key), col(Import.stage), col(Import.run), col(Import.worked_at))
    statement = select(*known).where(col(Import.stage).in_(RUNNING_STAGES))
    return [QueuedImport(*row) for row in db.execute(statement.order_by(col(Import.worked_at), col(Import.id)))]
