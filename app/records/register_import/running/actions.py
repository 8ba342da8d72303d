"""Handing in an old register, agreeing on its columns, and answering what it cannot settle by itself.

What is done beside the server is in jobs.py; a page wakes the runner once its transaction is kept.
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

SAME_FILE = N_("This very file was handed in already.")
NOT_A_FOLLOWER = N_("Choose somebody of this shop's front office.")
NOT_A_CHOICE = N_("Choose from the list.")
NO_FOLLOWER = N_("Choose first who follows the people whose journey stays open.")
ANOTHER_RUNNING = N_("Another register is being written or undone in this shop. Wait until that is done.")
NOT_READY = N_("This import is not ready to be written.")
NOT_WRITTEN = N_("There is nothing of this import to undo.")
NO_DAY_COLUMN = N_("Choose the column with the date of the visit.")
DUPLICATE_COLUMN = N_("Two columns have the same meaning. Leave one of them out.")
WAITING_STAGES = frozenset(
    {Stage.COLUMNS, Stage.READY, Stage.BROKEN}
)  # nothing is written, and nobody is at work on it


def hand_in(db: Session, content: bytes, file_name: str, *, sheet: str = "", by: Actor, at: datetime) -> Import:
    """Keeps the file until its columns are agreed. The same file a second time is the same import, while it stands."""
    digest = hashlib.sha256(content).hexdigest()
    if (there := queries.same_file(db, by.shop_id, digest)) is not None:
        return there
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
    """Lets it be seen which columns the file has; of another sheet, when one is named. Raises Refused."""
    imported = _lock_waiting(db, imported)
    imported.sheet = imported.sheet if sheet is None else sheet
    _enqueue(imported, Stage.LOOKING, at)
    db.flush()


def reopen_columns(db: Session, imported: Import, *, at: datetime) -> None:
    """What the columns hold is looked at once more. Raises Refused once it is at work."""
    imported = _lock_waiting(db, imported)
    imported.stage = Stage.COLUMNS
    db.flush()


def columns_obstacle(columns: Mapping[int, Column | None]) -> str:
    """Why a file cannot be read with its columns meant so; "" when it can."""
    meant = [column for column in columns.values() if column]
    if Column.DAY not in meant:
        return NO_DAY_COLUMN
    return DUPLICATE_COLUMN if len(set(meant)) < len(meant) else ""


def remember_columns(
    db: Session, imported: Import, columns: Mapping[int, Column | None], *, by: Actor, at: datetime
) -> None:
    """What the headings of this file mean, for the next one; what was guessed right needs no remembering."""
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
    """Settles what each column holds (None: skip it), and lets it be read. Raises Refused once it is at work."""
    imported = _lock_waiting(db, imported)
    imported.columns = {str(place): column or "" for place, column in columns.items()}
    imported.heading_row = heading_row
    imported.sheet = imported.sheet if sheet is None else sheet
    _enqueue(imported, Stage.READING, at)
    db.flush()
    _log_change(db, imported, "columns agreed", by, at)
    return imported


def recount(db: Session, imported: Import, *, by: Actor, at: datetime) -> Import:
    """After questions were answered: counts anew what would come of it. Raises Refused once it is at work."""
    imported = _lock_waiting(db, imported)
    _enqueue(imported, Stage.READING, at)
    db.flush()
    return imported


def begin_writing(db: Session, imported: Import, *, by: models.AuditActor, at: datetime) -> None:
    """Nobody can change anything about it from now on: it is about to be written. Raises Refused."""
    lock_row(db, db.get_one(Shop, imported.shop_id))  # of two imports at once, the second finds the first at work
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
    """It is about to be taken back as a whole. Raises Refused once somebody built on it."""
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
    """Who follows the people whose journey stays open. Raises Refused for who cannot."""
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
    """What a word (folded) of this shop's registers means from now on; "" is nothing. Raises Refused."""
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
    """Answers what a word means. Raises Refused for what is no choice, and once the import is at work."""
    _lock_waiting(db, imported)
    if question.kind is None:
        raise Refused(NO_LONGER_POSSIBLE)
    set_meaning(db, imported, question.kind, question.said, meant, by=by, at=at)
    question.answered_at, question.answered_by_id = at, by.worker_id
    db.flush()


def answer_same(db: Session, imported: Import, question: Question, same: bool, *, by: Actor, at: datetime) -> None:
    """Answers whether the two sides are one person. Raises Refused once the import is at work."""
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
    """An import of which nothing is written: the file goes, the record keeps that it was there. Raises Refused."""
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
    """No run has it yet: it waits for its turn (app.records.register_import.running.job_queue)."""
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
    """What a file was called, without what turns the reading direction or cannot be stored; never with a BSN."""
    name = "".join(letter for letter in file_name if letter.isprintable())[-200:].strip()
    return "" if contains_bsn(name) else name
