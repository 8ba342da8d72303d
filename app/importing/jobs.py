"""The work of an import, beside the server: counting it, writing it, taking it back, and mending what broke off.

Each runs in a process of its own (`start`), in short transactions of its own. Whoever takes an import up gives it a new
run; whoever finds another run on it stops. So two at once are one, and who was thought dead writes nothing any more.
"""

import logging
import os
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterable, Sequence
from datetime import timedelta
from typing import Any, Literal

from sqlalchemy import delete, insert, or_, update
from sqlmodel import Session, col, select

from app.accounts.models import Worker
from app.audit import record
from app.core import database
from app.core.clock import local_day, now
from app.core.ids import new_key
from app.core.lifecycle import Refused
from app.core.settings import ROOT, settings
from app.core.text import N_
from app.importing import actions, queries, undo, words
from app.importing.cards import facts
from app.importing.entries import Entry
from app.importing.laying_out import Making
from app.importing.matching import Ask, Matching, Side, matched
from app.importing.models import Import, Question, Said, Stage
from app.importing.pace import Importer, Job, Lost, pieces, work
from app.importing.plan import Plan, Setting, a_day, counts, planned, side_of
from app.importing.writing import Writing, keep_lines
from app.shops.queries import closed_days, weekly

log = logging.getLogger(__name__)

DEAD = timedelta(seconds=30)  # without a sign of life
AT_WORK = (Stage.LOOKING, Stage.READING, Stage.WRITING, Stage.UNDOING)
LOOK = 20.0  # seconds between two looks whether something broke off
EACH = 1.0  # seconds between two signs of life while counting

What = Literal["look", "prepare", "write", "undo", "mend"]
BROKE_OFF = N_("It broke off in the middle. Nothing of it was kept: you can begin again.")
CHANGED = N_("The half-finished import could not be taken back as a whole: somebody went on with a few of its people.")


def start(key: str, what: What) -> None:
    """Lets a process of its own go on with an import. It outlives the server, and says nothing to anybody."""
    command = [sys.executable, str(ROOT / "main.py"), "import", "--go-on", key, "--what", what]
    subprocess.Popen(  # noqa: S603 - our own file, run by our own Python; the key is one of ours
        command, cwd=ROOT, env={**os.environ, "WERKWINKEL_DATABASE_URL": settings().database},
        stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True,
    )  # fmt: skip


def look(key: str) -> None:
    """Sees which sheets and columns an import that is at LOOKING has. It ends COLUMNS, or BROKEN with the trouble."""
    from app.importing import looking
    from app.importing.unreadable import Unreadable

    job = _take(key, Stage.LOOKING, Stage.LOOKING)
    if job is None:
        return
    try:
        with work() as db:
            imported = db.get_one(Import, job.import_id)
            remembered = {
                said: meant for (kind, said), meant in queries.meanings(db, job.shop_id).items() if kind == Said.COLUMN
            }
            db.expunge(imported)
        seen = looking.look(imported, remembered)
        _end(
            job, stage=Stage.COLUMNS, sheets=seen.sheets, sheet=seen.sheet, heading_row=seen.heading_row,
            found=seen.columns, columns={str(one["place"]): one["column"] for one in seen.columns},
        )  # fmt: skip
    except Lost:
        return
    except Unreadable as problem:
        _end(job, stage=Stage.BROKEN, trouble=problem.reason, facts=problem.facts)
    except Exception:
        log.exception("looking at import %s broke off", key)
        _end(job, stage=Stage.BROKEN, trouble=BROKE_OFF)


def prepare(key: str) -> None:
    """Reads, matches and counts an import that is at READING, and asks what it cannot settle. What was answered
    before stays answered. It ends READY, or BROKEN with the trouble in words."""
    from app.importing.unreadable import Unreadable

    job = _take(key, Stage.READING, Stage.READING)
    if job is None:
        return
    try:
        _prepare(job)
    except Lost:
        return
    except Unreadable as problem:
        _end(job, stage=Stage.BROKEN, trouble=problem.reason, facts=problem.facts)
    except Exception:
        log.exception("counting import %s broke off", key)
        _end(job, stage=Stage.BROKEN, trouble=BROKE_OFF)


def write(key: str) -> None:
    """Writes an import that is READY, or was begun by a page (actions.begin_writing). It ends WRITTEN, or READY again
    with nothing of it there. Raises Refused."""
    _begin(key, Stage.WRITING, actions.begin_writing)
    job = _take(key, Stage.WRITING, Stage.WRITING, began_at=now())
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
    """Undoes an import that is WRITTEN, or of which a page began that, as a whole. Raises Refused once somebody built
    on it."""
    _begin(key, Stage.UNDOING, actions.begin_undoing)
    if (job := _take(key, Stage.UNDOING, Stage.UNDOING)) is not None:
        _undo(job)


def _begin(key: str, stage: Stage, begin: Callable[..., None]) -> None:
    with work() as db:
        imported = queries.import_called(db, key)
        if imported is None:
            raise Refused(actions.NOT_READY)
        if imported.stage != stage:
            begin(db, imported, at=now())


def mend() -> int:
    """Takes back what broke off while it was written, and goes on with what broke off while it was undone or counted.
    Returns how many there were."""
    with work() as db:
        found = [(one.key, one.stage) for one in _dead(db)]
    for key, stage in found:
        if stage == Stage.LOOKING:
            look(key)
        elif stage == Stage.READING:
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
            with Session(database.engine().execution_options(reading=True)) as db:
                found = [one.key for one in _dead(db)]
            if found:
                start(found[0], "mend")
        except Exception as problem:  # the database may be away for a while
            log.error("imports cannot be looked after now: %s", type(problem).__name__)


def _dead(db: Session) -> Sequence[Import]:
    at_work = col(Import.stage).in_(AT_WORK)
    return db.exec(select(Import).where(at_work, col(Import.worked_at) < now() - DEAD)).all()


def keep_trouble(key: str, refusal: Refused) -> None:
    """Keeps with the import why it could not go on, for who looks at its page."""
    facts = {name: str(value) for name, value in refusal.facts.items()}
    with work() as db:
        db.execute(update(Import).where(col(Import.key) == key).values(trouble=refusal.reason, facts=facts))


def _take(key: str, stage: Stage, to: Stage, **values: Any) -> Job | None:
    """Takes an import up, unless it is not at that stage or another process works on it: of two, one gets it."""
    run, at = new_key(), now()
    free = or_(col(Import.run) == "", col(Import.worked_at) < at - DEAD)
    with work() as db:
        mine = update(Import).where(col(Import.key) == key, col(Import.stage) == stage, free)
        values = {"stage": to, "run": run, "worked_at": at, "done": 0, "trouble": "", "facts": {}, **values}
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


def entries_of(imported: Import, tell: Callable[[int], None] = lambda count: None) -> list[Entry]:
    """What each line of the file says, with the columns that were agreed. Raises Unreadable."""
    from app.importing import columns, files, reading
    from app.importing.entries import Column

    table = files.read(imported.content or b"", imported.sheet)
    agreed = {int(place): Column(column) for place, column in imported.columns.items() if column}
    heading = imported.heading_row
    if not agreed:
        found = columns.recognised(table)
        agreed, heading = found.places, found.heading_row
    entries = []
    for entry in reading.entries(table, agreed, heading, today=local_day(imported.made_at)):
        entries.append(entry)
        tell(len(entries))
    return entries


def closest(said: str, choices: Any) -> tuple[str, float]:
    """What a word most probably stands for."""
    from app.importing import wording

    return wording.closest(said, choices)


def sure() -> float:
    from app.importing import wording

    return wording.SURE


class _Progress:
    """Says once a second how far it is."""

    def __init__(self, job: Job):
        self.job, self.said, self.total = job, time.monotonic(), 0

    def tell(self, done: int) -> None:
        if time.monotonic() - self.said > EACH:
            self.said = time.monotonic()
            _end(self.job, done=done, total=max(done, self.total))

    def part(self, begin: float, end: float) -> Callable[[float], None]:
        return lambda share: self.tell(int(self.total * (begin + (end - begin) * share)))


def _understood(job: Job, progress: _Progress) -> tuple[list[Entry], Matching, Plan, Setting, list[words.Word]]:
    """Everything that follows from the file, what is in the books, and what was answered."""
    with work() as db:
        imported = db.get_one(Import, job.import_id)
        db.expunge(imported)
    entries = entries_of(imported, progress.tell)
    progress.total = len(entries)
    _end(job, total=len(entries), done=0)
    with work() as db:
        known, answers = queries.known(db, job.shop_id), queries.answers(db, imported)
        found = words.words(entries, queries.meanings(db, job.shop_id), choices(db, job.shop_id), closest, sure())
        setting = setting_of(db, imported, job, found)
    said = {frozenset({answer.one, answer.other}): answer.same for answer in answers}
    matching = matched(entries, known, said, progress.part(0.0, 0.8))
    return entries, matching, planned(entries, matching, setting.already), setting, found


def choices(db: Session, shop_id: int) -> dict[Said, dict[str, list[str]]]:
    """What the words of a register of this shop can stand for: keys, each with its names."""
    from app.importing import wording

    return {
        Said.ORGANISATION: words.named(queries.organisations(db, shop_id), lambda one: [one.name]),
        Said.RESULT: words.named(queries.kinds(db, shop_id), lambda one: [one.name_nl, one.name_en, *wording.RESULT_WORDS.get(one.code, ())]),
    }


def setting_of(db: Session, imported: Import, job: Job, found: Iterable[words.Word]) -> Setting:
    organisations = {key: one.id for key, one in queries.organisations(db, job.shop_id).items()}
    kinds = {key: queries.kind_of(item) for key, item in queries.kinds(db, job.shop_id).items()}
    follower = queries.follower(db, imported)
    return Setting(
        shop_id=job.shop_id, worker_id=job.by.worker_id, organisation_id=job.by.organisation_id,
        follower_id=follower.id if follower else None,
        follower_organisation_id=follower.organisation_id if follower else None,
        at=job.at, today=local_day(job.at), closed=frozenset(closed_days(db, job.shop_id)),
        week={(row.weekday, row.part): (row.opens, row.closes) for row in weekly(db, job.shop_id)},
        openings=queries.openings(db, job.shop_id), already=queries.already(db, job.shop_id),
        organisations=words.meant(found, Said.ORGANISATION, organisations),
        results=words.meant(found, Said.RESULT, kinds),
    )  # fmt: skip


def _prepare(job: Job) -> None:
    progress = _Progress(job)
    entries, matching, plan, setting, found = _understood(job, progress)
    with work() as db:
        followed = queries.followed(db, job.shop_id)
    came = counts(plan, setting, followed)
    with work() as db:
        asked = _ask(db, job, entries, matching, words.asked(found))
        job.alive(db, len(entries), counts={**came, "questions": asked}, stage=Stage.READY)


def _ask(db: Session, job: Job, entries: Sequence[Entry], matching: Matching, unclear: Iterable[words.Word]) -> int:
    """Writes the questions anew, but for those that were answered. Returns how many are open."""
    unanswered = (col(Question.import_id) == job.import_id, col(Question.answered_at).is_(None))
    db.execute(delete(Question).where(*unanswered))
    numbers = [int(s[1:]) for ask in matching.asks for s in (ask.one, ask.other) if s.startswith("=")]
    keys = queries.keys_of(db, sorted(set(numbers)))
    rows: list[dict[str, Any]] = []
    for word in unclear:
        rows.append(_question(
            job, kind=word.kind, said=word.said, guess=word.guess, score=word.score, rows=word.rows,
            examples=word.examples,
        ))  # fmt: skip
    for ask in matching.asks:
        rows.append(_question(
            job, score=ask.score, rows=_lines_of(ask, matching), one=_called(ask.one, keys),
            other=_called(ask.other, keys), sides=[_said_of(side, entries, matching) for side in (ask.one, ask.other)],
        ))  # fmt: skip
    if rows:
        db.execute(insert(Question), rows)
    return len(rows)


def _question(job: Job, **values: Any) -> dict[str, Any]:
    empty = {
        "kind": None, "said": "", "guess": "", "one": "", "other": "", "same": None, "rows": 0, "score": 0.0,
        "examples": [], "sides": [],
    }  # fmt: skip
    return {**empty, "key": new_key(), "import_id": job.import_id, **values}


def _said_of(side: Side, entries: Sequence[Entry], matching: Matching) -> dict[str, Any]:
    """What the lines of one side say of the person, for who compares; of somebody known their card says it."""
    number = matching.group_of.get(side)
    if number is None or side.startswith("="):
        return {}
    return facts([entries[place] for place in matching.groups[number].places])


def _called(side: Side, keys: dict[int, str]) -> str:
    return f"={keys[int(side[1:])]}" if side.startswith("=") else side


def _lines_of(ask: Ask, matching: Matching) -> int:
    groups = [matching.group_of.get(side) for side in (ask.one, ask.other)]
    return sum(len(matching.groups[number].places) for number in groups if number is not None)


def _write(job: Job) -> None:
    entries, matching, plan, setting, _found = _understood(job, _Progress(job))
    with work() as db:
        followed = queries.followed(db, job.shop_id)
        answers = queries.answers(db, db.get_one(Import, job.import_id))
    came = counts(plan, setting, followed)
    if came["open_journeys"] and setting.follower_id is None:
        raise Refused(actions.NO_FOLLOWER)
    writing = Writing(
        job, Making(setting, a_day(came["open_journeys"])),
        [(ask.one, ask.other, ask.score) for ask in matching.asks], _told_apart(answers, entries, matching),
    )  # fmt: skip
    done = 0
    for some in pieces(plan.units, lambda unit: len(unit.entries)):
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
    with work() as db:
        imported = db.get_one(Import, job.import_id)
        whole = imported.written_at is not None
        stay = undo.kept(db, imported)
        lines = [number for number, person_id in undo.lines(db, job.import_id) if person_id not in stay]
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
        taken = db.execute(update(Import).where(*mine).values(stage=Stage.UNDOING, worked_at=now())).rowcount == 1  # type: ignore[attr-defined]
    if taken:
        _undo(Job(job.import_id, job.key, job.shop_id, job.by, Stage.UNDOING, job.run, now()))


def _on_record(db: Session, job: Job, what: str) -> None:
    record.look(
        db, by=job.by, at=job.at, subject="import", subject_id=job.import_id, what=what, basis=job.basis,
        kind=record.Kind.CHANGE,
    )  # fmt: skip
