"""Where prepared files are kept, and the records that tell whether they still match the locks."""

import hashlib
import json
import os
import sys
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2]
IS_INSTALLED = not (ROOT / "pyproject.toml").is_file()  # as a package, by pip: not a checkout
LOCKS = ROOT / "app" / "resources" / "locks" if IS_INSTALLED else ROOT / "locks"
VENV = Path(sys.prefix) if IS_INSTALLED else ROOT / ".venv"
CACHE = VENV / "cache"  # only of a preparation that has nowhere else to keep what it fetched
PYTHON = VENV / ("Scripts/python.exe" if os.name == "nt" else "bin/python")


class PreparationError(Exception):
    """Preparing failed; the message tells a person what to do."""


def is_project_python() -> bool:
    """Whether this process runs on the project's own Python."""
    return Path(sys.prefix).resolve() == VENV.resolve()


def is_linked() -> bool:
    """Whether .venv is a link: then its packages belong to the person who made the link, and are left alone."""
    return VENV.is_symlink()


def digest(*locks: Path) -> str:
    """One digest of the contents of these lock files. Raises FileNotFoundError if one is missing."""
    return hashlib.sha256(b"\0".join(lock.read_bytes() for lock in locks)).hexdigest()


def read_record(path: Path) -> dict[str, Any]:
    """The record of an earlier preparation; empty if it was never finished."""
    try:
        record = json.loads(path.read_text("utf-8"))
    except (OSError, ValueError):
        return {}
    return record if isinstance(record, dict) else {}


def write_record(path: Path, record: dict[str, Any]) -> None:
    """Replaces the record atomically: a reader finds the old one or the new one."""
    draft = path.with_suffix(".draft")
    draft.write_text(json.dumps(record, indent=1) + "\n", "utf-8")
    draft.replace(path)
