"""Renews the locks, for maintainers: exact versions with hashes, and no host names."""

import json
import shutil
import sys
import tempfile
from pathlib import Path

from app.bootstrap.environment import LOCKS, ROOT, PreparationError
from app.bootstrap.frontend_assets import QUIET, temporary_npm
from app.bootstrap.python_packages import installer
from app.bootstrap.tool_environment import run

# What each lock is compiled from: a list of its own, or pyproject.toml with one of its dependency groups.
# In this order, since a lock that includes another's packages must have the same versions: see HELD.
SOURCES = {
    "uv": ("locks/uv.in",),
    "npm": ("locks/npm.in",),
    "runtime": ("pyproject.toml",),
    "dev": ("pyproject.toml", "--group", "dev"),
    "bench": ("pyproject.toml", "--group", "bench"),
}
CONSTRAINED_BY = {"dev": "runtime", "bench": "dev"}
COMPILE = (
    *("--universal", "--python-version", "3.11", "--generate-hashes", "--quiet"),
    *("--no-header", "--no-annotate", "--no-emit-index-url", "--no-emit-find-links"),
)


def renew(upgrade: bool = False) -> None:
    """Rewrites every lock from pyproject.toml, locks/*.in and locks/package.json.

    Versions stay the same, unless `upgrade`.
    Raises PreparationError when something cannot be fetched, or when a lock would name a host.
    """
    uv, settings = installer()
    for name, source in SOURCES.items():
        _report(f"{name}.txt")
        command = [uv, "pip", "compile", *COMPILE, *source, "--output-file", f"locks/{name}.txt"]
        if name in CONSTRAINED_BY:
            command += ["--constraint", f"locks/{CONSTRAINED_BY[name]}.txt"]
        run(f"the versions of {name}", command + ["--upgrade"] * upgrade, settings, ROOT)
    _report("package-lock.json")
    _renew_npm(upgrade)


def _renew_npm(upgrade: bool) -> None:
    with temporary_npm(_report) as (npm, settings), tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        for file in ("package.json", "package-lock.json"):
            if (LOCKS / file).exists() and not (upgrade and file == "package-lock.json"):
                shutil.copyfile(LOCKS / file, folder / file)
        options = ["--package-lock-only", "--ignore-scripts", "--omit-lockfile-registry-resolved", *QUIET]
        run("the versions for package.json", [*npm, "install", *options], settings, folder)
        lock = json.loads((folder / "package-lock.json").read_text("utf-8"))
    for package in lock["packages"].values():
        package.pop("funding", None)
    text = json.dumps(lock, indent=2, ensure_ascii=False) + "\n"
    if "://" in text:
        raise PreparationError(
            "npm wrote into package-lock.json where something comes from; a lock of ours tells no host."
        )
    (LOCKS / "package-lock.json").write_text(text, "utf-8")


def _report(step: str) -> None:
    print(f"Renewing the locks in {LOCKS.relative_to(ROOT)}: {step} …", file=sys.stderr, flush=True)
