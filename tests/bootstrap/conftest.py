"""A project of its own for each test, with small locks: nothing here touches the real environment or the network."""

import json
import os
import sys
from pathlib import Path

import pytest

from app.bootstrap import environment, frontend_assets, python_packages


@pytest.fixture
def project(tmp_path: Path, monkeypatch) -> Path:
    """A folder in which app.bootstrap believes to live."""
    locks, env, vendor = tmp_path / "locks", tmp_path / ".venv", tmp_path / "vendor"
    locks.mkdir()
    for name in ("runtime.txt", "dev.txt", "bench.txt", "uv.txt", "npm.txt", "package.json", "package-lock.json"):
        (locks / name).write_text(f"what {name} says")
    for module in (environment, python_packages, frontend_assets):
        for name, path in {
            "ROOT": tmp_path,
            "LOCKS": locks,
            "VENV": env,
            "PYTHON": env / "bin" / "python",
            "VENDOR": vendor,
            "STORE": env / "npm",
            "UV": env / "uv",
            "LOCK": locks / "package-lock.json",
        }.items():
            if hasattr(module, name):
                monkeypatch.setattr(module, name, path)
    monkeypatch.setattr(python_packages, "RECORD", env / "prepared.json")
    monkeypatch.setattr(frontend_assets, "RECORD", vendor / "prepared.json")
    monkeypatch.setattr(frontend_assets, "STORE_RECORD", env / "npm" / "prepared.json")
    return tmp_path


@pytest.fixture
def prepared(project: Path) -> Path:
    """The same, as it is after a first start."""
    site = project / ".venv" / "site"
    for package in ("fastapi", "sqlmodel"):
        (site / package).mkdir(parents=True)
    environment.PYTHON.parent.mkdir(parents=True)
    environment.PYTHON.symlink_to(sys.executable)
    record = {
        "lock": "runtime.txt",
        "digest": environment.digest(environment.LOCKS / "runtime.txt"),
        "python": os.path.realpath(sys.executable),
        "site": "site",
        "installed": ["fastapi", "sqlmodel"],
    }
    python_packages.RECORD.write_text(json.dumps(record))
    for name in frontend_assets.FILES:
        (frontend_assets.STORE / "node_modules" / name).parent.mkdir(parents=True, exist_ok=True)
        (frontend_assets.STORE / "node_modules" / name).write_text(f"content of {name}")
    frontend_assets.STORE_RECORD.write_text(
        json.dumps({"digest": environment.digest(frontend_assets.LOCK), "for_tests": False})
    )
    frontend_assets.prepare(for_tests=False, say=lambda step: None)
    return project
