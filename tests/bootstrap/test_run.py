"""The command that runs the tests counts honestly, and gives pytest what is pytest's."""

import re
import subprocess
from contextlib import nullcontext
from types import SimpleNamespace

import pytest

from tests import chromium, run
from tests.conftest import database_of
from tests.run import Run, is_for_browser, main, read_counts, sort_arguments

REPORT = '<testsuites><testsuite tests="10" failures="2" errors="1" skipped="3"/></testsuites>'


@pytest.fixture
def pytest_answers(monkeypatch):
    """Stands in for the processes: each call is written down and answered with an exit code and a report."""
    calls = []

    def answer(code: int, report: str | None = None):
        def process(command, env=None, **_options):
            calls.append((command, env or {}))
            for part in command:
                if report and part.startswith("--junitxml="):
                    with open(part.partition("=")[2], "w") as file:
                        file.write(report)
            return subprocess.CompletedProcess(command, code)

        monkeypatch.setattr(run.subprocess, "run", process)
        return calls

    return answer


def last_line(capsys) -> str:
    return capsys.readouterr().out.splitlines()[-1]


def test_counts_come_from_the_report(tmp_path):
    (tmp_path / "report.xml").write_text(REPORT)
    assert read_counts(tmp_path / "report.xml") == {"passed": 4, "failed": 3, "skipped": 3}
    assert read_counts(tmp_path / "absent.xml") == {}


def test_the_last_line_counts_and_a_failure_fails(pytest_answers, capsys):
    pytest_answers(1, REPORT)
    assert main(["--only", "sqlite"]) == 1
    assert last_line(capsys) == "4 passed, 3 failed, 3 skipped"


def test_a_run_without_failures_succeeds(pytest_answers, capsys):
    pytest_answers(0, '<testsuite tests="7"/>')
    assert main(["--only", "sqlite"]) == 0
    assert last_line(capsys) == "7 passed, 0 failed, 0 skipped"


def test_a_check_that_fails_counts_as_one(pytest_answers, capsys):
    pytest_answers(1)
    assert main(["--only", "checks"]) == 1
    assert last_line(capsys) == f"0 passed, {len(run.CHECKS)} failed, 0 skipped"


@pytest.mark.parametrize("code", [2, 3, 4, 5])
def test_a_run_that_breaks_off_or_finds_nothing_counts_as_failed(pytest_answers, capsys, code):
    pytest_answers(code)
    assert main(["--only", "sqlite"]) == 1
    assert last_line(capsys) == "0 passed, 1 failed, 0 skipped"


def test_a_choice_may_find_nothing_in_one_of_the_runs(pytest_answers):
    pytest_answers(5)
    assert main(["--only", "sqlite", "-k", "only_in_the_browser"]) == 0


@pytest.mark.parametrize(("ci", "code", "failed"), [("", 0, 0), ("true", 1, 1)])
def test_without_chromium_the_browser_tests_are_skipped_and_in_ci_that_fails(
    pytest_answers, capsys, monkeypatch, ci, code, failed
):
    monkeypatch.setenv("CI", ci)
    monkeypatch.setattr(run, "chromium", lambda: None)
    pytest_answers(0, '<testsuite tests="5" skipped="5"/>')
    assert main(["--only", "browser"]) == code
    assert last_line(capsys) == f"0 passed, {failed} failed, 5 skipped"


def test_a_browser_that_cannot_start_is_none_and_one_line_says_how_to_get_one(monkeypatch, capsys):
    monkeypatch.setenv("CHROME", "/bin/false")
    monkeypatch.delenv("WERKWINKEL_TEST_CHROMIUM", raising=False)
    monkeypatch.setattr(chromium.shutil, "which", lambda name, path=None: name if name == "/bin/false" else None)
    assert chromium.chromium() is None
    assert len(capsys.readouterr().out.splitlines()) == 1


def test_paths_go_to_the_runs_they_belong_to_and_options_to_all(pytest_answers):
    options, paths = sort_arguments(
        ["-k", "outflow", "tests/bootstrap", "tests/browser/test_x.py::test_y", "-x", "tests/browser"]
    )
    assert options == ["-k", "outflow", "tests/browser/test_x.py::test_y", "-x"]  # no such file: pytest may say so
    assert paths == ["tests/bootstrap", "tests/browser"]
    assert [is_for_browser(path) for path in paths] == [False, True]
    assert Run(["sqlite"], ["tests/browser"]).has_tests(browser=False) is False

    calls = pytest_answers(0)
    main(["--only", "sqlite", "tests/bootstrap", "-n0"])
    [(command, environment)] = calls
    assert command[-2:] == ["-n0", "tests/bootstrap"]
    assert environment["WERKWINKEL_TEST_DATABASE"] == "sqlite"
    assert not any(part.startswith("--numprocesses") for part in command)


def test_all_parts_run_when_none_is_named():
    assert Run(run.PARTS, []).parts == list(run.PARTS)
    assert re.search(r"sqlite.*postgresql.*browser", run.HELP, re.DOTALL)


def test_only_a_run_on_both_databases_leaves_tests_to_the_other(pytest_answers, monkeypatch):
    monkeypatch.setattr(run, "postgresql_server", lambda: nullcontext("postgresql://"))
    monkeypatch.delenv("WERKWINKEL_TEST_ON_BOTH", raising=False)
    calls = pytest_answers(0)
    main(["--only", "sqlite", "--only", "postgresql"])
    assert [environment["WERKWINKEL_TEST_ON_BOTH"] for _, environment in calls] == ["1", "1"]
    calls.clear()
    main(["--only", "postgresql"])
    assert "WERKWINKEL_TEST_ON_BOTH" not in calls[0][1]


@pytest.mark.parametrize("here", ["sqlite", "postgresql"])
def test_each_test_is_done_where_it_belongs(monkeypatch, here):
    """What needs no database on SQLite alone; a sweep on one of the two, and on the other with the next seed."""
    monkeypatch.setenv("WERKWINKEL_TEST_DATABASE", here)
    sweep, nothing = (pytest.mark.sweep.mark,), ()
    assert database_of(item("test_a", ["tmp_path"], nothing), 1) == "sqlite"
    assert database_of(item("test_a", ["databases", "world"], nothing), 1) == here
    places = {database_of(item("test_a[1]", ["databases"], sweep), seed) for seed in (1, 2)}
    assert places == {"sqlite", "postgresql"}
    assert len({database_of(item(f"test_a[{n}]", ["databases"], sweep), 1) for n in range(9)}) == 1


def item(name, fixtures, marks):
    """What `database_of` asks of a test."""
    by_name = {mark.name: mark for mark in marks}
    return SimpleNamespace(nodeid=name, fixturenames=fixtures, get_closest_marker=by_name.get)
