"""The Python environment and its packages: an empty .venv, then uv, then the locked packages, checked by hash."""

import os
import shutil
import sys
import sysconfig
import venv
from collections.abc import Callable
from importlib.util import find_spec
from pathlib import Path

from app.bootstrap.environment import (
    LOCKS,
    PYTHON,
    VENV,
    PreparationError,
    digest,
    is_linked,
    read_record,
    write_record,
)
from app.bootstrap.tool_environment import pip_configuration, run, tool_settings

RECORD = VENV / "prepared.json"
UV = VENV / "uv"


# Purposes of an environment; each includes the packages of those before it.
PURPOSES = {
    "runtime": "packages",
    "dev": "packages, and those for the tests",
    "bench": "packages, and those to measure with",
}


def purpose_of(wanted: str) -> str:
    """The purpose to prepare for. An environment that held more keeps it, since that includes what is needed."""
    held = str(read_record(RECORD).get("lock", "")).removesuffix(".txt")
    order = list(PURPOSES)
    return max(wanted, held if held in PURPOSES else wanted, key=order.index)


def reason_to_prepare(wanted: str) -> str | None:
    """Why the packages must be prepared, in a few words; None if they match the lock."""
    if is_linked():
        return None
    record, purpose = read_record(RECORD), purpose_of(wanted)
    if not record:
        return "first time only"
    if not _is_intact():
        return "something was deleted, or Python changed"
    if record.get("lock") != f"{purpose}.txt":
        return "first tests only" if purpose == "dev" else "first measuring only"
    return None if record.get("digest") == digest(LOCKS / f"{purpose}.txt") else "the locks changed"


def prepare(wanted: str, say: Callable[[str], None]) -> None:
    """Brings .venv to what the lock says. A damaged environment is rebuilt, since tools would trust what is left."""
    purpose = purpose_of(wanted)
    lock = LOCKS / f"{purpose}.txt"
    if not _is_intact():
        say("a Python environment of its own")
        venv.EnvBuilder(with_pip=False, symlinks=os.name != "nt", clear=True).create(VENV)
    RECORD.unlink(missing_ok=True)
    say("the installer")
    uv, settings = installer()
    say(PURPOSES[purpose])
    run(
        "the packages",
        [uv, "pip", "sync", "--quiet", "--python", PYTHON, "--require-hashes", "--no-build", lock],
        settings,
    )
    site = Path(sysconfig.get_path("purelib", "venv", {"base": str(VENV)}))
    write_record(
        RECORD,
        {
            "lock": lock.name,
            "digest": digest(lock),
            "python": os.path.realpath(PYTHON),
            "site": str(site.relative_to(VENV)),
            "installed": sorted(name for name in os.listdir(site) if name != "__pycache__"),
        },
    )


def _is_intact() -> bool:
    """Whether everything recorded is still there, for the same Python."""
    record = read_record(RECORD)
    try:
        present = set(os.listdir(VENV / record["site"]))
        return present.issuperset(record["installed"]) and os.path.realpath(PYTHON, strict=True) == record["python"]
    except (KeyError, OSError):
        return False


def installer() -> tuple[str, dict[str, str]]:
    """The locked uv, fetched if it is missing, and the settings to run it with.

    Raises PreparationError when this Python has nothing to fetch it with.
    """
    pip = _pip()
    settings = tool_settings(os.environ, {})
    if pip:
        listing = run("pip's settings", [*pip, "config", "list"], settings)
        settings = tool_settings(os.environ, pip_configuration(listing))
    folder = UV / digest(LOCKS / "uv.txt")[:12]
    uv = folder / "bin" / ("uv.exe" if os.name == "nt" else "uv")
    if uv.exists():
        return str(uv), settings
    if not pip:
        if present := shutil.which("uv"):
            return present, settings
        raise PreparationError(
            "This Python has no pip to begin with. Install it once and start again, for instance with\n"
            "    apt install python3-venv        (Debian, Ubuntu)\n"
            "    python3 -m ensurepip --user     (elsewhere)"
        )
    shutil.rmtree(UV, ignore_errors=True)
    options = ["--quiet", "--no-input", "--no-deps", "--only-binary=:all:", "--require-hashes"]
    run("the installer (uv)", [*pip, "install", *options, "--target", folder, "-r", LOCKS / "uv.txt"], settings)
    return str(uv), settings


def _pip() -> list[str | Path]:
    """The command for pip: the wheel bundled with Python, which needs no installation, or an installed one.

    Distributions that move the wheel out of Python name its folder in WHEEL_PKG_DIR.
    """
    folders = [sysconfig.get_config_var("WHEEL_PKG_DIR"), sysconfig.get_path("stdlib") + "/ensurepip/_bundled"]
    for folder in filter(None, folders):
        for wheel in sorted(Path(folder).glob("pip-*.whl"), reverse=True):
            return [sys.executable, wheel / "pip"]
    return [sys.executable, "-m", "pip"] if find_spec("pip") else []
