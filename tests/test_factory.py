"""The application's lifespan: its threads and tasks begin and end with it, in whatever way it is served."""

import threading
from datetime import timedelta

import pytest
from fastapi.testclient import TestClient
from sqlmodel import Session

import main
from app import cli, jobs
from app.core.scheduled_jobs import Job, JobLease
from app.factory import create_app
from app.web import job_runner


def threads_of_jobs() -> list[threading.Thread]:
    return [thread for thread in threading.enumerate() if thread.name == "duties"]


@pytest.fixture
def one_job(own_engine, monkeypatch) -> threading.Event:
    """The service has one job, in a database of its own; set when the job was begun, which then takes a while."""
    begun = threading.Event()

    def act(db: Session, at: object) -> None:
        begun.set()
        runners[-1]._stopped.wait(20)

    runners: list[job_runner.Runner] = []

    class Observed(job_runner.Runner):
        def __init__(self, *given, **named):
            super().__init__(*given, **named)
            runners.append(self)

    monkeypatch.setattr(jobs, "Runner", Observed)
    monkeypatch.setattr(jobs, "JOBS", (Job("slow", timedelta(hours=1), act),))
    monkeypatch.setattr(job_runner, "POLL_INTERVAL", 0.01)
    monkeypatch.setattr(jobs, "engine", lambda: own_engine)
    monkeypatch.setattr("app.core.database.engine", lambda: own_engine)
    return begun


def test_jobs_start_with_the_service_and_the_one_under_way_is_waited_for_at_its_end(own_engine, one_job):
    with TestClient(create_app(background_jobs=True)):
        assert one_job.wait(20)
        assert len(threads_of_jobs()) == 1
    assert threads_of_jobs() == []
    with Session(own_engine) as db:
        assert db.get_one(JobLease, "slow").done_at is not None


def test_the_service_can_be_started_again_and_runs_its_jobs_again(one_job):
    app = create_app(background_jobs=True)
    for _time in range(2):
        with TestClient(app):
            assert len(threads_of_jobs()) == 1
    assert threads_of_jobs() == []


def test_a_client_of_a_test_starts_no_jobs(client):
    assert threads_of_jobs() == []


def test_asking_for_the_application_starts_no_thread(monkeypatch):
    before = set(threading.enumerate())
    application = main.__getattr__("app")
    monkeypatch.delattr(main, "app")
    assert set(threading.enumerate()) <= before
    assert application.state.background_jobs  # they start when a server begins its lifespan


def test_the_command_line_serves_through_the_lifespan_too(own_engine, monkeypatch):
    served = []
    monkeypatch.setattr("app.core.database.engine", lambda: own_engine)
    monkeypatch.setattr(cli.uvicorn.Server, "run", lambda server, sockets: served.append((server.config, sockets)))
    cli.run("127.0.0.1", 0)
    [(config, sockets)] = served
    for listening in sockets:
        listening.close()
    assert config.lifespan == "on"
    assert config.app.state.background_jobs
    assert threads_of_jobs() == []
