"""Imports wait in a queue: two run at a time, whatever is uploaded, and no process is left behind."""

import os
import subprocess
import sys
from datetime import timedelta
from threading import Semaphore
from types import SimpleNamespace

import pytest
from sqlalchemy import update
from sqlmodel import col

from app.core import scheduled_jobs
from app.core.clock import now
from app.core.scheduled_jobs import ExternalJob
from app.records.register_import.models import Import, Stage
from app.records.register_import.parsing import file_errors
from app.records.register_import.running import actions, batches, import_jobs, job_queue, lease, subprocess_jobs
from app.records.register_import.running.job_queue import MAX_RUNNING, ReservedJob
from app.web.job_runner import Runner
from tests.records.register_import.import_run import line
from tests.records.register_import.running.test_bulk_writer import LINES
from tests.records.register_import.sample_registers import LINES as REGISTER
from tests.records.register_import.sample_registers import as_csv
from tests.records.register_import.web.test_routes import an_import, hand_in
from tests.world import NOON


def waiting(world, stage: Stage = Stage.LOOKING, minutes: int = 0, **values) -> Import:
    return an_import(world, stage, worked_at=NOON - timedelta(minutes=minutes), **values)


def turns(world, at=NOON) -> list[tuple[str, str]]:
    return [(turn.key, turn.what) for turn in job_queue.reserve_due_jobs(world.db, at)]


def test_the_longest_waiting_imports_start_first_up_to_the_limit(world):
    late, early, middle = (waiting(world, minutes=minutes) for minutes in (1, 9, 5))
    assert turns(world) == [(early.key, "look"), (middle.key, "look")]
    assert turns(world) == []
    assert not job_queue.is_due(world.db, NOON)
    world.db.execute(update(Import).where(col(Import.id) == early.id).values(stage=Stage.COLUMNS))
    assert job_queue.is_due(world.db, NOON)
    assert turns(world) == [(late.key, "look")]


def test_each_stage_has_its_job(world):
    keys = [waiting(world, stage).key for stage in job_queue.JOB_BY_STAGE]
    found = [turn for _again in range(2) for turn in both_turns_and_done(world)]
    assert found == list(zip(keys, ("look", "prepare", "write", "undo"), strict=True))


def both_turns_and_done(world) -> list[tuple[str, str]]:
    found = turns(world)
    keys = [key for key, _what in found]
    world.db.execute(update(Import).where(col(Import.key).in_(keys)).values(stage=Stage.COLUMNS))
    return found


def test_an_abandoned_import_is_recovered_first_and_a_waiting_one_is_not_undone(world):
    long = NOON - timedelta(hours=2)
    waits = an_import(world, Stage.WRITING, worked_at=long)
    broke_off = an_import(world, Stage.WRITING, worked_at=NOON - timedelta(minutes=1), run="somebody")
    assert turns(world) == [(broke_off.key, "recover"), (waits.key, "write")]


def test_an_import_with_a_heartbeat_is_left_alone_and_counts_as_running(world):
    for _one in range(MAX_RUNNING):
        an_import(world, Stage.WRITING, worked_at=NOON - timedelta(seconds=20), run="somebody")
    waiting(world)
    assert turns(world) == []
    assert len(turns(world, NOON + timedelta(seconds=11))) == MAX_RUNNING


def test_the_page_shows_how_many_imports_are_ahead(as_, world):
    client = as_(world.carla)
    imports = [waiting(world, minutes=9 - number) for number in range(MAX_RUNNING + 2)]
    shown = [client.get(f"/imports/{one.key}").text for one in imports]
    assert ["Het wacht" in page for page in shown] == [False, False, True, True]
    assert "Het wacht: er gaan 2 registers voor." in shown[2]
    assert "Het wacht: er gaan 3 registers voor." in shown[3]
    job_queue.reserve_due_jobs(world.db, NOON)
    world.db.expire_all()
    assert "Het wacht: er gaan 2 registers voor." in client.get(f"/imports/{imports[2].key}").text
    world.db.execute(update(Import).where(col(Import.id) == imports[0].id).values(stage=Stage.COLUMNS))
    assert "Het wacht" not in client.get(f"/imports/{imports[2].key}").text


def test_an_upload_starts_no_process_and_wakes_the_job_runner(as_, world, monkeypatch):
    started, woken = [], []
    monkeypatch.setattr(subprocess, "Popen", lambda *args, **more: started.append(args))
    runner = Runner((), lambda: None, lambda at: None)
    monkeypatch.setattr(scheduled_jobs, "wake_callbacks", {lambda: woken.append(runner)})
    client = as_(world.carla)
    for number in range(9):
        hand_in(client, b"Datum;Naam\n1-6-2026;%d" % number)
    assert (started, woken) == ([], [runner] * 9)


def test_an_import_reserved_by_the_command_line_is_left_alone_by_the_job_runner(scene):
    key = scene.hand_in(*LINES)
    with scene.session() as db:
        imported = actions.recount(db, db.merge(scene.read(key)), by=scene.coordinator, at=NOON)
        run = lease.reserve(imported, now())
        assert not job_queue.is_due(db, now())
    import_jobs.prepare(key, "another")
    assert scene.read(key).stage == Stage.READING
    import_jobs.prepare(key, run)
    assert scene.read(key).stage == Stage.READY


def test_a_reserved_job_is_run_once_and_by_its_own_process(scene):
    key = scene.hand_in(line(2, "2025-06-02", "Rachid Amrani"))
    with scene.session() as db:
        actions.begin_writing(db, db.merge(scene.read(key)), by=scene.coordinator, at=NOON)
        (turn,) = job_queue.reserve_due_jobs(db, now())
    import_jobs.write(key)  # without the reserved run it does nothing
    assert scene.read(key).stage == Stage.WRITING
    import_jobs.write(key, turn.run)
    assert scene.read(key).stage == Stage.WRITTEN


# The processes


@pytest.fixture
def children(monkeypatch) -> list["subprocess.Popen[bytes]"]:
    """The processes that are started; instead of importing, each waits until its input ends."""
    started: list[subprocess.Popen[bytes]] = []
    popen = subprocess.Popen

    def start(command, **how):
        waits = [sys.executable, "-c", "import sys; sys.stdin.read()"]
        started.append(popen(waits, **{**how, "stdin": subprocess.PIPE}))
        return started[-1]

    monkeypatch.setattr(subprocess, "Popen", start)
    yield started
    for child in started:
        child.stdin.close()
        child.wait()


def is_reaped(child) -> bool:
    """Whether nothing is left of the process in the process table."""
    try:
        os.waitpid(child.pid, os.WNOHANG)
    except ChildProcessError:
        return True
    return False


def runner_of_imports() -> Runner:
    imports = ExternalJob("imports", timedelta(0), subprocess_jobs.start_due, asks=job_queue.is_due)
    return Runner([imports], batches.read_only_session, lambda at: batches.transaction())


def test_each_process_is_waited_for_and_then_the_job_runner_is_woken(monkeypatch, children):
    woken = Semaphore(0)
    monkeypatch.setattr(scheduled_jobs, "wake_callbacks", {woken.release})
    waiting = subprocess_jobs.start_process(ReservedJob("key", "look", "run"))
    assert not is_reaped(children[0])
    assert not woken.acquire(blocking=False)
    children[0].stdin.close()
    waiting.join(20)
    assert is_reaped(children[0])
    assert woken.acquire(blocking=False)


def test_the_job_runners_of_several_servers_share_one_limit(scene, children):
    keys = [scene.hand_in(*LINES, prepare=False) for _one in range(MAX_RUNNING + 1)]
    one, other = runner_of_imports(), runner_of_imports()
    for runner in (one, other, one):
        runner.run_due()
    assert len(children) == MAX_RUNNING
    with scene.session() as db:
        db.execute(update(Import).where(col(Import.key) == keys[0]).values(stage=Stage.READY))
    other.run_due()
    assert len(children) == MAX_RUNNING + 1


def test_an_import_that_a_stopped_server_left_waiting_is_started_by_the_next(scene, children):
    scene.hand_in(*LINES, prepare=False)
    stopped = runner_of_imports()
    stopped.stop()
    stopped.run_due()
    assert children == []
    runner_of_imports().run_due()
    assert len(children) == 1


def test_a_process_that_fails_to_start_does_not_delay_others(scene, monkeypatch):
    tried = []

    def fails(turn):
        tried.append(turn.key)
        raise OSError("no room for another process")

    keys = [scene.hand_in(*LINES, prepare=False) for _one in range(MAX_RUNNING)]
    monkeypatch.setattr(subprocess_jobs, "start_process", fails)
    assert runner_of_imports().run_due() == ["imports"]
    assert tried == keys


def test_a_file_is_scanned_in_a_separate_process(scene, monkeypatch):
    with scene.session() as db:
        imported = actions.hand_in(db, as_csv(REGISTER), "inloop.csv", by=scene.coordinator, at=NOON)
        actions.request_scan(db, imported, at=NOON)
        key = imported.key
    url = scene.engine.url.render_as_string(hide_password=False)
    monkeypatch.setattr(subprocess_jobs, "settings", lambda: SimpleNamespace(database=url))
    waiting, start = [], subprocess_jobs.start_process
    monkeypatch.setattr(subprocess_jobs, "start_process", lambda turn: waiting.append(start(turn)))
    runner_of_imports().run_due()
    waiting[0].join(120)
    assert scene.read(key).stage == Stage.COLUMNS
    assert [one["column"] for one in scene.read(key).found][:3] == ["day", "part", "name"]


@pytest.mark.parametrize(
    ("does", "stage", "trouble"),
    [
        ("import os; os.abort()", Stage.LOOKING, file_errors.TOO_LARGE_UNPACKED),
        ("import os, signal; os.kill(os.getpid(), signal.SIGXCPU)", Stage.READING, file_errors.TOO_LARGE_UNPACKED),
        ("raise RuntimeError", Stage.READING, import_jobs.INTERRUPTED),
    ],
)
def test_a_file_that_ended_its_reading_process_is_not_read_again(does, stage, trouble, scene, monkeypatch):
    key = scene.hand_in(*LINES)
    with scene.session() as db:
        db.execute(update(Import).where(col(Import.key) == key).values(stage=stage, run="run", worked_at=now()))
    monkeypatch.setattr(subprocess_jobs, "command_line", lambda turn: [sys.executable, "-c", does])
    subprocess_jobs.start_process(ReservedJob(key, job_queue.JOB_BY_STAGE[stage], "run")).join(20)
    imported = scene.read(key)
    assert (imported.stage, imported.trouble) == (Stage.BROKEN, trouble)


@pytest.mark.parametrize(
    ("does", "stage"),
    [
        ("raise SystemExit", Stage.READING),
        ("import os, signal; os.kill(os.getpid(), signal.SIGTERM)", Stage.READING),
        ("import os; os.abort()", Stage.WRITING),
    ],
)
def test_an_import_that_stopped_with_the_machine_or_while_writing_is_retried(does, stage, scene, monkeypatch):
    key = scene.hand_in(*LINES)
    with scene.session() as db:
        db.execute(update(Import).where(col(Import.key) == key).values(stage=stage, run="run", worked_at=now()))
    monkeypatch.setattr(subprocess_jobs, "command_line", lambda turn: [sys.executable, "-c", does])
    subprocess_jobs.start_process(ReservedJob(key, job_queue.JOB_BY_STAGE[stage], "run")).join(20)
    assert scene.read(key).stage == stage
    with scene.session() as db:
        assert len(job_queue.reserve_due_jobs(db, now() + 2 * lease.LEASE)) == 1
