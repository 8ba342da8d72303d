"""Scheduled jobs run once, whatever number of processes run, and a failing job does not stop the others."""

import threading
from contextlib import contextmanager
from datetime import timedelta

import pytest
from sqlmodel import Session, select

from app import jobs
from app.core import scheduled_jobs
from app.core.scheduled_jobs import ExternalJob, Job, JobLease
from app.web import job_runner as by_itself_of_web
from app.web.job_runner import LEASE_DURATION, Runner
from tests.world import NOON

HOUR = timedelta(hours=1)


class Clock:
    def __init__(self):
        self.at = NOON

    def __call__(self):
        return self.at


@pytest.fixture
def runner(own_engine):
    """Makes runners on one database, each as a process of its own would have it."""

    @contextmanager
    def reading():
        with Session(own_engine.execution_options(reading=True)) as db:
            yield db

    @contextmanager
    def writing(at):
        with Session(own_engine, expire_on_commit=False) as db, db.begin():
            yield db

    def make(*tasks, clock=None):
        return Runner(tasks, reading, writing, clock=clock or Clock())

    make.writing = writing
    return make


def test_a_duty_is_done_by_one_of_two(runner):
    done, ready, held = [], threading.Barrier(2), threading.Event()

    def act(db, at):
        done.append(at)
        held.wait(0.2)

    def run(one):
        ready.wait()
        one.run_due()

    threads = [threading.Thread(target=run, args=(runner(Job("count", HOUR, act)),)) for _ in range(2)]
    [one.start() for one in threads]
    [one.join() for one in threads]
    assert done == [NOON]


def test_it_is_done_again_after_its_time_and_not_before(runner):
    clock, done = Clock(), []
    one = runner(Job("count", HOUR, lambda db, at: done.append(at)), clock=clock)
    other = runner(Job("count", HOUR, lambda db, at: done.append(at)), clock=clock)
    assert one.run_due() == ["count"]
    clock.at += HOUR / 2
    assert one.run_due() == other.run_due() == []
    clock.at += HOUR / 2
    assert other.run_due() == ["count"]
    assert done == [NOON, NOON + HOUR]


def test_what_fails_is_undone_holds_up_no_other_and_is_done_again_later(runner, caplog):
    clock, tries, done = Clock(), [], []

    def act(db, at):
        db.add(JobLease(name="left behind"))
        db.flush()
        tries.append(at)
        if len(tries) == 1:
            raise RuntimeError("Hatice Yıldız")

    one = runner(Job("fails", HOUR, act), Job("works", HOUR, lambda db, at: done.append(at)), clock=clock)
    assert one.run_due() == ["works"]
    assert "RuntimeError" in caplog.text
    assert "Hatice" not in caplog.text
    with runner.writing(NOON) as db:
        assert db.get(JobLease, "left behind") is None
    assert one.run_due() == []
    clock.at += LEASE_DURATION
    assert one.run_due() == ["fails"]


def test_a_process_that_died_with_a_duty_holds_it_up_for_a_while_only(runner):
    class Killed(BaseException):
        pass

    def die(db, at):
        raise Killed

    clock, done = Clock(), []
    with pytest.raises(Killed):
        runner(Job("count", HOUR, die), clock=clock).run_due()
    other = runner(Job("count", HOUR, lambda db, at: done.append(at)), clock=clock)
    assert other.run_due() == []
    clock.at += LEASE_DURATION
    assert other.run_due() == ["count"]


def test_an_errand_holds_nothing_while_it_waits(runner):
    """It has no transaction open between two of its own: another writes meanwhile, also on SQLite."""

    def act(begin, at):
        with begin() as db:
            db.add(JobLease(name="before"))
        with runner.writing(NOON) as other:
            other.add(JobLease(name="meanwhile"))
        with begin() as db:
            db.add(JobLease(name="after"))

    assert runner(ExternalJob("errand", HOUR, act)).run_due() == ["errand"]
    with runner.writing(NOON) as db:
        assert {d.name for d in db.exec(select(JobLease))} == {"errand", "before", "meanwhile", "after"}


def test_a_duty_with_nothing_to_do_is_not_claimed_at_all(runner):
    one = runner(Job("idle", HOUR, lambda db, at: None, asks=lambda db, at: False))
    assert one.run_due() == []
    with runner.writing(NOON) as db:
        assert db.exec(select(JobLease)).all() == []


def test_a_stopped_runner_begins_nothing(runner):
    one = runner(Job("count", HOUR, lambda db, at: None))
    one.stop()
    assert one.run_due() == []


def test_a_runner_that_is_woken_looks_at_once_until_it_is_stopped(runner, monkeypatch):
    monkeypatch.setattr(by_itself_of_web, "POLL_INTERVAL", 3600.0)
    asked = threading.Semaphore(0)

    def look(db, at):
        asked.release()
        return False

    one = runner(Job("count", HOUR, lambda db, at: None, asks=look))
    one.start()
    for _time in range(3):
        scheduled_jobs.wake_runners()
        assert asked.acquire(timeout=20)
    one.stop()
    assert one.wake not in scheduled_jobs.wake_callbacks


def test_every_duty_of_the_service_has_a_name_of_its_own():
    names = [task.name for task in jobs.JOBS]
    assert len(set(names)) == len(names) >= 2
    assert {"post", "digest", "imports"} <= set(names)
