"""The work of an import, beside the server: counting it, writing it, taking it back, and mending what broke off.

Each runs in a process of its own (`start`), in short transactions of its own. Whoever takes an import up gives it a new
run; whoever finds another run on it stops. So two at once are one, and who was thought dead writes nothing any more.
"""

import gc
import logging
import os
import subprocess
import sys
import threading
import time
from collections.abc import Iterable, Sequence
from datetime import timedelta
from typing import Any, Literal

from sqlalchemy import or_, update
from sqlmodel import Session, col, select

from app.accounts.models import Worker
from app.audit import record
from app.core.clock import now
from app.core.ids import new_key
from app.core.lifecycle import Refused
from app.core.settings import ROOT, settings
from app.core.text import N_
from app.importing import queries, undo, words
from app.importing.counting import Progress, ask, understood
from app.importing.entries import Entry
from app.importing.laying_out import Making
from app.importing.matching import Matching, Side
from app.importing.models import Import, Stage
from app.importing.pace import Importer, Job, Lost, looking, pieces, work
from app.importing.plan import Unit, a_day, counts, side_of
from app.importing.unreadable import Unreadable
from app.importing.writing import Writing, keep_lines
from app.web.i18n import gettext

log = logging.getLogger(__name__)

DEAD = timedelta(seconds=30)  # without a sign of life
LOOK = 20.0  # seconds between two looks whether something broke off

What = Literal["prepare", "write", "undo", "mend"]
BROKE_OFF = N_("It broke off in the middle. Nothing of it was kept: you can begin again.")
NO_FOLLOWER = N_("Choose first who follows the people whose journey stays open.")
ANOTHER_AT_WORK = N_("Another register is being written or undone in this shop. Wait until that is done.")
NOT_READY = N_("This import is not ready to be written.")
NOT_WRITTEN = N_("There is nothing of this import to undo.")
CHANGED = N_("The half-finished import could not be taken back as a whole: somebody went on with a few of its people.")


def start(key: str, what: What) -> None:
    """Lets a process of its own go on with an import. It outlives the server, and says nothing to anybody."""
    command = [sys.executable, str(ROOT / "main.py"), "import", "--go-on", key, "--what", what]
    subprocess.Popen(  # noqa: S603 - our own file, run by our own Python; the key is one of ours
        command, cwd=ROOT, env={**os.environ, "WERKWINKEL_DATABASE_URL": settings().database},
        stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True,
    )  # fmt: skip


def prepare(key: str) -> None:
    """Reads, matches and counts an import that is at READING, and asks what it cannot settle. What was answered
    before stays answered. It ends READY, or BROKEN with the trouble in words."""
    job = _take(key, Stage.READING, Stage.READING)
    if job is None:
        return
    try:
        _prepare(job)
    except Lost:
        return
    except Unreadable as problem:
        _end(job, stage=Stage.BROKEN, trouble=problem.reason[:200])
    except Exception:
        log.exception("counting import %s broke off", key)
        _end(job, stage=Stage.BROKEN, trouble=BROKE_OFF)


def write(key: str) -> None:
    """Writes an import that is READY; ends WRITTEN, or READY again with nothing of it there. Raises Refused."""
    with looking() as db:
        imported = queries.import_called(db, key)
        if imported is None or imported.stage != Stage.READY:
            raise Refused(NOT_READY)
        if imported.counts.get("open_journeys") and queries.follower(db, imported) is None:
            raise Refused(NO_FOLLOWER)
        if queries.others_at_work(db, imported):
            raise Refused(ANOTHER_AT_WORK)
    job = _take(key, Stage.READY, Stage.WRITING, began_at=now())
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


def take_back(key: str) -> None:
    """Undoes an import that is WRITTEN, as a whole. Raises Refused once somebody built on it."""
    with looking() as db:
        imported = queries.import_called(db, key)
        if imported is None or imported.stage != Stage.WRITTEN:
            raise Refused(NOT_WRITTEN)
        if (reason := undo.obstacle(db, imported)) is not None:
            raise reason
        if queries.others_at_work(db, imported):
            raise Refused(ANOTHER_AT_WORK)
    if (job := _take(key, Stage.WRITTEN, Stage.UNDOING)) is not None:
        _undo(job)


def mend() -> int:
    """Takes back what broke off while it was written, and goes on with what broke off while it was undone or counted.
    Returns how many there were."""
    with looking() as db:
        found = [(one.key, one.stage) for one in _dead(db)]
    for key, stage in found:
        if stage == Stage.READING:
            prepare(key)
        elif (job := _take(key, stage, Stage.UNDOING)) is not None:
            _undo(job)
    return len(found)


def watch() -> None:
    """Looks now and then whether something broke off, as long as this process lives; a process beside it mends that."""
    threading.Thread(target=_watch, name="imports", daemon=True).start()


def _watch() -> None:
    while True:
        time.sleep(LOOK)
        try:
            with looking() as db:
                found = [one.key for one in _dead(db)]
            if found:
                start(found[0], "mend")
        except Exception as problem:  # the database may be away for a while
            log.error("imports cannot be looked after now: %s", type(problem).__name__)


def _dead(db: Session) -> Sequence[Import]:
    at_work = col(Import.stage).in_((Stage.READING, Stage.WRITING, Stage.UNDOING))
    return db.exec(select(Import).where(at_work, col(Import.worked_at) < now() - DEAD)).all()


def keep_trouble(key: str, refusal: Refused) -> None:
    """Keeps with the import why it could not go on, for who looks at its page."""
    words = gettext(refusal.reason) % refusal.facts if refusal.facts else refusal.reason
    with work() as db:
        db.execute(update(Import).where(col(Import.key) == key).values(trouble=words[:200]))


def _take(key: str, stage: Stage, to: Stage, **values: Any) -> Job | None:
    """Takes an import up, unless it is not at that stage or another process works on it: of two, one gets it."""
    run, at = new_key(), now()
    waits = stage not in (Stage.READING, Stage.WRITING, Stage.UNDOING)
    free = [] if waits else [or_(col(Import.run) == "", col(Import.worked_at) < at - DEAD)]
    with work() as db:
        mine = update(Import).where(col(Import.key) == key, col(Import.stage) == stage, *free)
        values = {"stage": to, "run": run, "worked_at": at, "done": 0, "trouble": "", **values}
        if db.execute(mine.values(**values)).rowcount != 1:
            return None
        imported = queries.import_called(db, key)
        assert imported is not None
        worker = db.get_one(Worker, imported.made_by_id)
        by = Importer(worker.id, worker.organisation_id, imported.shop_id)
        return Job(imported.id, key, imported.shop_id, by, to, run, at)


def _end(job: Job, **values: Any) -> None:
    with work() as db:
        job.alive(db, **values)


def _prepare(job: Job) -> None:
    with Progress(job) as progress:
        found = understood(job, progress)
        came = counts(found.plan, found.setting, found.followed)
    with work() as db:
        asked = ask(db, job, found.entries, found.matching, words.asked(found.words))
        job.alive(db, len(found.entries), counts={**came, "questions": asked}, stage=Stage.READY)


def _write(job: Job) -> None:
    with Progress(job) as progress:
        found = understood(job, progress)
        came = counts(found.plan, found.setting, found.followed)
    entries, matching, plan, setting = found.entries, found.matching, found.plan, found.setting
    if came["open_journeys"] and setting.follower_id is None:
        raise Refused(NO_FOLLOWER)
    writing = Writing(
        job, Making(setting, a_day(came["open_journeys"])),
        [(ask.one, ask.other, ask.score) for ask in matching.asks], _told_apart(found.answers, entries, matching),
    )  # fmt: skip
    gc.freeze()  # looking through all of the plan for what can be thrown away would take longer than a piece
    done = 0
    for some in pieces(plan.units, _weight):
        with work() as db:
            done += sum(len(unit.entries) for unit in some)
            job.alive(db, done)
            writing.put(db, some)
    rest = [*plan.refused, *plan.there]
    for lines in pieces(rest):
        with work() as db:
            job.alive(db, done := done + len(lines))
            keep_lines(db, job, [
                {"row": e.row, "fingerprint": e.fingerprint, "refusal": str(e.refusal or "")} for e in lines
            ])  # fmt: skip
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
                db, stage=Stage.UNDONE if whole else Stage.READY, undone_at=job.at if whole else None,
                trouble=CHANGED if stay else "" if whole else BROKE_OFF,
            )  # fmt: skip
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
    record.look(
        db, by=job.by, at=job.at, subject="import", subject_id=job.import_id, what=what, basis=job.basis,
        kind=record.Kind.CHANGE,
    )  # fmt: skip
