"""The jobs of an import: scan, prepare, write, undo, and recover one that stopped half-way.

Each runs in a separate process (subprocess_jobs.start_process), in short transactions. A job acquires the lease of an
import with a run of its own, or with the run that was reserved for it (job_queue.reserve_due_jobs). A job that finds
another run on its import stops, so two jobs never work on one import, and a job that lost its lease writes nothing
more.
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
from app.records.register_import.parsing.file_errors import TOO_LARGE_UNPACKED, Unreadable
from app.records.register_import.parsing.sheet_preview import preview_sheet
from app.records.register_import.planning.plan import Unit, calls_per_day, plan_counts, side_of_group
from app.records.register_import.planning.record_builder import RecordBuilder
from app.records.register_import.running import actions, retention, undo
from app.records.register_import.running.batches import ImportJob, LeaseLost, in_batches, read_only_session, transaction
from app.records.register_import.running.bulk_writer import BulkWriter, insert_imported_rows
from app.records.register_import.running.dry_run import Progress, dry_run, write_questions
from app.records.register_import.running.lease import LEASE, acquire, finish, import_actor, reserve

log = logging.getLogger(__name__)


INTERRUPTED = N_("Something went wrong halfway. Nothing was saved. You can start again.")
PARTLY_KEPT = N_(
    "Something went wrong halfway. We could not undo everything, "
    "because somebody has already worked with some of the people."
)


def scan(key: str, run: str = "") -> None:
    """Detects the sheets and columns of an import in stage LOOKING. It ends in COLUMNS, or in BROKEN with a reason."""
    _run_reading(key, Stage.LOOKING, _scan, run)


def prepare(key: str, run: str = "") -> None:
    """Reads, matches and counts an import in stage READING, and stores the questions. Earlier answers are kept.
    It ends in READY, or in BROKEN with a reason."""
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
    """Writes an import that is READY, or for which a page called actions.begin_writing. It ends in WRITTEN, or in READY
    again with nothing written. Raises Refused."""
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
    """Undoes an import that is WRITTEN, or for which a page called actions.begin_undoing. Raises Refused when somebody
    has changed what it wrote."""
    run = _begin(key, Stage.UNDOING, actions.begin_undoing) or run
    if (job := acquire(key, Stage.UNDOING, Stage.UNDOING, run)) is not None:
        _undo(job)


def _begin(key: str, stage: Stage, begin: Callable[..., None]) -> str:
    """Calls `begin` if no page did, and reserves the import. Returns the run; "" when it had begun before."""
    with transaction() as db:
        imported = queries.import_by_key(db, key)
        if imported is None:
            raise Refused(actions.NOT_READY)
        if imported.stage != stage:
            begin(db, imported, by=import_actor(db, imported), at=now())
            return reserve(imported, now())
    return ""


def recover(key: str, stage: Stage, run: str = "") -> None:
    """Undoes an import that stopped while it was written, or repeats the job that stopped in another stage."""
    if stage == Stage.LOOKING:
        scan(key, run)
    elif stage == Stage.READING:
        prepare(key, run)
    elif (job := acquire(key, stage, Stage.UNDOING, run)) is not None:
        _undo(job)


def mark_failed(key: str, run: str, *, cut_off: bool) -> None:
    """Handles a process that ended before its job did. An import that it was only reading becomes BROKEN, because
    another attempt would end in the same way. One that it was writing is recovered later.

    `cut_off`: the process exceeded its limit of memory or time.
    """
    mine = (col(Import.key) == key, col(Import.run) == run, col(Import.stage).in_((Stage.LOOKING, Stage.READING)))
    with transaction() as db:
        trouble = TOO_LARGE_UNPACKED if cut_off else INTERRUPTED
        db.execute(update(Import).where(*mine).values(stage=Stage.BROKEN, trouble=trouble, facts={}))


def recover_all() -> int:
    """Recovers all imports that stopped half-way, for a command that may be the only process. A server's job runner
    starts a process for each instead (job_queue). Returns their number."""
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
        result = dry_run(job, progress)
        counts = plan_counts(result.plan, result.shop, result.followed)
    with transaction() as db:
        questions = write_questions(db, job, result.entries, result.matching, vocabulary.unresolved(result.terms))
        job.heartbeat(db, len(result.entries), counts={**counts, "questions": questions}, stage=Stage.READY)


def _write(job: ImportJob) -> None:
    with Progress(job) as progress:
        result = dry_run(job, progress)
        counts = plan_counts(result.plan, result.shop, result.followed)
    entries, matching, plan, shop = result.entries, result.matching, result.plan, result.shop
    if counts["open_journeys"] and shop.follower_id is None:
        raise Refused(actions.NO_FOLLOWER)
    writer = BulkWriter(
        job,
        RecordBuilder(shop, calls_per_day(counts["open_journeys"])),
        [(pair.one, pair.other, pair.score) for pair in matching.possible_pairs],
        _different_pairs(result.answers, entries, matching),
    )
    gc.freeze()  # otherwise collecting garbage in the whole plan would take longer than a batch
    done = 0
    for some in in_batches(plan.units, _weight):
        made = writer.build_records(some)
        with transaction() as db:
            done += sum(len(unit.entries) for unit in some)
            job.heartbeat(db, done)
            writer.write(db, some, made)
    rest = [*plan.refused, *plan.already_imported]
    for lines in in_batches(rest):
        with transaction() as db:
            job.heartbeat(db, done := done + len(lines))
            insert_imported_rows(
                db, job, [{"row": e.row, "fingerprint": e.fingerprint, "refusal": str(e.refusal or "")} for e in lines]
            )
    with transaction() as db:
        unanswered = queries.questions(db, job.import_id, unanswered=True)
        job.heartbeat(
            db, len(entries), stage=Stage.WRITTEN, written_at=now(), counts={**counts, "questions": len(unanswered)}
        )
        _log_change(db, job, "written")


def _weight(unit: Unit) -> int:
    """New persons take more work, because they are indexed for the search."""
    return len(unit.entries) + (3 if unit.side and unit.person_id is None else 0)


def _different_pairs(
    answers: Iterable[queries.PairAnswer], entries: Sequence[RegisterEntry], matching: Matching
) -> list[tuple[Side, Side, int | None, Any]]:
    """The pairs that were answered to be two persons, each side named as its unit: by its first line."""

    def written_as(side: Side) -> Side:
        number = matching.group_by_side.get(side)
        return side if number is None else side_of_group(matching.groups[number], entries)

    found = {}
    for answer in answers:
        if not answer.same:
            one, other = sorted((written_as(answer.one), written_as(answer.other)))
            if one != other:
                found[one, other] = (one, other, answer.by_id, answer.at)
    return list(found.values())


def _undo(job: ImportJob) -> None:
    """Undoes all lines. An import that was written completely becomes UNDONE; otherwise it can be written again."""
    with read_only_session() as db:
        imported = db.get_one(Import, job.import_id)
        was_written = imported.written_at is not None
        untouchable = undo.untouchable_persons(db, imported)
        lines = [row_id for row_id, person_id in undo.imported_lines(db, job.import_id) if person_id not in untouchable]
    with transaction() as db:
        job.heartbeat(db, total=len(lines))
    done = 0
    try:
        for some in in_batches(lines):
            with transaction() as db:
                job.heartbeat(db, done := done + len(some))
                undo.undo_lines(db, job, some)
        with transaction() as db:
            imported = db.get_one(Import, job.import_id)
            if was_written:
                undo.delete_working_data(db, imported)
            db.flush()
            job.heartbeat(
                db,
                stage=Stage.UNDONE if was_written else Stage.READY,
                undone_at=job.at if was_written else None,
                trouble=PARTLY_KEPT if untouchable else "" if was_written else INTERRUPTED,
            )
            _log_change(db, job, "undone")
    except LeaseLost:
        return


def _undo_failed_write(job: ImportJob) -> None:
    """Undoes what this process wrote before it failed."""
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
