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
from app.records.register_import.models import AT_WORK, Import, Stage
from app.records.register_import.running.lease import DEAD

AT_ONCE = 2  # imports at work at once, in the whole installation: the front desk needs the machine as well

What: TypeAlias = Literal["look", "prepare", "write", "undo", "recover"]
WHAT: dict[Stage, What] = {
    Stage.LOOKING: "look",
    Stage.READING: "prepare",
    Stage.WRITING: "write",
    Stage.UNDOING: "undo",
}


@dataclass(frozen=True)
class Turn:
    """An import whose turn has come. `run`: the name under which its process takes it up."""

    key: str
    what: What
    run: str


@dataclass(frozen=True)
class Entry:
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
        return bool(self.run) and self.worked_at < at - DEAD

    @property
    def what(self) -> What:
        """What its process has to do. A writing that broke off is taken back first."""
        return "recover" if self.run and self.stage == Stage.WRITING else WHAT[self.stage]


def is_due(db: Session, at: datetime) -> bool:
    """Whether an import can begin now. Reads only."""
    return bool(_next(_at_work(db), at))


def take_turns(db: Session, at: datetime) -> list[Turn]:
    """Reserves the imports that can begin now, each for a run of its own: nobody else begins them meanwhile."""
    turns = []
    for entry in _next(_at_work(db), at):
        run = new_key()
        unchanged = (col(Import.id) == entry.id, col(Import.stage) == entry.stage, col(Import.run) == entry.run)
        if db.connection().execute(update(Import).where(*unchanged).values(run=run, worked_at=at)).rowcount == 1:
            turns.append(Turn(entry.key, entry.what, run))
    return turns


def count_before(db: Session, imported: Import, at: datetime) -> int:
    """How many imports go before one that waits; 0 when it is at work, or about to begin."""
    if imported.stage not in AT_WORK or imported.run:
        return 0
    entries = _at_work(db)
    if any(entry.id == imported.id for entry in _next(entries, at)):
        return 0
    waiting = [entry.id for entry in entries if entry.waits]
    return len(entries) - len(waiting) + waiting.index(imported.id)


def _next(entries: Sequence[Entry], at: datetime) -> list[Entry]:
    """As many as there is room for: what broke off first, then what waits longest."""
    broken = [entry for entry in entries if entry.broke_off(at)]
    waiting = [entry for entry in entries if entry.waits]
    running = len(entries) - len(broken) - len(waiting)
    return [*broken, *waiting][: max(AT_ONCE - running, 0)]


def _at_work(db: Session) -> list[Entry]:
    """Everything that is at work or waits, the earliest first: in one statement, as it goes through all imports."""
    known = (col(Import.id), col(Import.key), col(Import.stage), col(Import.run), col(Import.worked_at))
    statement = select(*known).where(col(Import.stage).in_(AT_WORK))
    return [Entry(*row) for row in db.execute(statement.order_by(col(Import.worked_at), col(Import.id)))]
