"""The work of an import, beside the server: counting it, writing it, taking it back, and mending what broke off.

Each runs in a process of its own (beside.start), in short transactions of its own. Whoever takes an import up gives it
a new run, or was given one with its turn (job_queue.take_turns); whoever finds another run on it stops. So two at once
are one, and who was thought dead writes nothing more.
"""

import gc
import logging
from collections.abc import Callable, Iterable, Sequence
from typing import Any

from sqlalchemy import update
from sqlmodel import Session, col

from app.audit import audit_log, models
from app.core.clock import now
from app.core.state_machine import Refused
from app.core.text_rules import N_
from app.records.register_import import queries
from app.records.register_import.entries import RegisterEntry
from app.records.register_import.matching import vocabulary
from app.records.register_import.matching.matching import Matching, Side
from app.records.register_import.models import Import, Stage
from app.records.register_import.parsing.errors import TOO_LARGE_UNPACKED, Unreadable
from app.records.register_import.parsing.sheet_preview import preview_sheet
from app.records.register_import.planning.plan import Unit, calls_per_day, plan_counts, side_of_group
from app.records.register_import.planning.record_builder import RecordBuilder
from app.records.register_import.running import actions, retention, undo
from app.records.register_import.running.batches import ImportJob, LeaseLost, in_batches, read_only_session, transaction
from app.records.register_import.running.bulk_writer import BulkWriter, insert_imported_rows
from app.records.register_import.running.dry_run import Progress, dry_run, write_questions
from app.records.register_import.running.lease import LEASE, acquire, finish, import_actor, reserve

log = logging.getLogger(__name__)


INTERRUPTED = N_("It broke off in the middle. Nothing of it was kept: you can begin again.")
PARTLY_KEPT = N_(
    "The half-finished import could not be taken back as a whole: somebody went on with a few of its people."
)


def scan(key: str, run: str = "") -> None:
    """Sees which sheets and columns an import that is at LOOKING has. It ends COLUMNS, or BROKEN with the trouble."""
    _run_reading(key, Stage.LOOKING, _scan, run)


def prepare(key: str, run: str = "") -> None:
    """Reads, matches and counts an import that is at READING, and asks what it cannot settle. What was answered
    before stays answered. It ends READY, or BROKEN with the trouble in words."""
    _run_reading(key, Stage.READING, _prepare, run)


def _run_reading(key: str, stage: Stage, do: Callable[[ImportJob], None], run: str) -> None:
    job = acquire(key, stage, stage, run)
    if job is None:
        return
    try:
        do(job)
    except LeaseLost:
        return
    except Unreadable as problem:
        finish(job, stage=Stage.BROKEN, trouble=problem.reason, facts=problem.facts)
    except MemoryError:
        finish(job, stage=Stage.BROKEN, trouble=TOO_LARGE_UNPACKED)
    except Exception:
        log.exception("import %s broke off while %s", key, stage)
        finish(job, stage=Stage.BROKEN, trouble=INTERRUPTED)


def write(key: str, run: str = "") -> None:
    """Writes an import that is READY, or was begun by a page (actions.begin_writing). It ends WRITTEN, or READY again
    with nothing of it there. Raises Refused."""
    run = _begin(key, Stage.WRITING, actions.begin_writing) or run
    job = acquire(key, Stage.WRITING, Stage.WRITING, run, began_at=now())
    if job is None:
        return
    try:
        _write(job)
    except LeaseLost:
        return
    except BaseException:
        log.exception("writing import %s broke off", key)
        _undo_failed_write(job)
        raise


def undo_import(key: str, run: str = "") -> None:
    """Undoes an import that is WRITTEN, or of which a page began that, as a whole. Raises Refused once somebody built
    on it."""
    run = _begin(key, Stage.UNDOING, actions.begin_undoing) or run
    if (job := acquire(key, Stage.UNDOING, Stage.UNDOING, run)) is not None:
        _undo(job)


def _begin(key: str, stage: Stage, begin: Callable[..., None]) -> str:
    """Begins what no page began. Returns the run for which that is reserved; "" when it was begun before."""
    with transaction() as db:
        imported = queries.import_by_key(db, key)
        if imported is None:
            raise Refused(actions.NOT_READY)
        if imported.stage != stage:
            begin(db, imported, by=import_actor(db, imported), at=now())
            return reserve(imported, now())
    return ""


def recover(key: str, stage: Stage, run: str = "") -> None:
    """Takes back what broke off while it was written, or goes on with what broke off otherwise."""
    if stage == Stage.LOOKING:
        scan(key, run)
    elif stage == Stage.READING:
        prepare(key, run)
    elif (job := acquire(key, stage, Stage.UNDOING, run)) is not None:
        _undo(job)


def mark_failed(key: str, run: str, *, cut_off: bool) -> None:
    """The process of this run ended before its work did. What it was only reading is BROKEN: another try would end as
    this one did. `cut_off`: it wanted more memory or time than it may have. What it was writing is recovered later."""
    mine = (col(Import.key) == key, col(Import.run) == run, col(Import.stage).in_((Stage.LOOKING, Stage.READING)))
    with transaction() as db:
        trouble = TOO_LARGE_UNPACKED if cut_off else INTERRUPTED
        db.execute(update(Import).where(*mine).values(stage=Stage.BROKEN, trouble=trouble, facts={}))


def recover_all() -> int:
    """Recovers everything that broke off, for a command that may be the only process there is: the runner of a server
    starts a process for each (job_queue). Returns how many there were."""
    with transaction() as db:
        retention.delete_expired(db, now())
    with read_only_session() as db:
        found = [(one.key, one.stage) for one in queries.abandoned_imports(db, now() - LEASE)]
    for key, stage in found:
        recover(key, stage)
    return len(found)


def _scan(job: ImportJob) -> None:
    with read_only_session() as db:
        imported = db.get_one(Import, job.import_id)
        remembered = queries.remembered_headings(db, job.shop_id)
        db.expunge(imported)
    seen = preview_sheet(imported, remembered)
    finish(
        job,
        stage=Stage.COLUMNS,
        sheets=seen.sheets,
        sheet=seen.sheet,
        heading_row=seen.heading_row,
        found=seen.columns,
        columns={str(one["place"]): one["column"] for one in seen.columns},
    )


def _prepare(job: ImportJob) -> None:
    with Progress(job) as progress:
        found = dry_run(job, progress)
        came = plan_counts(found.plan, found.setting, found.followed)
    with transaction() as db:
        asked = write_questions(db, job, found.entries, found.matching, vocabulary.unresolved(found.words))
        job.alive(db, len(found.entries), counts={**came, "questions": asked}, stage=Stage.READY)


def _write(job: ImportJob) -> None:
    with Progress(job) as progress:
        found = dry_run(job, progress)
        came = plan_counts(found.plan, found.setting, found.followed)
    entries, matching, plan, setting = found.entries, found.matching, found.plan, found.setting
    if came["open_journeys"] and setting.follower_id is None:
        raise Refused(actions.NO_FOLLOWER)
    writing = BulkWriter(
        job,
        RecordBuilder(setting, calls_per_day(came["open_journeys"])),
        [(ask.one, ask.other, ask.score) for ask in matching.asks],
        _different_pairs(found.answers, entries, matching),
    )
    gc.freeze()  # looking through all of the plan for what can be thrown away would take longer than a piece
    done = 0
    for some in in_batches(plan.units, _weight):
        made = writing.lay_out(some)
        with transaction() as db:
            done += sum(len(unit.entries) for unit in some)
            job.alive(db, done)
            writing.put(db, some, made)
    rest = [*plan.refused, *plan.there]
    for lines in in_batches(rest):
        with transaction() as db:
            job.alive(db, done := done + len(lines))
            insert_imported_rows(
                db, job, [{"row": e.row, "fingerprint": e.fingerprint, "refusal": str(e.refusal or "")} for e in lines]
            )
    with transaction() as db:
        asked = queries.questions(db, job.import_id, unanswered=True)
        job.alive(db, len(entries), stage=Stage.WRITTEN, written_at=now(), counts={**came, "questions": len(asked)})
        _log_change(db, job, "written")


def _weight(unit: Unit) -> int:
    """Somebody new is some work: an index is made of them."""
    return len(unit.entries) + (3 if unit.side and unit.person_id is None else 0)


def _different_pairs(
    answers: Iterable[queries.PairAnswer], entries: Sequence[RegisterEntry], matching: Matching
) -> list[tuple[Side, Side, int | None, Any]]:
    """Who were said to be two, each called as they are written: by the first of their lines."""

    def written_as(side: Side) -> Side:
        number = matching.group_of.get(side)
        return side if number is None else side_of_group(matching.groups[number], entries)

    found = {}
    for answer in answers:
        if not answer.same:
            one, other = sorted((written_as(answer.one), written_as(answer.other)))
            if one != other:
                found[one, other] = (one, other, answer.by_id, answer.at)
    return list(found.values())


def _undo(job: ImportJob) -> None:
    """Takes back everything; what never was wholly written can be begun again."""
    with read_only_session() as db:
        imported = db.get_one(Import, job.import_id)
        whole = imported.written_at is not None
        stay = undo.untouchable_persons(db, imported)
        lines = [number for number, person_id in undo.imported_lines(db, job.import_id) if person_id not in stay]
    with transaction() as db:
        job.alive(db, total=len(lines))
    done = 0
    try:
        for some in in_batches(lines):
            with transaction() as db:
                job.alive(db, done := done + len(some))
                undo.undo_lines(db, job, some)
        with transaction() as db:
            imported = db.get_one(Import, job.import_id)
            if whole:
                undo.delete_working_data(db, imported)
            db.flush()
            job.alive(
                db,
                stage=Stage.UNDONE if whole else Stage.READY,
                undone_at=job.at if whole else None,
                trouble=PARTLY_KEPT if stay else "" if whole else INTERRUPTED,
            )
            _log_change(db, job, "undone")
    except LeaseLost:
        return


def _undo_failed_write(job: ImportJob) -> None:
    """What broke off while this very process wrote it."""
    with transaction() as db:
        mine = (col(Import.id) == job.import_id, col(Import.stage) == job.stage, col(Import.run) == job.run)
        taken = db.execute(update(Import).where(*mine).values(stage=Stage.UNDOING, worked_at=now())).rowcount == 1
    if taken:
        _undo(ImportJob(job.import_id, job.key, job.shop_id, job.by, Stage.UNDOING, job.run, now()))


def _log_change(db: Session, job: ImportJob, what: str) -> None:
    audit_log.log_read(
        db,
        by=job.by,
        at=job.at,
        subject="import",
        subject_id=job.import_id,
        what=what,
        basis=job.basis,
        kind=models.AuditKind.CHANGE,
    )
