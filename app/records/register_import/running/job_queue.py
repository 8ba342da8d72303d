"""The queue of imports: which is at work, which waits for its turn, and which broke off and has to be recovered.

The queue is the table of imports itself: what is at work and has no run yet waits. So it outlives a restart, and every
process that serves sees the same one.
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

MAX_RUNNING = 2  # imports at work at once, in the whole installation: the front desk needs the machine as well

JobName: TypeAlias = Literal["look", "prepare", "write", "undo", "recover"]
JOB_BY_STAGE: dict[Stage, JobName] = {
    Stage.LOOKING: "look",
    Stage.READING: "prepare",
    Stage.WRITING: "write",
    Stage.UNDOING: "undo",
}


@dataclass(frozen=True)
class ReservedJob:
    """An import whose turn has come. `run`: the name under which its process takes it up."""

    key: str
    what: JobName
    run: str


@dataclass(frozen=True)
class QueuedImport:
    """An import that is at work, or is to be. `worked_at`: its last sign of life, or since when it waits."""

    id: int
    key: str
    stage: Stage
    run: str
    worked_at: datetime

    @property
    def waits(self) -> bool:
        return not self.run

    def broke_off(self, at: datetime) -> bool:
        return bool(self.run) and self.worked_at < at - LEASE

    @property
    def what(self) -> JobName:
        """What its process has to do. A writing that broke off is taken back first."""
        return "recover" if self.run and self.stage == Stage.WRITING else JOB_BY_STAGE[self.stage]


def is_due(db: Session, at: datetime) -> bool:
    """Whether an import can begin now. Reads only."""
    return bool(_ready_to_start(_queue(db), at))


def reserve_due_jobs(db: Session, at: datetime) -> list[ReservedJob]:
    """Reserves the imports that can begin now, each for a run of its own: nobody else begins them meanwhile."""
    turns = []
    for entry in _ready_to_start(_queue(db), at):
        run = new_key()
        unchanged = (col(Import.id) == entry.id, col(Import.stage) == entry.stage, col(Import.run) == entry.run)
        if db.connection().execute(update(Import).where(*unchanged).values(run=run, worked_at=at)).rowcount == 1:
            turns.append(ReservedJob(entry.key, entry.what, run))
    return turns


def imports_ahead(db: Session, imported: Import, at: datetime) -> int:
    """How many imports go before one that waits; 0 when it is at work, or about to begin."""
    if imported.stage not in RUNNING_STAGES or imported.run:
        return 0
    entries = _queue(db)
    if any(entry.id == imported.id for entry in _ready_to_start(entries, at)):
        return 0
    waiting = [entry.id for entry in entries if entry.waits]
    return len(entries) - len(waiting) + waiting.index(imported.id)


def _ready_to_start(entries: Sequence[QueuedImport], at: datetime) -> list[QueuedImport]:
    """As many as there is room for: what broke off first, then what waits longest."""
    broken = [entry for entry in entries if entry.broke_off(at)]
    waiting = [entry for entry in entries if entry.waits]
    running = len(entries) - len(broken) - len(waiting)
    return [*broken, *waiting][: max(MAX_RUNNING - running, 0)]


def _queue(db: Session) -> list[QueuedImport]:
    """Everything that is at work or waits, the earliest first: in one statement, as it goes through all imports."""
    known = (col(Import.id), col(Import.key), col(Import.stage), col(Import.run), col(Import.worked_at))
    statement = select(*known).where(col(Import.stage).in_(RUNNING_STAGES))
    return [QueuedImport(*row) for row in db.execute(statement.order_by(col(Import.worked_at), col(Import.id)))]
