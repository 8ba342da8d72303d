"""The steps of a coordinator: upload a register, confirm its columns, answer questions, start writing or undoing.

The work itself is done by the jobs in jobs.py; a page wakes the job runner after its transaction is committed.
"""

import hashlib
from collections.abc import Callable, Collection, Iterable, Mapping
from datetime import datetime

from sqlmodel import Session, select

from app.accounts.current_user import Actor
from app.accounts.models import Worker
from app.audit import audit_log, models
from app.core.database import lock_row
from app.core.state_machine import NO_LONGER_POSSIBLE, Refused
from app.core.text_rules import N_, contains_bsn
from app.records.register_import import queries
from app.records.register_import.entries import Column
from app.records.register_import.models import Import, Meaning, Question, Stage, WordKind
from app.records.register_import.parsing.columns import heading_key
from app.records.register_import.running import undo
from app.shop.shops.models import Shop

NOT_A_FOLLOWER = N_("Choose somebody from this shop's front office.")
NOT_A_CHOICE = N_("Choose from the list.")
NO_FOLLOWER = N_("First choose who will follow the journeys that stay open.")
ANOTHER_RUNNING = N_("Another register is being saved or undone in this shop. Wait until that is finished.")
NOT_READY = N_("This import is not ready to be saved.")
NOT_WRITTEN = N_("This import has nothing to undo.")
NO_DAY_COLUMN = N_("Choose the column with the date of the visit.")
DUPLICATE_COLUMN = N_("Two columns have the same meaning. Skip one of them.")
# Nothing is written, and no job is running.
WAITING_STAGES = frozenset({Stage.COLUMNS, Stage.READY, Stage.BROKEN})


def hand_in(db: Session, content: bytes, file_name: str, *, sheet: str = "", by: Actor, at: datetime) -> Import:
    """Stores an uploaded file as a new import, or returns the import of the same file that was not undone."""
    digest = hashlib.sha256(content).hexdigest()
    if (existing := queries.same_file(db, by.shop_id, digest)) is not None:
        return existing
    imported = Import(
        shop_id=by.shop_id,
        made_by_id=by.worker_id,
        made_at=at,
        file_name=_safe_file_name(file_name),
        digest=digest,
        content=content,
        sheet=sheet,
    )
    db.add(imported)
    db.flush()
    _log_change(db, imported, "added", by, at)
    return imported


def request_scan(db: Session, imported: Import, *, sheet: str | None = None, at: datetime) -> None:
    """Queues the detection of columns, in another sheet if `sheet` is given. Raises Refused while a job runs."""
    imported = _lock_waiting(db, imported)
    imported.sheet = imported.sheet if sheet is None else sheet
    _enqueue(imported, Stage.LOOKING, at)
    db.flush()


def reopen_columns(db: Session, imported: Import, *, at: datetime) -> None:
    """Returns to the page of columns. Raises Refused while a job runs and once the import is written."""
    imported = _lock_waiting(db, imported)
    imported.stage = Stage.COLUMNS
    db.flush()


def columns_obstacle(columns: Mapping[int, Column | None]) -> str:
    """Why a file cannot be read with these columns, as a message id; "" when it can."""
    meant = [column for column in columns.values() if column]
    if Column.DAY not in meant:
        return NO_DAY_COLUMN
    return DUPLICATE_COLUMN if len(set(meant)) < len(meant) else ""


def remember_columns(
    db: Session, imported: Import, columns: Mapping[int, Column | None], *, by: Actor, at: datetime
) -> None:
    """Stores the meanings of the headings that were detected wrongly, for the next file."""
    for seen in imported.found:
        meant = columns.get(seen["place"])
        if heading_key(seen["heading"]) and (meant or "") != seen["column"]:
            set_meaning(db, imported, WordKind.COLUMN, heading_key(seen["heading"])[:200], meant or "", by=by, at=at)


def confirm_columns(
    db: Session,
    imported: Import,
    columns: Mapping[int, Column | None],
    heading_row: int,
    *,
    sheet: str | None = None,
    by: Actor,
    at: datetime,
) -> Import:
    """Sets the contents of each column (None: skip it) and queues the count. Raises Refused while a job runs."""
    imported = _lock_waiting(db, imported)
    imported.columns = {str(place): column or "" for place, column in columns.items()}
    imported.heading_row = heading_row
    imported.sheet = imported.sheet if sheet is None else sheet
    _enqueue(imported, Stage.READING, at)
    db.flush()
    _log_change(db, imported, "columns agreed", by, at)
    return imported


def recount(db: Session, imported: Import, *, by: Actor, at: datetime) -> Import:
    """Queues a new count, after questions were answered. Raises Refused while a job runs."""
    imported = _lock_waiting(db, imported)
    _enqueue(imported, Stage.READING, at)
    db.flush()
    return imported


def begin_writing(db: Session, imported: Import, *, by: models.AuditActor, at: datetime) -> None:
    """Queues the writing; from now on nothing about the import can change.

    Raises Refused when the import is not READY, when it needs a follower, or while another import is written or undone.
    """
    lock_row(db, db.get_one(Shop, imported.shop_id))  # of two at once, the second sees that the first is running
    imported = lock_row(db, imported)
    if imported.stage != Stage.READY:
        raise Refused(NOT_READY)
    if imported.counts.get("open_journeys") and queries.proposed_follower(db, imported) is None:
        raise Refused(NO_FOLLOWER)
    if queries.is_another_running(db, imported):
        raise Refused(ANOTHER_RUNNING)
    _enqueue(imported, Stage.WRITING, at)
    db.flush()
    _log_change(db, imported, "writing begun", by, at)


def begin_undoing(db: Session, imported: Import, *, by: models.AuditActor, at: datetime) -> None:
    """Queues the undoing of the whole import. Raises Refused when somebody has changed what it wrote, or another import
    is running."""
    lock_row(db, db.get_one(Shop, imported.shop_id))
    imported = lock_row(db, imported)
    if imported.stage != Stage.WRITTEN:
        raise Refused(NOT_WRITTEN)
    if (reason := undo.obstacle(db, imported)) is not None:
        raise reason
    if queries.is_another_running(db, imported):
        raise Refused(ANOTHER_RUNNING)
    _enqueue(imported, Stage.UNDOING, at)
    db.flush()
    _log_change(db, imported, "undoing begun", by, at)


def choose_follower(db: Session, imported: Import, worker: Worker, *, by: Actor, at: datetime) -> Import:
    """Makes the worker responsible for the journeys that stay open. Raises Refused if the worker cannot be."""
    imported = _lock_waiting(db, imported)
    if worker.id not in {one.id for one in queries.eligible_followers(db, imported.shop_id)}:
        raise Refused(NOT_A_FOLLOWER)
    if imported.follower_id != worker.id:
        imported.follower_id = worker.id
        db.flush()
        _log_change(db, imported, "follower chosen", by, at)
    return imported


def set_meaning(
    db: Session, imported: Import, kind: WordKind, said: str, meant: str, *, by: Actor, at: datetime
) -> Meaning:
    """Stores the meaning of a word (folded) in this shop's registers; "" means that it has none.

    Raises Refused when `meant` is not on the shop's list.
    """
    known: dict[WordKind, Callable[[], Collection[str]]] = {
        WordKind.COLUMN: lambda: [column.value for column in Column],
        WordKind.ORGANISATION: lambda: queries.organisations(db, by.shop_id),
        WordKind.RESULT: lambda: queries.outcome_kinds(db, by.shop_id),
        WordKind.TOPIC: lambda: queries.topics(db, by.shop_id),
    }
    if meant and meant not in known[kind]():
        raise Refused(NOT_A_CHOICE)
    statement = select(Meaning).where(Meaning.shop_id == by.shop_id, Meaning.kind == kind, Meaning.said == said)
    row = db.exec(statement).first() or Meaning(
        shop_id=by.shop_id, kind=kind, said=said, settled_by_id=0, settled_at=at
    )
    row.meant, row.settled_by_id, row.settled_at = meant, by.worker_id, at
    db.add(row)
    db.flush()
    return row


def answer_word(db: Session, imported: Import, question: Question, meant: str, *, by: Actor, at: datetime) -> None:
    """Answers the meaning of a word. Raises Refused when it is not on the shop's list, and while a job runs."""
    _lock_waiting(db, imported)
    if question.kind is None:
        raise Refused(NO_LONGER_POSSIBLE)
    set_meaning(db, imported, question.kind, question.said, meant, by=by, at=at)
    question.answered_at, question.answered_by_id = at, by.worker_id
    db.flush()


def answer_same(db: Session, imported: Import, question: Question, same: bool, *, by: Actor, at: datetime) -> None:
    """Answers whether the two sides are the same person. Raises Refused while a job runs."""
    _lock_waiting(db, imported)
    if question.kind is not None:
        raise Refused(NO_LONGER_POSSIBLE)
    question.same, question.answered_at, question.answered_by_id = same, at, by.worker_id
    db.flush()
    known = queries.persons_by_key(
        db, imported.shop_id, [side[1:] for side in (question.one, question.other) if side.startswith("=")]
    )
    _log_change(db, imported, "said to be one" if same else "said to be two", by, at, [person.id for person in known])


def discard(db: Session, imported: Import, *, by: Actor, at: datetime) -> None:
    """Deletes the file and the questions of an import that is not written; its row remains. Raises Refused."""
    imported = _lock_waiting(db, imported)
    for question in queries.questions(db, imported.id):
        db.delete(question)
    imported.stage, imported.content, imported.undone_at, imported.counts = Stage.UNDONE, None, at, {}
    db.flush()
    _log_change(db, imported, "removed", by, at)


def _lock_waiting(db: Session, imported: Import) -> Import:
    imported = lock_row(db, imported)
    if imported.stage not in WAITING_STAGES:
        raise Refused(NO_LONGER_POSSIBLE)
    return imported


def _enqueue(imported: Import, stage: Stage, at: datetime) -> None:
    """Puts the import in the queue, without a run (app.records.register_import.running.job_queue)."""
    imported.stage, imported.trouble, imported.facts, imported.run = stage, "", {}, ""
    imported.done, imported.total, imported.worked_at = 0, 0, at


def _log_change(
    db: Session, imported: Import, what: str, by: models.AuditActor, at: datetime, persons: Iterable[int] = ()
) -> None:
    audit_log.log_read(
        db,
        by=by,
        at=at,
        subject="import",
        subject_id=imported.id,
        basis="coordinator",
        what=what,
        kind=models.AuditKind.CHANGE,
        persons=persons,
    )


def _safe_file_name(file_name: str) -> str:
    """The file name without control characters, such as those that reverse the text; "" if it contains a BSN."""
    name = "".join(letter for letter in file_name if letter.isprintable())[-200:].strip()
    return "" if contains_bsn(name) else name
