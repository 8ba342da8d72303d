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
from app.records.register_import.entries import Entry
from app.records.register_import.matching import vocabulary
from app.records.register_import.matching.matching import Matching, Side
from app.records.register_import.models import Import, Stage
from app.records.register_import.parsing.errors import BOMB, Unreadable
from app.records.register_import.parsing.sheet_preview import looked
from app.records.register_import.planning.plan import Unit, a_day, counts, side_of
from app.records.register_import.planning.record_builder import Making
from app.records.register_import.running import actions, retention, undo
from app.records.register_import.running.batches import Job, Lost, looking, pieces, work
from app.records.register_import.running.bulk_writer import Writing, keep_lines
from app.records.register_import.running.dry_run import Progress, ask, understood
from app.records.register_import.running.lease import DEAD, end, importer, reserve, take

log = logging.getLogger(__name__)


BROKE_OFF = N_("It broke off in the middle. Nothing of it was kept: you can begin again.")
CHANGED = N_("The half-finished import could not be taken back as a whole: somebody went on with a few of its people.")


def look(key: str, run: str = "") -> None:
    """Sees which sheets and columns an import that is at LOOKING has. It ends COLUMNS, or BROKEN with the trouble."""
    _read(key, Stage.LOOKING, _look, run)


def prepare(key: str, run: str = "") -> None:
    """Reads, matches and counts an import that is at READING, and asks what it cannot settle. What was answered
    before stays answered. It ends READY, or BROKEN with the trouble in words."""
    _read(key, Stage.READING, _prepare, run)


def _read(key: str, stage: Stage, do: Callable[[Job], None], run: str) -> None:
    job = take(key, stage, stage, run)
    if job is None:
        return
    try:
        do(job)
    except Lost:
        return
    except Unreadable as problem:
        end(job, stage=Stage.BROKEN, trouble=problem.reason, facts=problem.facts)
    except MemoryError:
        end(job, stage=Stage.BROKEN, trouble=BOMB)
    except Exception:
        log.exception("import %s broke off while %s", key, stage)
        end(job, stage=Stage.BROKEN, trouble=BROKE_OFF)


def write(key: str, run: str = "") -> None:
    """Writes an import that is READY, or was begun by a page (actions.begin_writing). It ends WRITTEN, or READY again
    with nothing of it there. Raises Refused."""
    run = _begin(key, Stage.WRITING, actions.begin_writing) or run
    job = take(key, Stage.WRITING, Stage.WRITING, run, began_at=now())
    if job is None:
        return
    try:
        _write(job)
    except Lost:
        return
    except BaseException:
        log.exception("writing import %s broke off", key)
        _broke_off(job)
        raise


def take_back(key: str, run: str = "") -> None:
    """Undoes an import that is WRITTEN, or of which a page began that, as a whole. Raises Refused once somebody built
    on it."""
    run = _begin(key, Stage.UNDOING, actions.begin_undoing) or run
    if (job := take(key, Stage.UNDOING, Stage.UNDOING, run)) is not None:
        _undo(job)


def _begin(key: str, stage: Stage, begin: Callable[..., None]) -> str:
    """Begins what no page began. Returns the run for which that is reserved; "" when it was begun before."""
    with work() as db:
        imported = queries.import_called(db, key)
        if imported is None:
            raise Refused(actions.NOT_READY)
        if imported.stage != stage:
            begin(db, imported, by=importer(db, imported), at=now())
            return reserve(imported, now())
    return ""


def recover(key: str, stage: Stage, run: str = "") -> None:
    """Takes back what broke off while it was written, or goes on with what broke off otherwise."""
    if stage == Stage.LOOKING:
        look(key, run)
    elif stage == Stage.READING:
        prepare(key, run)
    elif (job := take(key, stage, Stage.UNDOING, run)) is not None:
        _undo(job)


def give_up(key: str, run: str, *, cut_off: bool) -> None:
    """The process of this run ended before its work did. What it was only reading is BROKEN: another try would end as
    this one did. `cut_off`: it wanted more memory or time than it may have. What it was writing is recovered later."""
    mine = (col(Import.key) == key, col(Import.run) == run, col(Import.stage).in_((Stage.LOOKING, Stage.READING)))
    with work() as db:
        trouble = BOMB if cut_off else BROKE_OFF
        db.execute(update(Import).where(*mine).values(stage=Stage.BROKEN, trouble=trouble, facts={}))


def mend() -> int:
    """Recovers everything that broke off, for a command that may be the only process there is: the runner of a server
    starts a process for each (job_queue). Returns how many there were."""
    with work() as db:
        retention.forget_old(db, now())
    with looking() as db:
        found = [(one.key, one.stage) for one in queries.dead(db, now() - DEAD)]
    for key, stage in found:
        recover(key, stage)
    return len(found)


def _look(job: Job) -> None:
    with looking() as db:
        imported = db.get_one(Import, job.import_id)
        remembered = queries.headings(db, job.shop_id)
        db.expunge(imported)
    seen = looked(imported, remembered)
    end(
        job,
        stage=Stage.COLUMNS,
        sheets=seen.sheets,
        sheet=seen.sheet,
        heading_row=seen.heading_row,
        found=seen.columns,
        columns={str(one["place"]): one["column"] for one in seen.columns},
    )


def _prepare(job: Job) -> None:
    with Progress(job) as progress:
        found = understood(job, progress)
        came = counts(found.plan, found.setting, found.followed)
    with work() as db:
        asked = ask(db, job, found.entries, found.matching, vocabulary.asked(found.words))
        job.alive(db, len(found.entries), counts={**came, "questions": asked}, stage=Stage.READY)


def _write(job: Job) -> None:
    with Progress(job) as progress:
        found = understood(job, progress)
        came = counts(found.plan, found.setting, found.followed)
    entries, matching, plan, setting = found.entries, found.matching, found.plan, found.setting
    if came["open_journeys"] and setting.follower_id is None:
        raise Refused(actions.NO_FOLLOWER)
    writing = Writing(
        job,
        Making(setting, a_day(came["open_journeys"])),
        [(ask.one, ask.other, ask.score) for ask in matching.asks],
        _told_apart(found.answers, entries, matching),
    )
    gc.freeze()  # looking through all of the plan for what can be thrown away would take longer than a piece
    done = 0
    for some in pieces(plan.units, _weight):
        made = writing.lay_out(some)
        with work() as db:
            done += sum(len(unit.entries) for unit in some)
            job.alive(db, done)
            writing.put(db, some, made)
    rest = [*plan.refused, *plan.there]
    for lines in pieces(rest):
        with work() as db:
            job.alive(db, done := done + len(lines))
            keep_lines(
                db, job, [{"row": e.row, "fingerprint": e.fingerprint, "refusal": str(e.refusal or "")} for e in lines]
            )
    with work() as db:
        asked = queries.questions(db, job.import_id, unanswered=True)
        job.alive(db, len(entries), stage=Stage.WRITTEN, written_at=now(), counts={**came, "questions": len(asked)})
        _on_record(db, job, "written")


def _weight(unit: Unit) -> int:
    """Somebody new is some work: an index is made of them."""
    return len(unit.entries) + (3 if unit.side and unit.person_id is None else 0)


def _told_apart(
    answers: Iterable[queries.Answer], entries: Sequence[Entry], matching: Matching
) -> list[tuple[Side, Side, int | None, Any]]:
    """Who were said to be two, each called as they are written: by the first of their lines."""

    def written_as(side: Side) -> Side:
        number = matching.group_of.get(side)
        return side if number is None else side_of(matching.groups[number], entries)

    found = {}
    for answer in answers:
        if not answer.same:
            one, other = sorted((written_as(answer.one), written_as(answer.other)))
            if one != other:
                found[one, other] = (one, other, answer.by_id, answer.at)
    return list(found.values())


def _undo(job: Job) -> None:
    """Takes back everything; what never was wholly written can be begun again."""
    with looking() as db:
        imported = db.get_one(Import, job.import_id)
        whole = imported.written_at is not None
        stay = undo.kept(db, imported)
        lines = [number for number, person_id in undo.lines(db, job.import_id) if person_id not in stay]
    with work() as db:
        job.alive(db, total=len(lines))
    done = 0
    try:
        for some in pieces(lines):
            with work() as db:
                job.alive(db, done := done + len(some))
                undo.take_back(db, job, some)
        with work() as db:
            imported = db.get_one(Import, job.import_id)
            if whole:
                undo.close(db, imported)
            db.flush()
            job.alive(
                db,
                stage=Stage.UNDONE if whole else Stage.READY,
                undone_at=job.at if whole else None,
                trouble=CHANGED if stay else "" if whole else BROKE_OFF,
            )
            _on_record(db, job, "undone")
    except Lost:
        return


def _broke_off(job: Job) -> None:
    """What broke off while this very process wrote it."""
    with work() as db:
        mine = (col(Import.id) == job.import_id, col(Import.stage) == job.stage, col(Import.run) == job.run)
        taken = db.execute(update(Import).where(*mine).values(stage=Stage.UNDOING, worked_at=now())).rowcount == 1
    if taken:
        _undo(Job(job.import_id, job.key, job.shop_id, job.by, Stage.UNDOING, job.run, now()))


def _on_record(db: Session, job: Job, what: str) -> None:
    audit_log.look(
        db,
        by=job.by,
        at=job.at,
        subject="import",
        subject_id=job.import_id,
        what=what,
        basis=job.basis,
        kind=models.Kind.CHANGE,
    )
