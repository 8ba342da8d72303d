"""What is connected: nothing by an import, everything by `wire`, and the same in every process."""

import json
import subprocess
import sys
import threading

import pytest

from app.bootstrap.environment import ROOT
from app.core import hooks
from app.core.hooks import Hooks, NotWired
from app.wiring import SESSION_LISTENERS, wire
from tests.connected import connected

UNWIRED = """
from app.core.database import transaction_scope
with transaction_scope() as db:
    pass
"""

IMPORT = """
import json, sys
from app.cli import main
from app.records.register_import.running import command
from tests.connected import connected

def tell(key, what, run):
    from app.records.duplicates.owned_rows import person_columns
    print(json.dumps({"connected": connected(), "owned": [f"{one.table}.{one.name}" for one in person_columns()]}))
    return 0

command._run_job = tell
sys.argv = ["main.py", "import", "--go-on", "key", "--what", "write", "--run", "run", "--database-url", sys.argv[1]]
main()
"""


def run_python(*arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, *arguments], cwd=ROOT, capture_output=True, text=True, check=False, timeout=200
    )


def last_line(process: subprocess.CompletedProcess[str]) -> dict:
    assert process.returncode == 0, process.stderr
    return json.loads(process.stdout.splitlines()[-1])


def test_importing_every_module_connects_nothing():
    assert last_line(run_python("-m", "tests.connected")) == {"registered": [], "connected": {}}


def test_wiring_twice_connects_everything_once():
    wire()
    once = connected()
    wire()
    assert connected() == once
    listeners = [name for functions in once.values() for name in functions if name.startswith("app.")]
    assert len(set(listeners)) == len(listeners) >= len(SESSION_LISTENERS) + 2
    assert set(once) >= {"after_flush", "before_commit", "responsibility moved", "person changed", "links in mail"}


def test_the_change_number_of_a_shop_is_raised_after_everything_else_was_written():
    assert connected()["before_commit"][-1] == "app.core.change_counter._increment"


def test_the_process_of_an_import_has_the_same_listeners_and_knows_every_table(own_engine):
    from app.records.duplicates.owned_rows import person_columns

    url = own_engine.url.render_as_string(hide_password=False)
    found = last_line(run_python("-c", IMPORT, url))
    assert found["connected"] == connected()
    assert found["owned"] == [f"{one.table}.{one.name}" for one in person_columns()]
    assert len(found["owned"]) >= 5


def test_a_process_that_was_not_wired_gets_no_database():
    process = run_python("-c", UNWIRED)
    assert process.returncode == 1
    assert "NotWired: call app.wiring.wire()" in process.stderr


def test_hooks_of_a_process_that_was_not_wired_are_not_skipped(monkeypatch):
    called: Hooks = Hooks()
    called.connect(print)
    called.connect(print)
    assert list(called) == [print]
    monkeypatch.setattr(hooks, "WIRED", threading.Event())
    with pytest.raises(NotWired):
        list(called)
