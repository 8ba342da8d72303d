"""Looks at each start whether anything is wanting, and has it made good by one process at a time."""

import shutil
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from app.bootstrap import frontend_assets, python_packages
from app.bootstrap.environment import CACHE, ROOT, PreparationError


def prepare(purpose: str = "runtime") -> None:
    """Makes the environment and the pages' files stand as the locks say; does nothing when they already do.

    `purpose` is one of packages.PURPOSES. Tells on stderr what it is doing. Raises Unprepared with words for a
    person when it cannot.
    """
    try:
        for_tests = purpose == "dev"  # what looks at pages is of no use to a benchmark
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
    """Gives what says a step on stderr, with the reason why there is anything to do at all."""

    def say(step: str) -> None:
        print(f"Preparing ({why}): {step} …", file=sys.stderr, flush=True)

    return say


@contextmanager
def _exclusive() -> Iterator[None]:
    """Lets one start prepare at a time, by a lock on main.py that ends with its process, however that ends."""
    try:
        import fcntl
    except ImportError:  # Windows has no such lock; there two first starts at once are not guarded against
        yield
        return
    with (ROOT / "main.py").open("rb") as handle:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            print("Another start is preparing; waiting for it …", file=sys.stderr, flush=True)
            fcntl.flock(handle, fcntl.LOCK_EX)
        yield
