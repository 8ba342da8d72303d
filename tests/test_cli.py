import os
import re
import signal
import socket
import subprocess
import sys
import urllib.request
from collections.abc import Iterator

import pytest
from sqlmodel import Session, select
from typer.testing import CliRunner

from app import cli
from app.accounts.models import Membership, OneTimeLink, Organisation, Role, Worker
from app.core.database import engine
from app.core.settings import ROOT, settings
from app.shops.models import Shop
from tests.world import NOON

COMMAND = [sys.executable, "-c", "from app.cli import main; main()"]


@pytest.fixture
def database(tmp_path, monkeypatch) -> Iterator[str]:
    """A database that does not exist yet, for commands that run in this process."""
    url = f"sqlite:///{tmp_path / 'new.db'}"
    monkeypatch.setenv("WERKWINKEL_DATABASE_URL", url)
    settings.cache_clear()
    engine.cache_clear()
    yield url
    engine().dispose()
    settings.cache_clear()
    engine.cache_clear()


def run(*arguments):
    return CliRunner().invoke(cli.app, arguments)


def test_migrating_says_what_it_does_and_a_second_time_has_nothing_to_do(database):
    first, second = run("migrate"), run("migrate")
    assert "Preparing the database" in first.output
    assert second.output == "The database is up to date.\n"


def test_an_option_wins_over_the_environment(database, tmp_path):
    run("migrate", "--database-url", f"sqlite:///{tmp_path / 'other.db'}")
    assert (tmp_path / "other.db").exists()
    assert not (tmp_path / "new.db").exists()


def test_a_link_makes_the_first_shop_and_a_newer_one_takes_its_place(database):
    links = [re.search(r"/set-up/\S{40,}", run("link").output).group() for _ in range(2)]
    assert links[0] != links[1]
    with Session(engine()) as db:
        assert [row.used_at is None for row in db.exec(select(OneTimeLink).order_by(OneTimeLink.id))] == [False, True]


def test_once_there_is_a_shop_a_link_lets_an_administrator_in_again(database):
    run("migrate")
    with Session(engine()) as db, db.begin():
        shop, organisation = Shop(name="De Amazone", made_at=NOON), Organisation(name="UWV")
        db.add_all([shop, organisation])
        db.flush()
        for login in ("anton", "noor"):
            worker = Worker(name=login, login=login, organisation_id=organisation.id, password_hash="x")
            db.add(worker)
            db.flush()
            db.add(Membership(worker_id=worker.id, shop_id=shop.id, role=Role.ADMINISTRATOR))
    unclear = run("link")
    assert unclear.exit_code == 1
    assert "anton" in unclear.output
    assert "noor" in unclear.output
    assert re.search(r"/invitations/\S{40,}", run("link", "noor").output)


def test_a_database_that_is_not_there_is_said_in_words(monkeypatch):
    monkeypatch.setenv("WERKWINKEL_DATABASE_URL", "postgresql://nobody@127.0.0.1:1/nothing")
    settings.cache_clear()
    engine.cache_clear()
    try:
        answer = run("migrate")
    finally:
        settings.cache_clear()
        engine.cache_clear()
    assert answer.exit_code == 1
    assert "Cannot use the database" in answer.output
    assert "Traceback" not in answer.output


def test_a_busy_port_is_said_in_words(database):
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        answer = run("serve", "--port", str(port))
    assert answer.exit_code == 1
    assert f"Something else uses port {port} already." in answer.output


@pytest.mark.parametrize("command", [(), ("serve",), ("migrate",), ("link",), ("test",), ("messages",)])
def test_every_command_explains_itself(command):
    answer = run(*command, "--help")
    assert answer.exit_code == 0
    assert len(answer.output) > 100


def test_serving_prints_a_way_in_answers_and_stops_when_asked(tmp_path):
    environment = os.environ | {"WERKWINKEL_DATABASE_URL": f"sqlite:///{tmp_path / 'served.db'}"}
    with subprocess.Popen(
        [*COMMAND, "--port", "0"],
        cwd=ROOT,
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    ) as server:
        said = ""
        while "/set-up/" not in said:
            line = server.stdout.readline()
            assert line, said
            said += line
        link = re.search(r"http://127\.0\.0\.1:\d+/set-up/\S+", said).group()
        with urllib.request.urlopen(link, timeout=20) as answer:
            assert answer.status == 200
            assert "server" not in answer.headers
            assert b"Maak je Werkwinkel" in answer.read()
        server.send_signal(signal.SIGTERM)
        rest = server.stdout.read()
        server.wait(timeout=20)
    assert link.rsplit("/", 1)[1] not in rest  # no token, and no visitor's words, in what it logs
    assert server.returncode in (0, -signal.SIGTERM)
