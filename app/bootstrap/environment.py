"""Where the prepared things live, and the small records that tell whether they still are what the locks ask for."""

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
    """Whether the Python that runs now is the project's own."""
    return Path(sys.prefix).resolve() == VENV.resolve()


def is_linked() -> bool:
    """Whether .venv is a link: then its packages are kept by whoever made the link, and nobody else touches them."""
    return VENV.is_symlink()


def digest(*locks: Path) -> str:
    """One fingerprint of these lock files' contents; raises FileNotFoundError when one is not there."""
    return hashlib.sha256(b"\0".join(lock.read_bytes() for lock in locks)).hexdigest()


def read_record(path: Path) -> dict[str, Any]:
    """What was recorded at the end of an earlier preparation; empty when it never came to its end."""
    try:
        record = json.loads(path.read_text("utf-8"))
    except (OSError, ValueError):
        return {}
    return record if isinstance(record, dict) else {}


def write_record(path: Path, record: dict[str, Any]) -> None:
    """Writes the record in one move, so that a reader finds the old one or the new one and never a half."""
    draft = path.with_suffix(".draft")
    draft.write_text(json.dumps(record, indent=1) + "\n", "utf-8")
    draft.replace(path)
