"""Checks at every start whether anything is missing, and prepares it in one process at a time."""

import shutil
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from app.bootstrap import frontend_assets, python_packages
from app.bootstrap.environment import CACHE, ROOT, PreparationError


def prepare(purpose: str = "runtime") -> None:
    """Brings packages and front-end files to what the locks say; does nothing if they match.

    `purpose` is one of python_packages.PURPOSES. Reports progress on stderr. Raises PreparationError with words for a
    person when it cannot.
    """
    try:
        for_tests = purpose == "dev"  # a benchmark needs no tools for pages
        if not (python_packages.reason_to_prepare(purpose) or frontend_assets.reason_to_prepare(for_tests)):
            return
        with _exclusive():
            if why := python_packages.reason_to_prepare(purpose):
                python_packages.prepare(purpose, _reporter(why))
            if why := frontend_assets.reason_to_prepare(for_tests):
                frontend_assets.prepare(for_tests, _reporter(why))
            shutil.rmtree(CACHE, ignore_errors=True)
    except OSError as error:
        raise PreparationError(f"Could not prepare {ROOT}: {error}") from error


def _reporter(why: str) -> Callable[[str], None]:
    """A function that reports a step on stderr, with the reason for preparing."""

    def say(step: str) -> None:
        print(f"Preparing ({why}): {step} …", file=sys.stderr, flush=True)

    return say


@contextmanager
def _exclusive() -> Iterator[None]:
    """Lets one process prepare at a time, by a lock on main.py that ends with the process, however it ends."""
    try:
        import fcntl
    except ImportError:  # Windows has no such lock; two first starts at once are not guarded against there
        yield
        return
    with (ROOT / "main.py").open("rb") as handle:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            print("Another start is preparing; waiting for it …", file=sys.stderr, flush=True)
            fcntl.flock(handle, fcntl.LOCK_EX)
        yield
